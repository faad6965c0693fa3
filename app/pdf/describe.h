/* SPDX-License-Identifier: Apache-2.0 */
/* describe.h - what cairo 1.16 cannot say in a PDF: how its figures are described, its language. */
#ifndef BATON_APP_PDF_DESCRIBE_H
#define BATON_APP_PDF_DESCRIBE_H

#include "include/baton.h"

/* Append an update to the PDF in `bytes` (from malloc, and so left) in which every figure has the
 * title and sentence of its picture as /Alt, and the document its language. A PDF that is not laid
 * out as cairo 1.16 does stays as it is. False: there is no memory; the bytes are as before. */
bool pdf_describe(const struct baton_document *d, struct baton_text *bytes);

#endif
