/* SPDX-License-Identifier: Apache-2.0 */
/* number.h - the elementary functions the core may use.
 *
 * Built from + - * / and the square root only (each exact under IEEE 754), so that
 * every compiler and processor gives the same bits. libm is not linked.
 */
#ifndef BATON_CORE_BASE_NUMBER_H
#define BATON_CORE_BASE_NUMBER_H

#include <stdint.h>

double number_sqrt(double x);
double number_exp(double x);            /* relative error below 1e-14 */
double number_log(double x);            /* x > 0; relative error below 1e-14 */
double number_pow(double x, double y);  /* x > 0, as exp(y log x) */
double number_floor(double x);
int64_t number_round(double x);         /* half away from zero, clamped to int64 */

double number_normal_cdf(double z);     /* absolute error below 1e-12 */
double number_normal_quantile(double p);/* 0 < p < 1; absolute error below 1e-9 */
double number_log_gamma(double x);      /* x > 0 */
/* Regularised incomplete beta; absolute error below 1e-12 while a + b < 1000, 1e-9 to 1e5. */
double number_beta_cdf(double x, double a, double b);
double number_beta_quantile(double p, double a, double b);

#endif
