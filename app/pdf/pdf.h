/* SPDX-License-Identifier: Apache-2.0 */
/* pdf.h - a document as PDF, where this build has what draws it.
 *
 * Drawing needs cairo and pango, some fifty libraries that no other verb should wait for: they
 * stand behind a module of their own (baton-pdf.so beside the program), loaded when a PDF is asked
 * for.
 */
#ifndef BATON_APP_PDF_PDF_H
#define BATON_APP_PDF_PDF_H

#include "include/baton.h"

enum { PDF_MESSAGE = 512 };

/* A4, or US Letter. The bytes come from malloc. Same document, same fonts: same bytes. False: what
 * is missing stands in ret_problem. */
bool pdf_write(const struct baton_document *d, bool letter, struct baton_text *ret_bytes,
               char ret_problem[PDF_MESSAGE]);

/* What the module exports under the name "baton_pdf_draw". False: memory or the drawing failed. */
typedef bool pdf_draw(const struct baton_document *d, bool letter, struct baton_text *ret_bytes);

#endif
