/* SPDX-License-Identifier: Apache-2.0 */
/* A file of every format, cut at every byte: cuts FOLDER KIND STEP FILE...
 * Each cut is `baton schedule CUT` in a child of a process in which the program is loaded already:
 * loading it costs ten times what a small plan does. Prints `pass FILE KIND`, or what was wrong and
 * `fail FILE KIND: why`. */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#undef main     /* the build gives the program's own main another name */

int program_main(int argc, char **argv);

enum { FILE_MOST = 1 << 16, SAID_MOST = 4096, PATH_MOST = 1024, SHOWN = 10, LIMIT_S = 5 };

/* Known ends: done, findings, unusable (which must say where), not reached. */
enum { DONE = 0, FINDINGS = 1, UNUSABLE = 2, UNREACHED = 8 };

static void write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");

    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        fprintf(stderr, "%s: cannot be written\n", path);
        exit(3);
    }
}

static size_t read_file(const char *path, char *bytes, size_t room)
{
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(bytes, 1, room, file) : 0;

    if (!file || length == room) {
        fprintf(stderr, "%s: cannot be read, or is longer than %zu bytes\n", path, room);
        exit(3);
    }
    fclose(file);
    return length;
}

/* In the child: the program, its words to a file. */
static void become_program(char *cut, const char *said)
{
    char name[] = "baton", verb[] = "schedule";
    char *argv[] = {name, verb, cut, NULL};
    const int nothing = open("/dev/null", O_RDWR);
    const int words = open(said, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    if (nothing < 0 || words < 0 || dup2(nothing, 0) < 0 || dup2(nothing, 1) < 0 ||
        dup2(words, 2) < 0)
        _exit(3);
    alarm(LIMIT_S);
    exit(program_main(3, argv));
}

static bool is_number(const char **at)
{
    const char *from = *at;

    while (**at >= '0' && **at <= '9')
        (*at)++;
    return *at > from && *(*at)++ == ':';
}

/* Does a line start with path:line:column: ? */
static bool says_where(const char *said, const char *path)
{
    const size_t length = strlen(path);

    for (const char *line = said; line; line = strchr(line, '\n')) {
        const char *at;

        line += *line == '\n';
        if (strncmp(line, path, length) != 0 || line[length] != ':')
            continue;
        at = line + length + 1;
        if (is_number(&at) && is_number(&at))
            return true;
    }
    return false;
}

/* True if the program takes the first bytes of a file as it should; else prints what is wrong. */
static bool takes(char *cut, const char *said_path, const char *bytes, size_t at, bool shown)
{
    char said[SAID_MOST] = "";
    int status;
    pid_t child;

    write_file(cut, bytes, at);
    fflush(NULL);
    child = fork();
    if (child == 0)
        become_program(cut, said_path);
    if (child < 0 || waitpid(child, &status, 0) != child)
        exit(3);
    if (WIFEXITED(status) && (WEXITSTATUS(status) == DONE || WEXITSTATUS(status) == FINDINGS ||
                              WEXITSTATUS(status) == UNREACHED))
        return true;
    said[read_file(said_path, said, sizeof(said))] = '\0';
    if (WIFEXITED(status) && WEXITSTATUS(status) == UNUSABLE && says_where(said, cut))
        return true;
    if (shown && WIFSIGNALED(status))
        printf("cut at %zu: ended by signal %d: %.200s\n", at, WTERMSIG(status), said);
    else if (shown)
        printf("cut at %zu: status %d, no place in: %.200s\n", at, WEXITSTATUS(status), said);
    return false;
}

int main(int argc, char **argv)
{
    static char bytes[FILE_MOST];
    const size_t step = argc > 4 ? strtoul(argv[3], NULL, 10) : 0;

    if (step == 0) {
        fprintf(stderr, "cuts FOLDER KIND STEP FILE...\n");
        return 3;
    }
    for (int i = 4; i < argc; i++) {
        char cut[PATH_MOST], said[PATH_MOST + 8];
        const char *slash = strrchr(argv[i], '/');
        const size_t length = read_file(argv[i], bytes, sizeof(bytes));
        size_t bad = 0;

        snprintf(cut, sizeof(cut), "%s/%s.%s", argv[1], argv[2], slash ? slash + 1 : argv[i]);
        snprintf(said, sizeof(said), "%s.said", cut);
        for (size_t at = 0; at <= length; at += step)
            bad += !takes(cut, said, bytes, at, bad < SHOWN);
        if (bad > 0)
            printf("fail %s %s: %zu cuts end badly\n", argv[i], argv[2], bad);
        else
            printf("pass %s %s\n", argv[i], argv[2]);
    }
    return 0;
}
