/* SPDX-License-Identifier: Apache-2.0 */
/* private.h - a folder that only its owner reads, kept out of version control; one at a time. */
#ifndef BATON_APP_OS_PRIVATE_H
#define BATON_APP_OS_PRIVATE_H

#include <stdbool.h>

#include "app/os/file.h"

/* Make the folder if it is not there (rights 0700, a .gitignore of everything in it), and wait
 * for the lock in it. False: ret_message says why. */
bool private_open(const char *folder, int *ret_lock, char ret_message[FILE_MESSAGE]);
void private_close(int lock);
/* Write a file in it whole or not at all, with rights 0600. */
bool private_write(const char *path, struct baton_text bytes, char ret_message[FILE_MESSAGE]);

#endif
