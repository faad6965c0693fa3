/* SPDX-License-Identifier: Apache-2.0 */
/* verifying.h - one report that was sent, and what its register says. */
#ifndef BATON_CORE_REPORT_VERIFYING_H
#define BATON_CORE_REPORT_VERIFYING_H

#include "core/base/map.h"
#include "core/report/report.h"
#include "core/report/sent_words.h"
#include "core/report/verify.h"

struct claims;

struct verifying {
    const struct report_input *whole;
    struct report_input *in;        /* narrowed as the report says */
    struct claims *set;
    struct sent sent, told;         /* what was sent; what the register says */
    struct str file;
    struct str name;                /* of the register */
    struct map worded;              /* "id\ntext" of the register */
    struct map around;              /* "before word after" outside its claims */
    struct words *told_words;       /* of each line of the register */
    struct map beside;              /* "word next" */
    struct map denied;              /* "word next" around a word that denies */
    struct map cited;
    size_t facts, problems;
};

/* The register, as `sent` says which it is, in the form of the file and read back the way the file
 * is, in `told`. False: there is no such register. */
bool verify_tell_again(struct verifying *v);
/* ... of plain text, which says so only with --facts: else the one that fits best. */
bool verify_tell_text(struct verifying *v, struct str bytes);

#endif
