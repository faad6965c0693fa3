/* SPDX-License-Identifier: Apache-2.0 */
#include "app/os/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_ROOM = 1 << 16, ENTRY_CEILING = 1000 * 1000 };
static const size_t ceiling = (size_t)FILE_CEILING_MIB << 20;

static bool say(char message[FILE_MESSAGE], const char *what)
{
    snprintf(message, FILE_MESSAGE, "%s", what);
    return false;
}

/* Words for the errors that people meet; the system's own for the rest. */
static bool say_error(char message[FILE_MESSAGE], int error)
{
    switch (error) {
    case ENOENT:
        return say(message, "no such file or folder");
    case EACCES:
    case EPERM:
        return say(message, "not allowed");
    case EISDIR:
        return say(message, "is a folder");
    case ENOSPC:
        return say(message, "the disk is full");
    default:
        return say(message, strerror(error));
    }
}

enum file_kind file_kind_of(const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return FILE_ABSENT;
    if (S_ISREG(status.st_mode))
        return FILE_PLAIN;
    return S_ISDIR(status.st_mode) ? FILE_FOLDER : FILE_OTHER;
}

/* Everything the descriptor has, in a buffer that doubles: a pipe does not say its size, and a
 * file may grow while it is read. */
static bool read_all(int descriptor, size_t wish, struct baton_text *ret_bytes,
                     char message[FILE_MESSAGE])
{
    size_t len = 0, room = wish < FIRST_ROOM ? FIRST_ROOM : wish + 1;
    char *bytes = malloc(room);

    while (bytes) {
        const ssize_t got = read(descriptor, bytes + len, room - len);
        char *more;

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            say_error(message, errno);
            break;
        }
        if (got == 0) {
            *ret_bytes = (struct baton_text){bytes, len};
            return true;
        }
        len += (size_t)got;
        if (len > ceiling) {
            snprintf(message, FILE_MESSAGE, "larger than %d MiB", FILE_CEILING_MIB);
            break;
        }
        if (len < room)
            continue;
        room *= 2;
        more = realloc(bytes, room);
        if (!more) {
            say(message, "too large for the memory there is");
            break;
        }
        bytes = more;
    }
    if (!bytes)
        say(message, "too large for the memory there is");
    free(bytes);
    return false;
}

bool file_read(const char *path, struct baton_text *ret_bytes, char ret_message[FILE_MESSAGE])
{
    struct stat status;
    int descriptor;
    bool fine;

    if (strcmp(path, "-") == 0)
        return read_all(STDIN_FILENO, 0, ret_bytes, ret_message);
    descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return say_error(ret_message, errno);
    if (fstat(descriptor, &status) != 0) {
        fine = say_error(ret_message, errno);
    } else if (S_ISDIR(status.st_mode)) {
        fine = say(ret_message, "is a folder");
    } else if (status.st_size > (off_t)ceiling) {
        snprintf(ret_message, FILE_MESSAGE, "larger than %d MiB", FILE_CEILING_MIB);
        fine = false;
    } else {
        fine = read_all(descriptor, status.st_size > 0 ? (size_t)status.st_size : 0, ret_bytes,
                        ret_message);
    }
    close(descriptor);
    return fine;
}

void file_release(struct baton_text bytes)
{
    free((void *)(uintptr_t)bytes.ptr);
}

/* --- folders -------------------------------------------------------------------------------- */

struct list {
    char **paths;
    size_t count, capacity;
};

/* Takes the path over. */
static bool list_add(struct list *list, char *path)
{
    if (list->count + 1 >= list->capacity) {
        const size_t capacity = list->capacity ? list->capacity * 2 : 16;
        char **paths = realloc(list->paths, capacity * sizeof(*paths));

        if (!paths) {
            free(path);
            return false;
        }
        list->paths = paths;
        list->capacity = capacity;
    }
    list->paths[list->count++] = path;
    list->paths[list->count] = NULL;
    return true;
}

static char *join(const char *folder, const char *name)
{
    const size_t folder_len = strlen(folder), name_len = strlen(name);
    const bool slash = folder_len > 0 && folder[folder_len - 1] != '/';
    char *path = malloc(folder_len + slash + name_len + 1);

    if (!path)
        return NULL;
    memcpy(path, folder, folder_len);
    if (slash)
        path[folder_len] = '/';
    memcpy(path + folder_len + slash, name, name_len + 1);
    return path;
}

static bool has_ending(const char *name, const char *const *endings)
{
    const size_t len = strlen(name);

    for (; *endings; endings++) {
        const size_t ending = strlen(*endings);

        if (len > ending && strcmp(name + len - ending, *endings) == 0)
            return true;
    }
    return false;
}

static bool list_folder(struct list *list, const char *folder, const char *const *endings,
                        bool inner, char message[FILE_MESSAGE]);

static bool list_entry(struct list *list, char *path, const char *name, const char *const *endings,
                       bool inner, char message[FILE_MESSAGE])
{
    const enum file_kind kind = file_kind_of(path);
    bool fine = true;

    if (kind == FILE_PLAIN && has_ending(name, endings)) {
        if (list->count >= ENTRY_CEILING) {
            free(path);
            return say(message, "too many files");
        }
        return list_add(list, path) || say(message, "too large for the memory there is");
    }
    if (kind == FILE_FOLDER && !inner)
        fine = list_folder(list, path, endings, true, message);
    free(path);
    return fine;
}

static bool list_folder(struct list *list, const char *folder, const char *const *endings,
                        bool inner, char message[FILE_MESSAGE])
{
    DIR *open_folder = opendir(folder);
    const struct dirent *entry;
    bool fine = true;

    if (!open_folder)
        return say_error(message, errno);
    while (fine && (entry = readdir(open_folder))) {
        char *path;

        if (entry->d_name[0] == '.')
            continue;
        path = join(folder, entry->d_name);
        fine = path ? list_entry(list, path, entry->d_name, endings, inner, message)
                    : say(message, "too large for the memory there is");
    }
    closedir(open_folder);
    return fine;
}

static int by_bytes(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

bool file_list(const char *folder, const char *const *endings, char ***ret_paths,
               char ret_message[FILE_MESSAGE])
{
    struct list list = {NULL, 0, 0};

    if (!list_folder(&list, folder, endings, false, ret_message)) {
        file_list_release(list.paths);
        return false;
    }
    if (!list.paths)
        list.paths = calloc(1, sizeof(*list.paths));
    if (!list.paths)
        return say(ret_message, "too large for the memory there is");
    /* No two paths are equal, so that the order is the same with every library's qsort. */
    qsort(list.paths, list.count, sizeof(*list.paths), by_bytes);
    *ret_paths = list.paths;
    return true;
}

void file_list_release(char **paths)
{
    for (size_t i = 0; paths && paths[i]; i++)
        free(paths[i]);
    free(paths);
}

/* --- writing -------------------------------------------------------------------------------- */

bool file_print(int descriptor, struct baton_text bytes)
{
    while (bytes.len > 0) {
        const ssize_t put = write(descriptor, bytes.ptr, bytes.len);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes.ptr += put;
        bytes.len -= (size_t)put;
    }
    return true;
}

/* A neighbour of the path that does not exist yet, opened; its name is the caller's. */
static int open_neighbour(const char *path, char **ret_name)
{
    static const char ending[] = ".XXXXXX";
    const size_t len = strlen(path);
    char *name = malloc(len + sizeof(ending));
    int descriptor;

    if (!name)
        return -1;
    memcpy(name, path, len);
    memcpy(name + len, ending, sizeof(ending));
    descriptor = mkstemp(name);
    if (descriptor < 0)
        free(name);
    else
        *ret_name = name;
    return descriptor;
}

/* The rights of the file that is replaced, or those a new file would get. */
static void set_rights(int descriptor, const char *path)
{
    struct stat status;
    mode_t rights;

    if (stat(path, &status) == 0) {
        rights = status.st_mode & 07777;
    } else {
        const mode_t mask = umask(0);

        umask(mask);
        rights = 0666 & ~mask;
    }
    /* Where the file system has no rights the file keeps the narrow ones of mkstemp. */
    if (fchmod(descriptor, rights) != 0)
        errno = 0;
}

/* Whole or not at all: a neighbour is written, then renamed. */
static bool replace(const char *path, struct baton_text bytes, char ret_message[FILE_MESSAGE])
{
    char *name = NULL;
    const int descriptor = open_neighbour(path, &name);
    bool fine;

    if (descriptor < 0)
        return say_error(ret_message, errno);
    set_rights(descriptor, path);
    fine = file_print(descriptor, bytes) && fsync(descriptor) == 0;
    if (!fine)
        say_error(ret_message, errno);
    if (close(descriptor) != 0 && fine)
        fine = say_error(ret_message, errno);
    if (fine && rename(name, path) != 0)
        fine = say_error(ret_message, errno);
    if (!fine)
        unlink(name);
    free(name);
    return fine;
}

/* A device, a pipe, or what a link points to: there is nothing to replace, least of all the name
 * itself (/dev/null was one once). */
static bool write_into(const char *path, struct baton_text bytes, char ret_message[FILE_MESSAGE])
{
    const int descriptor = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    bool fine;

    if (descriptor < 0)
        return say_error(ret_message, errno);
    fine = file_print(descriptor, bytes);
    if (!fine)
        say_error(ret_message, errno);
    if (close(descriptor) != 0 && fine)
        fine = say_error(ret_message, errno);
    return fine;
}

static bool is_replaceable(const char *path)
{
    struct stat status;

    return lstat(path, &status) != 0 || S_ISREG(status.st_mode);
}

bool file_write(const char *path, struct baton_text bytes, char ret_message[FILE_MESSAGE])
{
    if (!is_replaceable(path))
        return write_into(path, bytes, ret_message);
    return replace(path, bytes, ret_message);
}

/* --- several files ------------------------------------------------------------------------- */

struct staged {
    char *path, *beside;        /* the file itself; the new one next to it */
};

static bool stage(const struct file_change *change, struct staged *ret, char message[FILE_MESSAGE])
{
    int descriptor;
    bool fine;

    ret->path = realpath(change->path, NULL);
    if (!ret->path)
        return say_error(message, errno);
    if (file_kind_of(ret->path) != FILE_PLAIN)
        return say(message, "is no plain file");
    if (access(ret->path, W_OK) != 0)
        return say_error(message, errno);
    descriptor = open_neighbour(ret->path, &ret->beside);
    if (descriptor < 0)
        return say_error(message, errno);
    set_rights(descriptor, ret->path);
    fine = file_print(descriptor, change->now) && fsync(descriptor) == 0;
    if (!fine)
        say_error(message, errno);
    if (close(descriptor) != 0 && fine)
        fine = say_error(message, errno);
    return fine;
}

static bool is_as_it_was(const struct file_change *change, const struct staged *staged,
                         char message[FILE_MESSAGE])
{
    struct baton_text now;
    bool same;

    if (!file_read(staged->path, &now, message))
        return false;
    same = now.len == change->was.len && memcmp(now.ptr, change->was.ptr, now.len) == 0;
    file_release(now);
    return same || say(message, "somebody changed it meanwhile");
}

bool file_replace(const struct file_change *changes, size_t count, size_t *ret_which,
                  bool *ret_moved, char ret_message[FILE_MESSAGE])
{
    struct staged *staged = calloc(count + 1, sizeof(*staged));
    bool fine = staged || say(ret_message, "too large for the memory there is");

    *ret_which = 0;
    *ret_moved = false;
    for (size_t i = 0; fine && i < count; i++) {
        *ret_which = i;
        fine = stage(&changes[i], &staged[i], ret_message);
    }
    for (size_t i = 0; fine && i < count; i++) {
        *ret_which = i;
        fine = is_as_it_was(&changes[i], &staged[i], ret_message);
        *ret_moved = !fine;
    }
    for (size_t i = 0; fine && i < count; i++) {
        *ret_which = i;
        fine = rename(staged[i].beside, staged[i].path) == 0 || say_error(ret_message, errno);
        if (fine) {
            free(staged[i].beside);
            staged[i].beside = NULL;
        }
    }
    for (size_t i = 0; staged && i < count; i++) {
        if (staged[i].beside)
            unlink(staged[i].beside);
        free(staged[i].beside);
        free(staged[i].path);
    }
    free(staged);
    return fine;
}

bool file_make_folder(const char *path)
{
    return mkdir(path, 0777) == 0 || (errno == EEXIST && file_kind_of(path) == FILE_FOLDER);
}

bool file_take_away(const char *path)
{
    return file_kind_of(path) == FILE_PLAIN && unlink(path) == 0;
}
