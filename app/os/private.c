/* SPDX-License-Identifier: Apache-2.0 */
#include "app/os/private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };

static bool say(char message[FILE_MESSAGE])
{
    snprintf(message, FILE_MESSAGE, "%s", strerror(errno));
    return false;
}

static bool make_folder(const char *folder, char message[FILE_MESSAGE])
{
    static const char all[] = "*\n";
    char path[PATH_ROOM];

    if (file_kind_of(folder) == FILE_FOLDER)
        return true;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return say(message);
    snprintf(path, sizeof(path), "%s/.gitignore", folder);
    return file_write(path, (struct baton_text){all, sizeof(all) - 1}, message);
}

bool private_open(const char *folder, int *ret_lock, char ret_message[FILE_MESSAGE])
{
    char path[PATH_ROOM];
    int lock;

    if (strlen(folder) > PATH_ROOM - 40) {
        errno = ENAMETOOLONG;
        return say(ret_message);
    }
    if (!make_folder(folder, ret_message))
        return false;
    snprintf(path, sizeof(path), "%s/.lock", folder);
    lock = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (lock < 0)
        return say(ret_message);
    if (flock(lock, LOCK_EX) != 0) {
        say(ret_message);
        close(lock);
        return false;
    }
    *ret_lock = lock;
    return true;
}

void private_close(int lock)
{
    close(lock);
}

bool private_write(const char *path, struct baton_text bytes, char ret_message[FILE_MESSAGE])
{
    /* What replaces a file takes its rights: have one with the right ones there first. */
    const int made = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

    if (made >= 0)
        close(made);
    else if (errno != EEXIST)
        return say(ret_message);
    return file_write(path, bytes, ret_message);
}
