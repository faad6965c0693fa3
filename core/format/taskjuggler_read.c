/* SPDX-License-Identifier: Apache-2.0 */
/* TaskJuggler projects: statements. */
#include <stddef.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/format/taskjuggler.h"

/* --- the project ------------------------------------------------------------------------------ */

const char *const tj_day_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

static int day_index(const struct tj *j)
{
    for (int i = 0; j->token.kind == T_ID && i < 7; i++)
        if (str_equal_nocase(j->token.text, str_of(tj_day_names[i])))
            return i;
    return -1;
}

static void add_time(struct text *out, struct str time)
{
    text_addf(out, "%s%.*s", str_find_char(time, ':') == 1 ? "0" : "", STR_ARG(time));
}

/* mon - fri, sun 9:00 - 12:00, 13:00 - 18:00 | off */
static bool read_hours(struct tj *j, struct str week[7], bool given[7])
{
    bool of[7] = {false};
    struct text text;
    int day = day_index(j);

    if (day < 0)
        return tj_fail(j, j->token.at, "bad-value",
                       "a day of the week is missing, as in mon - fri");
    while (day >= 0) {
        int last = day;

        if (!tj_next_token(j))
            return false;
        if (tj_is_sign(j, '-')) {
            if (!tj_next_token(j) || (last = day_index(j)) < 0 || !tj_next_token(j))
                return tj_fail(j, j->token.at, "bad-value", "a day of the week is missing");
        }
        for (int d = day;; d = (d + 1) % 7) {
            of[d] = true;
            if (d == last)
                break;
        }
        if (!tj_is_sign(j, ','))
            break;
        if (!tj_next_token(j))
            return false;
        day = day_index(j);
    }
    text_init(&text, j->owner);
    while (j->token.kind == T_TIME) {
        if (text.len > 0)
            text_add_char(&text, ' ');
        add_time(&text, j->token.text);
        if (!tj_next_token(j) || !tj_take_sign(j, '-') || j->token.kind != T_TIME)
            return tj_fail(j, j->token.at, "bad-value", "hours are missing, as in 9:00 - 12:00");
        text_add_char(&text, '-');
        add_time(&text, j->token.text);
        if (!tj_next_token(j))
            return false;
        if (tj_is_sign(j, ',') && !tj_next_token(j))
            return false;
    }
    if (tj_is_word(j, "off") && !tj_next_token(j))
        return false;
    for (int d = 0; d < 7; d++)
        if (of[d]) {
            week[d] = text_str(&text);
            given[d] = true;
        }
    return true;
}

/* leaves holiday "Name" 2002-03-29, annual ...; vacation "Name" 2002-03-29 - 2002-04-01 */
static bool read_leaves(struct tj *j, struct str *days, unsigned *count, unsigned most)
{
    do {
        if (tj_is_sign(j, ',') && !tj_next_token(j))
            return false;
        while ((j->token.kind == T_ID || j->token.kind == T_STRING) && !j->token.first)
            if (!tj_next_token(j))
                return false;
        if (j->token.kind != T_DATE)
            return true;
        if (*count == most) {
            tj_lose(j, STR("leaves beyond the first 512"), j->token.at);
            return tj_skip(j);
        }
        if (!tj_read_days(j, &days[*count]))
            return false;
        ++*count;
    } while (tj_is_sign(j, ','));
    return true;
}

static bool read_project(struct tj *j)
{
    int64_t span, number;

    if (j->token.kind == T_ID && !j->token.first) {
        j->project_id = j->token.text;
        if (!tj_next_token(j))
            return false;
    }
    if (j->token.kind == T_STRING) {
        j->project_name = j->token.text;
        if (!tj_next_token(j))
            return false;
    }
    if (j->token.kind == T_STRING && !tj_next_token(j))     /* its version */
        return false;
    if (!tj_read_date(j, &j->start))
        return false;
    j->finish = j->start;
    if (tj_is_sign(j, '+')) {
        if (!tj_next_token(j) || !tj_read_amount(j, false, &span))
            return false;
        j->finish += span;
    } else if (tj_is_sign(j, '-')) {
        if (!tj_next_token(j) || !tj_read_date(j, &j->finish))
            return false;
    }
    if (!tj_take_sign(j, '{'))
        return !j->failed;
    while (!j->failed && !tj_is_sign(j, '}')) {
        const struct token word = j->token;

        if (word.kind == T_END)
            return tj_fail(j, word.at, "unterminated-text", "the project has no closing brace");
        if (!tj_next_token(j))
            return false;
        if (str_equal(word.text, STR("now"))) {
            tj_read_date(j, &j->now);
        } else if (str_equal(word.text, STR("dailyworkinghours"))) {
            if (j->token.kind == T_NUMBER && str_to_fixed(j->token.text, 3, &number) &&
                number > 0 && number <= 24000)
                j->day_s = number * 3600 / 1000;
            tj_next_token(j);
        } else if (str_equal(word.text, STR("yearlyworkingdays"))) {
            if (j->token.kind == T_NUMBER && str_to_fixed(j->token.text, 3, &number) &&
                number > 0 && number <= 366000) {
                j->year_days_milli = number;
                j->week_days_milli = number * 10000 / 521429;
            }
            tj_next_token(j);
        } else if (str_equal(word.text, STR("workinghours"))) {
            read_hours(j, j->week, j->week_given);
        } else if (str_equal(word.text, STR("scenario")) && j->main_scenario.len == 0) {
            j->main_scenario = j->token.text;
            tj_skip(j);
        } else {
            /* How reports look, and money, are no part of a plan's dates. */
            tj_skip(j);
        }
    }
    return tj_take_sign(j, '}');
}

/* --- resources -------------------------------------------------------------------------------- */

static bool read_resource(struct tj *j, uint32_t parent, unsigned depth);

static bool read_resource_body(struct tj *j, uint32_t index, unsigned depth)
{
    int64_t milli;

    while (!j->failed && !tj_is_sign(j, '}')) {
        const struct token word = j->token;

        if (word.kind == T_END)
            return tj_fail(j, word.at, "unterminated-text", "a resource has no closing brace");
        if (!tj_next_token(j))
            return false;
        if (str_equal(word.text, STR("resource"))) {
            read_resource(j, index, depth + 1);
        } else if (str_equal(word.text, STR("leaves")) || str_equal(word.text, STR("vacation"))) {
            read_leaves(j, j->resources[index].leaves, &j->resources[index].leave_count, 64);
        } else if (str_equal(word.text, STR("efficiency"))) {
            if (j->token.kind == T_NUMBER && str_to_fixed(j->token.text, 6, &milli) && milli > 0 &&
                milli <= 100 * 1000000)
                j->resources[index].efficiency_ppm = milli;
            tj_next_token(j);
        } else {
            if (str_equal(word.text, STR("limits")) || str_equal(word.text, STR("workinghours")) ||
                str_equal(word.text, STR("shifts")) || str_equal(word.text, STR("booking")))
                tj_lose(j, word.text, word.at);
            tj_skip(j);
        }
    }
    return tj_take_sign(j, '}');
}

static bool read_resource(struct tj *j, uint32_t parent, unsigned depth)
{
    struct tj_resource r = {.at = j->token.at, .parent = parent, .efficiency_ppm = 1000000};
    const uint32_t index = (uint32_t)j->resource_count;

    if (depth > DEPTH_MOST)
        return tj_fail(j, j->token.at, "too-deep", "resources are nested too deeply");
    if (j->token.kind == T_ID) {
        r.id = j->token.text;
        if (!tj_next_token(j))
            return false;
    } else {
        r.id = str_format(j->owner, "resource-%u", index + 1);
    }
    if (j->token.kind == T_STRING) {
        r.name = j->token.text;
        if (!tj_next_token(j))
            return false;
    }
    if (!arena_grow(j->owner, (void **)&j->resources, j->resource_count, &j->resource_capacity,
                    sizeof(r), PLAN_OBJECT_CEILING))
        return tj_fail(j, r.at, "too-many", "there are too many resources");
    j->resources[j->resource_count++] = r;
    if (parent != UINT32_MAX)
        j->resources[parent].has_children = true;
    if (map_find(&j->resources_by_id, r.id, &(uint32_t){0})) {
        diag_error(j->out, "duplicate-id", r.at, "the resource %.*s is there twice",
                   STR_ARG(r.id));
        j->failed = true;
        return false;
    }
    map_set(&j->resources_by_id, r.id, index);
    return tj_is_sign(j, '{') ? tj_next_token(j) && read_resource_body(j, index, depth) : true;
}

/* --- tasks ------------------------------------------------------------------------------------ */

static bool read_task(struct tj *j, uint32_t parent, unsigned depth);

static bool read_needs(struct tj *j, uint32_t task, bool precedes)
{
    do {
        struct need need = {.task = task, .precedes = precedes, .at = j->token.at};

        if (tj_is_sign(j, ',') && !tj_next_token(j))
            return false;
        need.at = j->token.at;
        while (tj_is_sign(j, '!')) {
            need.ups++;
            if (!tj_next_token(j))
                return false;
        }
        if (j->token.kind != T_ID)
            return tj_fail(j, j->token.at, "bad-link",
                           "the id of a task is missing, as in !design");
        need.path = j->token.text;
        if (!tj_next_token(j))
            return false;
        if (tj_is_sign(j, '{')) {
            if (!tj_next_token(j))
                return false;
            while (!j->failed && !tj_is_sign(j, '}') && j->token.kind != T_END) {
                if (tj_is_word(j, "onstart")) {
                    need.on_start = true;
                    tj_next_token(j);
                } else if (tj_is_word(j, "gapduration") || tj_is_word(j, "gaplength")) {
                    need.elapsed = tj_is_word(j, "gapduration");
                    if (!tj_next_token(j) || !tj_read_amount(j, !need.elapsed, &need.gap_s))
                        return false;
                } else {
                    if (!tj_is_word(j, "onend"))
                        tj_lose(j, j->token.text, j->token.at);
                    tj_next_token(j);
                }
            }
            if (!tj_take_sign(j, '}'))
                return tj_fail(j, j->token.at, "unterminated-text", "a closing brace is missing");
        }
        if (!arena_grow(j->owner, (void **)&j->needs, j->need_count, &j->need_capacity,
                        sizeof(need), NEED_CEILING))
            return tj_fail(j, need.at, "too-many", "there are too many dependencies");
        need.at.length = (uint32_t)need.path.len;
        j->needs[j->need_count++] = need;
    } while (tj_is_sign(j, ','));
    return !j->failed;
}

static void allocate(struct tj *j, uint32_t task, uint32_t resource)
{
    struct tj_task *t = &j->tasks[task];

    if (j->resources[resource].has_children) {
        for (uint32_t i = 0; i < j->resource_count; i++)
            if (j->resources[i].parent == resource)
                allocate(j, task, i);
        return;
    }
    for (uint32_t i = 0; i < t->allocated_count; i++)
        if (t->allocated[i] == resource)
            return;
    if (t->allocated_count % 8 == 0) {
        uint32_t *more = ARENA_ARRAY(j->owner, uint32_t, t->allocated_count + 8);

        for (uint32_t i = 0; i < t->allocated_count; i++)
            more[i] = t->allocated[i];
        t->allocated = more;
    }
    if (t->allocated_count < LIST_MOST)
        t->allocated[t->allocated_count++] = resource;
}

static bool read_allocate(struct tj *j, uint32_t task)
{
    do {
        uint32_t index;

        if (tj_is_sign(j, ',') && !tj_next_token(j))
            return false;
        if (j->token.kind != T_ID || !map_find(&j->resources_by_id, j->token.text, &index)) {
            diag_error(j->out, "unknown-id", j->token.at, "there is no resource '%.*s'",
                       STR_ARG(j->token.text));
            j->failed = true;
            return false;
        }
        allocate(j, task, index);
        if (!tj_next_token(j))
            return false;
        if (tj_is_sign(j, '{')) {
            tj_lose(j, STR("allocate {...}: alternatives and how they are chosen"), j->token.at);
            if (!tj_skip_block(j))
                return false;
        }
    } while (tj_is_sign(j, ','));
    return true;
}

static const struct {
    const char *word;
    size_t offset;
    bool working;
} amounts[] = {
    {"effort", offsetof(struct tj_task, effort_s), true},
    {"length", offsetof(struct tj_task, length_s), true},
    {"duration", offsetof(struct tj_task, duration_s), false},
};

static const struct {
    const char *word;
    size_t offset;
} dates[] = {
    {"start", offsetof(struct tj_task, start)}, {"end", offsetof(struct tj_task, end)},
    {"minstart", offsetof(struct tj_task, minstart)},
    {"maxend", offsetof(struct tj_task, maxend)},
};

/* One that is read; *ret_known false: its word is none of these. */
static bool read_value(struct tj *j, uint32_t task, struct str word, bool *ret_known)
{
    for (size_t i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++)
        if (str_equal(word, str_of(amounts[i].word))) {
            int64_t value = 0;
            const bool good = tj_read_amount(j, amounts[i].working, &value);

            *(int64_t *)(void *)((char *)&j->tasks[task] + amounts[i].offset) = value;
            return good;
        }
    for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
        if (str_equal(word, str_of(dates[i].word))) {
            int64_t value = CIVIL_NONE;
            const bool good = tj_read_date(j, &value);

            *(int64_t *)(void *)((char *)&j->tasks[task] + dates[i].offset) = value;
            return good;
        }
    *ret_known = false;
    return true;
}

static bool read_statement(struct tj *j, uint32_t task, const struct token *word, unsigned depth)
{
    struct tj_task *t = &j->tasks[task];
    bool known = true;

    if (str_equal(word->text, STR("task")))
        return read_task(j, task, depth + 1);
    if (str_equal(word->text, STR("depends")) || str_equal(word->text, STR("precedes")))
        return read_needs(j, task, word->text.ptr[0] == 'p');
    if (str_equal(word->text, STR("allocate")))
        return read_allocate(j, task);
    if (str_equal(word->text, STR("complete")))
        return tj_read_number(j, 100, &t->complete);
    if (str_equal(word->text, STR("priority")))
        return tj_read_number(j, 1000, &t->priority);
    if (str_equal(word->text, STR("milestone"))) {
        t->milestone = true;
        return true;
    }
    if (str_equal(word->text, STR("scheduling"))) {
        t->alap = tj_is_word(j, "alap");
        return tj_next_token(j);
    }
    if (str_equal(word->text, STR("period"))) {
        if (!tj_read_date(j, &t->start) || !tj_take_sign(j, '-'))
            return tj_fail(j, j->token.at, "bad-value", "a period is DATE - DATE");
        return tj_read_date(j, &t->end);
    }
    if (str_equal(word->text, STR("note")) && j->token.kind == T_STRING) {
        t->note = j->token.text;
        return tj_next_token(j);
    }
    if (str_equal(word->text, STR("responsible")) && j->token.kind == T_ID) {
        t->responsible = j->token.text;
        return tj_skip(j);
    }
    if (!read_value(j, task, word->text, &known) || known)
        return !j->failed;
    tj_lose(j, word->text, word->at);
    return tj_skip(j);
}

static bool read_body(struct tj *j, uint32_t task, unsigned depth)
{
    while (!j->failed && !tj_is_sign(j, '}')) {
        struct token word = j->token;

        if (word.kind == T_END)
            return tj_fail(j, word.at, "unterminated-text", "a task has no closing brace");
        if (word.kind != T_ID) {
            if (!tj_next_token(j))
                return false;
            continue;
        }
        if (!tj_next_token(j))
            return false;
        if (tj_is_sign(j, ':')) {      /* of a scenario; the first one is the plan */
            const bool ours = j->main_scenario.len == 0 ? str_equal(word.text, STR("plan"))
                                                        : str_equal(word.text, j->main_scenario);

            if (!tj_next_token(j))
                return false;
            if (!ours) {
                tj_lose(j, STR("values of other scenarios"), word.at);
                if (!tj_next_token(j) || !tj_skip(j))
                    return false;
                continue;
            }
            word = j->token;
            if (!tj_next_token(j))
                return false;
        }
        if (!read_statement(j, task, &word, depth))
            return false;
    }
    return tj_take_sign(j, '}');
}

static bool read_task(struct tj *j, uint32_t parent, unsigned depth)
{
    const uint32_t index = (uint32_t)j->task_count;
    struct tj_task t = {.at = j->token.at, .parent = parent, .effort_s = -1, .length_s = -1,
                        .duration_s = -1, .start = CIVIL_NONE, .end = CIVIL_NONE,
                        .minstart = CIVIL_NONE, .maxend = CIVIL_NONE, .complete = -1,
                        .priority = -1};

    if (depth > DEPTH_MOST)
        return tj_fail(j, j->token.at, "too-deep", "tasks are nested too deeply");
    t.id = j->token.kind == T_ID ? j->token.text : str_format(j->owner, "task-%u", index + 1);
    if (j->token.kind == T_ID && !tj_next_token(j))
        return false;
    if (j->token.kind == T_STRING) {
        t.name = j->token.text;
        if (!tj_next_token(j))
            return false;
    }
    t.path = parent == UINT32_MAX ? t.id
        : str_format(j->owner, "%.*s.%.*s", STR_ARG(j->tasks[parent].path), STR_ARG(t.id));
    if (t.path.len > ID_MOST)
        return tj_fail(j, t.at, "bad-value", "the path of this task is too long");
    if (!arena_grow(j->owner, (void **)&j->tasks, j->task_count, &j->task_capacity, sizeof(t),
                    PLAN_OBJECT_CEILING))
        return tj_fail(j, t.at, "too-many", "there are too many tasks");
    j->tasks[j->task_count++] = t;
    if (parent != UINT32_MAX)
        j->tasks[parent].has_children = true;
    if (map_find(&j->tasks_by_path, t.path, &(uint32_t){0})) {
        diag_error(j->out, "duplicate-id", t.at, "the task %.*s is there twice", STR_ARG(t.path));
        j->failed = true;
        return false;
    }
    map_set(&j->tasks_by_path, t.path, index);
    return tj_is_sign(j, '{') ? tj_next_token(j) && read_body(j, index, depth) : true;
}

static bool read_supplement(struct tj *j)
{
    const bool of_task = tj_is_word(j, "task");
    uint32_t index;

    if (!of_task && !tj_is_word(j, "resource"))
        return tj_skip(j);
    if (!tj_next_token(j))
        return false;
    if (j->token.kind != T_ID ||
        !map_find(of_task ? &j->tasks_by_path : &j->resources_by_id, j->token.text, &index))
        return tj_fail(j, j->token.at, "unknown-id", "what is supplemented is not there");
    if (!tj_next_token(j) || !tj_is_sign(j, '{') || !tj_next_token(j))
        return false;
    return of_task ? read_body(j, index, 0) : read_resource_body(j, index, 0);
}

bool tj_read_file(struct tj *j)
{
    if (!tj_next_token(j))
        return false;
    while (!j->failed && j->token.kind != T_END) {
        const struct token word = j->token;

        if (!tj_next_token(j))
            return false;
        if (word.kind != T_ID)
            continue;
        if (str_equal(word.text, STR("project"))) {
            read_project(j);
        } else if (str_equal(word.text, STR("task"))) {
            read_task(j, UINT32_MAX, 0);
        } else if (str_equal(word.text, STR("resource"))) {
            read_resource(j, UINT32_MAX, 0);
        } else if (str_equal(word.text, STR("supplement"))) {
            read_supplement(j);
        } else if (str_equal(word.text, STR("leaves")) || str_equal(word.text, STR("vacation"))) {
            read_leaves(j, j->holidays, &j->holiday_count, 512);
        } else if (str_equal(word.text, STR("macro"))) {
            const struct str name = j->token.text;

            if (j->token.kind != T_ID || !tj_next_token(j) || j->token.kind != T_BODY)
                return tj_fail(j, word.at, "bad-macro", "a macro is: macro name [ ... ]");
            arena_grow(j->owner, (void **)&j->macro_bodies, j->macro_count, &j->macro_capacity,
                       sizeof(struct str), PLAN_OBJECT_CEILING);
            map_set(&j->macros, name, (uint32_t)j->macro_count);
            j->macro_bodies[j->macro_count++] = j->token.text;
            tj_next_token(j);
        } else {
            if (str_equal(word.text, STR("include")) || str_equal(word.text, STR("shift")) ||
                str_equal(word.text, STR("projection")))
                tj_lose(j, word.text, word.at);
            tj_skip(j);
        }
    }
    return !j->failed;
}
