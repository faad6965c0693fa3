/* SPDX-License-Identifier: Apache-2.0 */
/* pages.h - memory for the fuzz harnesses. */
#ifndef BATON_TESTS_FUZZ_PAGES_H
#define BATON_TESTS_FUZZ_PAGES_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

struct page_source;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Pages from malloc. A full arena jumps to fuzz_full: the harness says
 * `if (setjmp(fuzz_full)) { reset the arenas; return 0; }` first. */
extern const struct page_source fuzz_pages;
extern jmp_buf fuzz_full;

#endif
