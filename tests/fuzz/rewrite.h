/* SPDX-License-Identifier: Apache-2.0 */
/* rewrite.h - the law that a tree written as YAML or JSON reads back as the same tree. */
#ifndef BATON_TESTS_FUZZ_REWRITE_H
#define BATON_TESTS_FUZZ_REWRITE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/base/str.h"

struct baton;
struct node;

struct rewrite {
    struct arena arena;
    struct diags diags;
    struct baton *baton;        /* for the readers behind the door */
};

/* NULL: refused. Then the problems of the context or of `diags` say why. */
typedef const struct node *rewrite_reader(struct rewrite *r, struct str bytes);

rewrite_reader rewrite_read_yaml;

/* Aborts where a tree does not come back, and where a refusal has no error. */
void rewrite_law(const uint8_t *data, size_t size, rewrite_reader *read);

#endif
