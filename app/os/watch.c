/* SPDX-License-Identifier: Apache-2.0 */
#include "app/os/watch.h"

#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/inotify.h>
#endif

#include "app/os/host.h"

enum { PATH_MOST = 4096, LOOK_MS = 400, REST_MS = 200, RESTS_MOST = 10 };

static uint64_t mix(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *b = bytes;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ b[i]) * 0x100000001b3u;
    return hash;
}

/* Of one file: 0 where there is none. */
static uint64_t state_of(const char *path)
{
    struct stat s;
    uint64_t hash = 0xcbf29ce484222325u;

    if (stat(path, &s) != 0)
        return 0;
    hash = mix(hash, path, strlen(path));
    hash = mix(hash, &s.st_size, sizeof(s.st_size));
    hash = mix(hash, &s.st_ino, sizeof(s.st_ino));
    hash = mix(hash, &s.st_mtim.tv_sec, sizeof(s.st_mtim.tv_sec));
    return mix(hash, &s.st_mtim.tv_nsec, sizeof(s.st_mtim.tv_nsec));
}

static bool ends(const char *name, const char *ending)
{
    const size_t length = strlen(name), wanted = strlen(ending);

    return length > wanted && strcmp(name + length - wanted, ending) == 0;
}

/* A folder's order is the system's, so states are added up. A store is not a file of the plan. */
static uint64_t plan_state(const char *path)
{
    DIR *folder = opendir(path);
    uint64_t sum = 0;
    char name[PATH_MOST];

    if (!folder)
        return ends(path, ".db") ? 0 : state_of(path);
    for (const struct dirent *entry; (entry = readdir(folder));) {
        const char *file = entry->d_name;

        if (file[0] != '.' && (ends(file, ".yaml") || ends(file, ".yml")) &&
            snprintf(name, sizeof(name), "%s/%s", path, file) < PATH_MOST)
            sum += state_of(name);
    }
    closedir(folder);
    return sum;
}

/* The database of a folder, or one that is named, with what it has written last. */
static uint64_t store_state(const char *path)
{
    const char *within = ends(path, ".db") ? "" : "/baton.db";
    char name[PATH_MOST];
    uint64_t sum = 0;

    if (snprintf(name, sizeof(name), "%s%s", path, within) < PATH_MOST && *within)
        sum += state_of(name);
    if (snprintf(name, sizeof(name), "%s%s-wal", path, within) < PATH_MOST)
        sum += state_of(name);
    return *within ? sum : sum + state_of(path);
}

void watch_reads(struct watch *w)
{
    w->plan = plan_state(w->path);
}

void watch_has_read(struct watch *w)
{
    w->store = store_state(w->path);
}

void watch_begin(struct watch *w, const char *path)
{
    *w = (struct watch){.path = path, .bell = -1};
#ifdef __linux__
    const char *way = host_variable("BATON_WATCH");
    char folder[PATH_MOST];
    struct stat s;
    char *slash;

    if ((way && strcmp(way, "poll") == 0) ||
        snprintf(folder, sizeof(folder), "%s", path) >= PATH_MOST)
        return;
    /* Of a file its folder: an editor writes a neighbour and renames it. */
    if (stat(path, &s) != 0 || !S_ISDIR(s.st_mode)) {
        slash = strrchr(folder, '/');
        if (slash)
            slash[slash == folder ? 1 : 0] = '\0';
        else
            snprintf(folder, sizeof(folder), ".");
    }
    w->bell = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (w->bell >= 0 &&
        inotify_add_watch(w->bell, folder, IN_CLOSE_WRITE | IN_MODIFY | IN_MOVED_TO |
                                               IN_MOVED_FROM | IN_CREATE | IN_DELETE) < 0) {
        close(w->bell);
        w->bell = -1;
    }
#endif
}

/* Sleep so long, less where the bell rings. */
static void doze(struct watch *w, int ms)
{
    struct pollfd bell = {.fd = w->bell, .events = POLLIN};
    char rung[4096];

    if (poll(&bell, w->bell >= 0 ? 1 : 0, ms) <= 0)
        return;
    while (read(w->bell, rung, sizeof(rung)) > 0)
        ;
}

bool watch_wait(struct watch *w)
{
    uint64_t now, later;

    do {
        if (host_interrupted())
            return false;
        doze(w, LOOK_MS);
        now = plan_state(w->path) ^ store_state(w->path);
    } while (now == (w->plan ^ w->store));
    for (int i = 0; i < RESTS_MOST && !host_interrupted(); i++) {
        poll(NULL, 0, REST_MS);
        later = plan_state(w->path) ^ store_state(w->path);
        if (later == now)
            break;
        now = later;
    }
    return !host_interrupted();
}

void watch_end(struct watch *w)
{
    if (w->bell >= 0)
        close(w->bell);
    w->bell = -1;
}
