/* SPDX-License-Identifier: Apache-2.0 */
/* file.h - bytes of files, names of folders. Reads only what it is told to; writes whole files. */
#ifndef BATON_APP_OS_FILE_H
#define BATON_APP_OS_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "include/baton.h"

enum file_kind { FILE_ABSENT, FILE_PLAIN, FILE_FOLDER, FILE_OTHER };
enum { FILE_CEILING_MIB = 2048, FILE_MESSAGE = 256 };

enum file_kind file_kind_of(const char *path);

/* The whole file, or standard input for "-". False: *ret_message says why ("no such file",
 * "larger than 2048 MiB", ...), without the path. The bytes live until file_release. */
bool file_read(const char *path, struct baton_text *ret_bytes, char ret_message[FILE_MESSAGE]);
void file_release(struct baton_text bytes);

/* The paths (folder/name) of the files in a folder that end in one of `endings` (ends with NULL),
 * in byte order; hidden ones left out. The list ends with NULL; release with file_list_release. */
bool file_list(const char *folder, const char *const *endings, char ***ret_paths,
               char ret_message[FILE_MESSAGE]);
void file_list_release(char **paths);

/* Write a file whole or not at all (a neighbour, then renamed). What is no plain file (a device, a
 * pipe, a link) is written into and stays what it is. */
bool file_write(const char *path, struct baton_text bytes, char ret_message[FILE_MESSAGE]);
/* Several files at once, each whole: all are written beside first, then, where every one still
 * holds `was`, renamed. Of a link, what it points to is replaced. False: *ret_which could not be;
 * nothing is changed, unless a rename fails after another was done. *ret_moved: somebody else
 * wrote it. */
struct file_change {
    const char *path;
    struct baton_text was, now;
};
bool file_replace(const struct file_change *changes, size_t count, size_t *ret_which,
                  bool *ret_moved, char ret_message[FILE_MESSAGE]);
/* Make a folder in one that is there; false where neither it is there nor can be made. */
bool file_make_folder(const char *path);
/* Take a plain file away. */
bool file_take_away(const char *path);
/* To standard output (1) or error (2). False: it is closed or full. */
bool file_print(int descriptor, struct baton_text bytes);

#endif
