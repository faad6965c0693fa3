/* SPDX-License-Identifier: Apache-2.0 */
/* memo.h - a calendar that remembers the days it was asked about: the answers of calendar.h, for
 * one who asks often and about days near each other. It changes when asked, so it is never shared.
 *
 * Instants have their day's entry; work seconds the day in which their stretch of nine hours
 * begins. Both tables are small and direct-mapped: a day takes the place of the one that is a
 * table's length away.
 */
#ifndef BATON_CORE_CALENDAR_MEMO_H
#define BATON_CORE_CALENDAR_MEMO_H

#include <stdint.h>

struct arena;
struct calendar;
struct calendar_memo;

struct calendar_memo *calendar_memo_new(const struct calendar *c, struct arena *owner);
int64_t memo_add(struct calendar_memo *m, int64_t t, int64_t delta_s);
int64_t memo_work(struct calendar_memo *m, int64_t a, int64_t b);
int64_t memo_next_start(struct calendar_memo *m, int64_t t);
int64_t memo_previous_finish(struct calendar_memo *m, int64_t t);

#endif
