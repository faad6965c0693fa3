/* SPDX-License-Identifier: Apache-2.0 */
/* forms.h - reports in the forms of other programs, behind baton_report. */
#ifndef BATON_CORE_DOOR_FORMS_H
#define BATON_CORE_DOOR_FORMS_H

#include "core/door/door.h"
#include "core/report/report.h"

/* options->format is set. */
enum baton_outcome forms_write(struct baton *b, const struct report *r,
                               const struct report_input *in,
                               const struct baton_report_options *options, struct text *out);
/* The document as the application sees it; `date`: the data date, 2026-11-23. */
struct baton_document forms_view(struct baton *b, const struct document *d, struct str date);

#endif
