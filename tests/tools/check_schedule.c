/* SPDX-License-Identifier: Apache-2.0 */
/* check_schedule.c - is a schedule of a benchmark instance feasible? Reads the instance by itself
 * (.sm, .rcp, .sch) and the JSON of `baton schedule --capacity`, and knows nothing of Baton.
 * Usage: check_schedule INSTANCE SCHEDULE.json. Prints the makespan in periods, the stated
 * lower bound and the critical path (-1: not known), or "bad:" and what is wrong (status 1). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { JOBS = 1000, RESOURCES = 64, LINKS = 200000, PERIODS = 200000 };

static int jobs, resources, first, link_count;
static int duration[JOBS], demand[JOBS][RESOURCES], capacity[RESOURCES];
static struct { int pred, succ, from_start, lag; } links[LINKS];
static long begin[JOBS], finish[JOBS];
static int seen[JOBS];

static void bad(const char *what, int a, int b)
{
    printf("bad: %s (%d, %d)\n", what, a, b);
    exit(1);
}

static int number(FILE *f)
{
    int c = fgetc(f), value;

    while (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '[' || c == ']')
        c = fgetc(f);
    ungetc(c, f);
    if (fscanf(f, "%d", &value) != 1)
        bad("the instance is cut off", 0, 0);
    return value;
}

static void past(FILE *f, const char *words)
{
    char line[4096];

    while (fgets(line, sizeof(line), f))
        if (strstr(line, words))
            return;
    bad("the instance lacks a section", 0, 0);
}

static int heading(FILE *f, const char *words)
{
    char line[4096];

    while (fgets(line, sizeof(line), f))
        if (strstr(line, words))
            return atoi(strchr(line, ':') + 1);
    bad("the instance lacks a heading", 0, 0);
    return 0;
}

static void add(int pred, int succ, int from_start, int lag)
{
    if (link_count == LINKS || pred < 0 || succ < 0 || pred >= jobs || succ >= jobs)
        bad("a link of the instance", pred, succ);
    links[link_count].pred = pred;
    links[link_count].succ = succ;
    links[link_count].from_start = from_start;
    links[link_count++].lag = lag;
}

static void limits(void)
{
    if (jobs < 1 || jobs > JOBS || resources < 0 || resources > RESOURCES)
        bad("too large for this checker", jobs, resources);
}

static void read_sm(FILE *f)
{
    first = 1;
    jobs = heading(f, "supersource");
    resources = heading(f, "- renewable");
    limits();
    past(f, "PRECEDENCE RELATIONS");
    past(f, "jobnr.");
    for (int j = 0; j < jobs; j++) {
        number(f);
        number(f);
        for (int count = number(f); count > 0; count--)
            add(j, number(f) - 1, 0, 0);
    }
    past(f, "REQUESTS/DURATIONS");
    past(f, "---");
    for (int j = 0; j < jobs; j++) {
        number(f);
        number(f);
        duration[j] = number(f);
        for (int r = 0; r < resources; r++)
            demand[j][r] = number(f);
    }
    past(f, "RESOURCEAVAILABILITIES");
    past(f, "R");
    for (int r = 0; r < resources; r++)
        capacity[r] = number(f);
}

static void read_rcp(FILE *f)
{
    first = 1;
    jobs = number(f);
    resources = number(f);
    limits();
    for (int r = 0; r < resources; r++)
        capacity[r] = number(f);
    for (int j = 0; j < jobs; j++) {
        duration[j] = number(f);
        for (int r = 0; r < resources; r++)
            demand[j][r] = number(f);
        for (int count = number(f); count > 0; count--)
            add(j, number(f) - 1, 0, 0);
    }
}

static void read_sch(FILE *f)
{
    jobs = number(f) + 2;
    resources = number(f);
    limits();
    number(f);
    number(f);
    for (int j = 0; j < jobs; j++) {
        int count, at = link_count;

        number(f);
        number(f);
        count = number(f);
        for (int k = 0; k < count; k++)
            add(j, number(f), 1, 0);
        for (int k = 0; k < count; k++)
            links[at + k].lag = number(f);
    }
    for (int j = 0; j < jobs; j++) {
        number(f);
        number(f);
        duration[j] = number(f);
        for (int r = 0; r < resources; r++)
            demand[j][r] = number(f);
    }
    for (int r = 0; r < resources; r++)
        capacity[r] = number(f);
}

/* Hours since 2000-01-01T00:00, rounded up; days of the civil calendar counted one by one. */
static long hours_up(const char *text, int *ret_whole)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day, hour, minute, second;
    long count = 0;

    if (sscanf(text, "%d-%d-%dT%d:%d:%d", &year, &month, &day, &hour, &minute, &second) != 6 ||
        year < 2000)
        bad("a date that cannot be read", 0, 0);
    *ret_whole = minute == 0 && second == 0;
    for (int y = 2000; y < year; y++)
        count += y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 366 : 365;
    for (int m = 1; m < month; m++)
        count += days[m - 1] + (m == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    return (count + day - 1) * 24 + hour + !*ret_whole;
}

static long hours(const char *text)
{
    int whole;
    const long count = hours_up(text, &whole);

    if (!whole)
        bad("a date that is no whole period", (int)count, 0);
    return count;
}

static long read_schedule(FILE *f)
{
    char line[4096], text[64];
    long bound = -1;
    int job = -1;

    while (fgets(line, sizeof(line), f)) {
        int id;

        if (sscanf(line, "  \"lower_bound\": \"%60[^\"]\"", text) == 1 && bound < 0)
            bound = hours_up(text, &(int){0});
        if (sscanf(line, "      \"source_id\": \"%d\"", &id) == 1) {
            job = id - first;
            if (job < 0 || job >= jobs || seen[job]++)
                bad("an unknown job, or one twice", id, 0);
        }
        if (strncmp(line, "      \"start\": \"", 16) == 0 && job >= 0)
            begin[job] = hours(line + 16);
        if (strncmp(line, "      \"finish\": \"", 17) == 0 && job >= 0)
            finish[job] = hours(line + 17);
    }
    return bound;
}

static long check(void)
{
    static int taken[PERIODS];
    long most = 0;

    for (int j = 0; j < jobs; j++) {
        if (!seen[j] || begin[j] < 0)
            bad("a job without dates", j + first, 0);
        if (finish[j] - begin[j] != duration[j])
            bad("a job of another duration", j + first, (int)(finish[j] - begin[j]));
        if (finish[j] >= PERIODS)
            bad("a job past all periods", j + first, 0);
        most = finish[j] > most ? finish[j] : most;
    }
    for (int k = 0; k < link_count; k++) {
        const long from = links[k].from_start ? begin[links[k].pred] + links[k].lag
                                              : finish[links[k].pred];

        if (begin[links[k].succ] < from)
            bad("a link is broken", links[k].pred + first, links[k].succ + first);
    }
    for (int r = 0; r < resources; r++) {
        memset(taken, 0, sizeof(taken));
        for (int j = 0; j < jobs; j++)
            for (long t = begin[j]; t < finish[j]; t++)
                if ((taken[t] += demand[j][r]) > capacity[r])
                    bad("a resource is overloaded", r + 1, (int)t);
    }
    return most;
}

/* Without capacity; links from the start may bound from above, so -1 where there are any. */
static long critical_path(void)
{
    static long head[JOBS];
    long most = 0;
    int moved = 1;

    while (moved) {
        moved = 0;
        for (int k = 0; k < link_count; k++) {
            const long at = head[links[k].pred] + duration[links[k].pred];

            if (links[k].from_start || at > PERIODS)
                return -1;
            if (at > head[links[k].succ]) {
                head[links[k].succ] = at;
                moved = 1;
            }
        }
    }
    for (int j = 0; j < jobs; j++)
        most = head[j] + duration[j] > most ? head[j] + duration[j] : most;
    return most;
}

int main(int count, char **arguments)
{
    FILE *instance = count == 3 ? fopen(arguments[1], "r") : NULL;
    FILE *schedule = count == 3 ? fopen(arguments[2], "r") : NULL;
    char line[4096] = "";
    long bound, makespan;

    if (!instance || !schedule) {
        fprintf(stderr, "usage: check_schedule INSTANCE SCHEDULE.json\n");
        return 2;
    }
    if (!fgets(line, sizeof(line), instance))
        bad("an empty instance", 0, 0);
    rewind(instance);
    if (line[0] == '*')
        read_sm(instance);
    else if (sscanf(line, "%*d %*d %d", &(int){0}) == 1)
        read_sch(instance);
    else
        read_rcp(instance);
    bound = read_schedule(schedule);
    makespan = check();
    if (bound > makespan)
        bad("the schedule is shorter than its own lower bound", (int)makespan, (int)bound);
    printf("%ld %ld %ld\n", makespan, bound, critical_path());
    return 0;
}
