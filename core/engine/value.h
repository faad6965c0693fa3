/* SPDX-License-Identifier: Apache-2.0 */
/* value.h - what money later is worth now, and what money spent brings back.
 *
 * Sources: domain.md 7.7; discounting by (1 + rate) ^ (t / 12), each flow in the middle of its
 * month. Money in minor units, rounded once at the end; rates in millionths.
 */
#ifndef BATON_CORE_ENGINE_VALUE_H
#define BATON_CORE_ENGINE_VALUE_H

#include <stdint.h>

/* 1 / (1 + rate) ^ (months / 12). Rate above -100 %. */
double value_discount(int32_t rate_ppm, double months);

/* The present value of `per_month` over `count` months, the first of which begins after `wait`
 * months. */
double value_annuity(double per_month, uint32_t count, double wait, int32_t rate_ppm);

/* Net present value of one flow a month, each in the middle of its month. */
int64_t value_npv(const int64_t *flows, uint32_t count, int32_t rate_ppm);

/* (benefit - cost) / cost in millionths; INT64_MIN where nothing is spent. */
int64_t value_roi(int64_t benefit, int64_t cost);

/* Whole months of `per_month` that pay `cost`; -1: never. */
int32_t value_payback(int64_t cost, int64_t per_month);

#endif
