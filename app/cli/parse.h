/* SPDX-License-Identifier: Apache-2.0 */
/* parse.h - argv to a request, by the tables of verbs and flags. */
#ifndef BATON_APP_CLI_PARSE_H
#define BATON_APP_CLI_PARSE_H

#include "app/verbs/verb.h"

/* Fill the request from argv[1] on. False: wrong usage, and the answer's problems say why, all at
 * once. Where --help was asked for, the rest is not checked. */
bool parse_arguments(int argc, char **argv, struct request *request, struct answer *answer);

#endif
