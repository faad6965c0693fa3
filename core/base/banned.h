/* SPDX-License-Identifier: Apache-2.0 */
/* banned.h - what the core must not call; the build includes it before every file of the core.
 *
 * The headers come first, so that their own declarations are not disturbed; then each name
 * becomes an undeclared one that says what to use instead. What slips past a macro (a name used
 * without a call) is found by tools/check-symbols in the finished library.
 */
#ifndef BATON_CORE_BASE_BANNED_H
#define BATON_CORE_BASE_BANNED_H

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#undef strcpy
#undef strncpy
#undef strcat
#undef strncat
#undef strdup
#undef strndup

#define malloc(...) BANNED_malloc_use_arena_take
#define calloc(...) BANNED_calloc_use_arena_take
#define realloc(...) BANNED_realloc_use_arena_grow
#define free(...) BANNED_free_an_arena_is_reset_as_a_whole

#define strcpy(...) BANNED_strcpy_use_str_copy
#define strncpy(...) BANNED_strncpy_use_str_copy
#define strcat(...) BANNED_strcat_use_text_add
#define strncat(...) BANNED_strncat_use_text_add
#define strdup(...) BANNED_strdup_use_str_copy
#define strndup(...) BANNED_strndup_use_str_copy
#define strcmp(...) BANNED_strcmp_use_str_compare
#define strncmp(...) BANNED_strncmp_use_str_starts
#define strchr(...) BANNED_strchr_use_str_find_char
#define strstr(...) BANNED_strstr_use_str_find
#define strtok(...) BANNED_strtok_use_str_split

#define sprintf(...) BANNED_sprintf_use_str_format
#define snprintf(...) BANNED_snprintf_use_str_format
#define vsprintf(...) BANNED_vsprintf_use_text_addv
#define vsnprintf(...) BANNED_vsnprintf_use_text_addv
#define printf(...) BANNED_printf_add_to_a_text_and_return_it
#define fprintf(...) BANNED_fprintf_add_to_a_text_and_return_it
#define puts(...) BANNED_puts_add_to_a_text_and_return_it
#define sscanf(...) BANNED_sscanf_use_str_split
#define fopen(...) BANNED_fopen_take_bytes_as_an_argument

#define atoi(...) BANNED_atoi_use_str_to_i64
#define atol(...) BANNED_atol_use_str_to_i64
#define atof(...) BANNED_atof_use_str_to_fixed
#define strtol(...) BANNED_strtol_use_str_to_i64
#define strtoll(...) BANNED_strtoll_use_str_to_i64
#define strtoul(...) BANNED_strtoul_use_str_to_i64
#define strtod(...) BANNED_strtod_use_str_to_fixed

#define qsort(...) BANNED_qsort_use_sort_stable
#define bsearch(...) BANNED_bsearch_write_the_loop
#define rand(...) BANNED_rand_use_draw_u32
#define srand(...) BANNED_srand_use_draw_u32
#define time(...) BANNED_time_take_as_of_as_an_argument
#define clock(...) BANNED_clock_time_it_outside_the_core
#define localtime(...) BANNED_localtime_use_civil
#define gmtime(...) BANNED_gmtime_use_civil
#define mktime(...) BANNED_mktime_use_civil
#define strftime(...) BANNED_strftime_use_civil
#define getenv(...) BANNED_getenv_take_an_argument
#define exit(...) BANNED_exit_return_false_or_abort

#endif
