/* SPDX-License-Identifier: Apache-2.0 */
/* runner.h - what runner.sh writes and harness.c runs. */
#ifndef BATON_TESTS_UNIT_RUNNER_H
#define BATON_TESTS_UNIT_RUNNER_H

struct test;

struct test_entry {
    const char *name;                   /* NULL ends the table */
    void (*run)(struct test *t);
};

extern const struct test_entry test_table[];

#endif
