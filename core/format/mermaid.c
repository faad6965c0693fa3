/* SPDX-License-Identifier: Apache-2.0 */
/* A Mermaid gantt chart: sections as summaries, bars as tasks.
 *
 *     Name :crit, done, a1, 2027-01-18, 5d    a date, `after a b`, or nothing: the bar above
 *
 * Without `excludes` every day counts, so lengths are elapsed time; with it they are working days
 * of 24 hours, and bars stretch over what is excluded. A stated start is a start no earlier; what
 * is done has its dates as facts; the data date is that of a comment `%% as of 2027-01-18`, else
 * the day after the last fact, else the first start.
 */
#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/text.h"
#include "core/calendar/civil.h"
#include "core/format/format.h"
#include "core/format/made.h"
#include "core/plan/plan.h"

enum { PARTS_MOST = 12, EXCLUDED_MOST = 400, LENGTH_MOST_S = 2000000000 };

struct bar {
    struct str id, name, title;     /* id: of the plan; name: of the chart, may be empty */
    struct place at;
    const char *line;               /* where the text at `at` begins */
    uint32_t section;               /* UINT32_MAX: none */
    bool done, active, milestone;
    int64_t start, end;             /* instants; CIVIL_NONE */
    int64_t length_s;               /* -1: none */
    struct str after;               /* names by blanks */
    struct str until;
    bool follows;                   /* the bar above */
};

struct chart {
    struct arena *owner;
    struct diags *out;
    uint32_t source;
    struct str title, format;
    struct place title_at;
    struct bar *bars;
    size_t bar_count, bar_capacity;
    struct str *sections;
    size_t section_count, section_capacity;
    struct map names, ids;
    bool excludes, weekends;
    bool off[7];
    struct str excluded[EXCLUDED_MOST];
    unsigned excluded_count;
    int64_t as_of;                  /* CIVIL_NONE: not stated */
    struct diag_places left_out;
};

static bool refuse(struct chart *c, struct place at, const char *code, const char *what,
                   struct str text)
{
    return diag_error(c->out, code, at, "%s: '%.*s'", what, STR_ARG(str_slice(text, 0, 80)));
}

/* --- values ----------------------------------------------------------------------------------- */

static bool digits(struct str s, size_t *at, size_t most, int64_t *ret)
{
    size_t n = 0;

    while (n < most && *at + n < s.len && s.ptr[*at + n] >= '0' && s.ptr[*at + n] <= '9')
        n++;
    if (n == 0 || !str_to_i64(str_slice(s, *at, *at + n), ret))
        return false;
    *at += n;
    return true;
}

/* A date by the chart's dateFormat: YYYY, MM, DD, HH, mm, ss; any other letter stands for itself.
 * A date of ten digits and hyphens is one in any chart. */
static bool date_of(const struct chart *c, struct str s, int64_t *ret)
{
    int64_t year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0;
    const struct str f = c->format;
    size_t at = 0;
    bool has_time;

    for (size_t i = 0; i < f.len;) {
        const struct str rest = str_slice(f, i, f.len);
        int64_t *into = str_starts(rest, STR("YYYY")) ? &year
            : str_starts(rest, STR("MM")) ? &month : str_starts(rest, STR("DD")) ? &day
            : str_starts(rest, STR("HH")) ? &hour : str_starts(rest, STR("mm")) ? &minute
            : str_starts(rest, STR("ss")) ? &second : NULL;

        if (into && !digits(s, &at, into == &year ? 4 : 2, into))
            break;
        if (!into && (at >= s.len || s.ptr[at++] != f.ptr[i]))
            break;
        i += into == &year ? 4 : into ? 2 : 1;
        if (i < f.len || at < s.len)
            continue;
        if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31 ||
            hour > 24 || minute > 59 || second > 59)
            return false;
        *ret = civil_day((int)year, (int)month, (int)day) * CIVIL_DAY_S + hour * 3600 +
               minute * 60 + second;
        return true;
    }
    return s.len == 10 && civil_parse(s, ret, &has_time);
}

/* "30d", "2w", "1.5h", "90m"; M a month of 30.4 days, y a year of 365. */
static bool length_of(struct str s, int64_t *ret_s)
{
    int64_t milli, unit_s = 0;
    size_t n = 0;
    struct str unit;

    while (n < s.len && ((s.ptr[n] >= '0' && s.ptr[n] <= '9') || s.ptr[n] == '.'))
        n++;
    unit = str_slice(s, n, s.len);
    if (str_equal(unit, STR("ms")) || str_equal(unit, STR("s")))
        unit_s = 1;
    else if (str_equal(unit, STR("m")))
        unit_s = 60;
    else if (str_equal(unit, STR("h")))
        unit_s = 3600;
    else if (str_equal(unit, STR("d")))
        unit_s = CIVIL_DAY_S;
    else if (str_equal(unit, STR("w")))
        unit_s = 7 * CIVIL_DAY_S;
    else if (str_equal(unit, STR("M")))
        unit_s = 2626560;
    else if (str_equal(unit, STR("y")))
        unit_s = 365 * CIVIL_DAY_S;
    if (unit_s == 0 || n == 0 || !str_to_fixed(str_slice(s, 0, n), 3, &milli) || milli < 0 ||
        milli > LENGTH_MOST_S / unit_s * 1000)
        return false;
    *ret_s = milli * unit_s / 1000;
    if (str_equal(unit, STR("ms")))
        *ret_s /= 1000;
    return true;
}

/* --- bars ------------------------------------------------------------------------------------- */

static bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* An id of a name, that no other bar or section has. */
static struct str id_of(struct chart *c, struct str name, const char *otherwise)
{
    struct text text;
    struct str id;
    uint32_t taken, n = 2;

    text_init(&text, c->owner);
    for (size_t i = 0; i < name.len && text.len < 60; i++) {
        if (is_plain(name.ptr[i]) || (name.ptr[i] == '_' && text.len > 0))
            text_add_char(&text, name.ptr[i]);
        else if (text.len > 0 && text.ptr[text.len - 1] != '-')
            text_add_char(&text, '-');
    }
    while (text.len > 0 && text.ptr[text.len - 1] == '-')
        text.len--;
    id = text.len == 0 ? str_of(otherwise)
        : text.ptr[0] >= '0' && text.ptr[0] <= '9'
            ? str_format(c->owner, "%s-%.*s", otherwise, STR_ARG(text_str(&text)))
            : str_copy(c->owner, text_str(&text));
    name = id;
    while (map_find(&c->ids, id, &taken))
        id = str_format(c->owner, "%.*s-%u", STR_ARG(name), n++);
    map_set(&c->ids, id, 1);
    return id;
}

static bool is_tag(struct bar *b, struct str word)
{
    b->done = b->done || str_equal(word, STR("done"));
    b->active = b->active || str_equal(word, STR("active"));
    b->milestone = b->milestone || str_equal(word, STR("milestone"));
    return str_equal(word, STR("done")) || str_equal(word, STR("active")) ||
           str_equal(word, STR("milestone")) || str_equal(word, STR("crit")) ||
           str_equal(word, STR("vert"));
}

static bool read_start(const struct chart *c, struct bar *b, struct str part)
{
    if (str_starts(part, STR("after ")))
        b->after = str_trim(str_slice(part, 6, part.len));
    else if (!date_of(c, part, &b->start))
        return false;
    return true;
}

static bool read_end(const struct chart *c, struct bar *b, struct str part)
{
    if (str_starts(part, STR("until ")))
        b->until = str_trim(str_slice(part, 6, part.len));
    else if (!length_of(part, &b->length_s) && !date_of(c, part, &b->end))
        return false;
    return true;
}

/* Where a part of a bar's line stands. */
static struct place place_of(const struct bar *b, struct str part)
{
    struct place at = b->at;

    if (part.len == 0)
        return at;
    at.column += (uint32_t)(part.ptr - b->line);
    at.length = (uint32_t)part.len;
    return at;
}

/* What stands behind the colon: tags, then [id,] [start,] end. */
static bool read_parts(struct chart *c, struct bar *b, struct str rest)
{
    struct str parts[PARTS_MOST], part;
    unsigned count = 0, at = 0;

    while (str_split(&rest, ',', &part)) {
        if (count == PARTS_MOST)
            return refuse(c, b->at, "bad-bar", "too many commas behind the colon", b->title);
        parts[count++] = str_trim(part);
    }
    while (at < count && is_tag(b, parts[at]))
        at++;
    if (count - at > 3) {
        b->name = parts[at];
        return refuse(c, b->at, "bad-bar", "more than an id, a start and an end", b->title);
    }
    if (count - at == 3 || (count - at == 2 && !read_start(c, b, parts[at]))) {
        b->name = parts[at++];
        if (count - at == 2 && !read_start(c, b, parts[at]))
            return refuse(c, place_of(b, parts[at]), "bad-bar", "neither a date nor `after` a bar",
                          parts[at]);
        b->follows = count - at < 2;
        at += count - at == 2;
    } else if (count - at == 2) {
        at++;
    } else {
        b->follows = true;
    }
    if (at >= count)
        return b->milestone || refuse(c, b->at, "bad-bar", "this bar has no length", b->title);
    return read_end(c, b, parts[at]) ||
           refuse(c, place_of(b, parts[at]), "bad-bar", "neither a date nor a length, as in 5d",
                  parts[at]);
}

/* A bar at fault is kept too, so that others may still name it. */
static bool read_bar(struct chart *c, struct str line, struct place at)
{
    const size_t colon = str_find_char(line, ':');
    struct bar b = {.at = at, .line = line.ptr,
                    .section = c->section_count > 0 ? (uint32_t)c->section_count - 1 : UINT32_MAX,
                    .start = CIVIL_NONE, .end = CIVIL_NONE, .length_s = -1};
    bool good;

    b.title = str_trim(str_slice(line, 0, colon));
    good = read_parts(c, &b, str_trim(str_slice(line, colon + 1, line.len)));
    b.id = id_of(c, b.name.len > 0 ? b.name : b.title, "bar");
    if (!arena_grow(c->owner, (void **)&c->bars, c->bar_count, &c->bar_capacity, sizeof(b),
                    PLAN_OBJECT_CEILING))
        return diag_error(c->out, "too-many", at, "there are too many bars");
    if (b.name.len > 0) {
        if (map_find(&c->names, b.name, &(uint32_t){0}))
            return refuse(c, place_of(&b, b.name), "duplicate-id", "two bars have the id", b.name);
        map_set(&c->names, b.name, (uint32_t)c->bar_count);
    }
    c->bars[c->bar_count++] = b;
    return good;
}

/* excludes weekends, friday, 2027-01-01 */
static void read_excludes(struct chart *c, struct str rest)
{
    static const char *const names[] = {"monday", "tuesday", "wednesday", "thursday", "friday",
                                        "saturday", "sunday"};
    struct str word;
    int64_t instant;

    while (str_split(&rest, rest.len > 0 && str_find_char(rest, ',') < rest.len ? ',' : ' ',
                     &word)) {
        word = str_trim(word);
        if (str_equal_nocase(word, STR("weekends")))
            c->off[5] = c->off[6] = c->excludes = true;
        for (int d = 0; d < 7; d++)
            if (str_equal_nocase(word, str_of(names[d])))
                c->off[d] = c->excludes = true;
        if (date_of(c, word, &instant) && c->excluded_count < EXCLUDED_MOST) {
            struct text text;

            text_init(&text, c->owner);
            civil_print_date(&text, instant);
            c->excluded[c->excluded_count++] = text_str(&text);
            c->excludes = true;
        }
    }
}

static bool is_look(struct str word)
{
    static const char *const words[] = {"axisFormat", "tickInterval", "todayMarker", "weekday",
                                        "inclusiveEndDates", "topAxis", "displayMode", "accTitle",
                                        "accDescr", "click", "includes", "weekend"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal(word, str_of(words[i])))
            return true;
    return false;
}

static bool read_line(struct chart *c, struct str line, struct place at)
{
    size_t end = 0;
    struct str word, rest;

    while (end < line.len && line.ptr[end] != ' ' && line.ptr[end] != '\t' &&
           line.ptr[end] != ':')
        end++;
    word = str_slice(line, 0, end);
    rest = str_trim(str_slice(line, end, line.len));
    if (str_equal(word, STR("title"))) {
        c->title = rest;
        c->title_at = at;
    } else if (str_equal(word, STR("dateFormat"))) {
        c->format = rest;
    } else if (str_equal(word, STR("excludes"))) {
        read_excludes(c, rest);
    } else if (str_equal(word, STR("section"))) {
        arena_grow(c->owner, (void **)&c->sections, c->section_count, &c->section_capacity,
                   sizeof(*c->sections), PLAN_OBJECT_CEILING);
        c->sections[c->section_count++] = rest;
    } else if (is_look(word)) {
        if (str_equal(word, STR("inclusiveEndDates")) || str_equal(word, STR("includes")))
            diag_places_add(&c->left_out, c->owner, at);
    } else if (str_find_char(line, ':') < line.len) {
        return read_bar(c, line, at);
    } else {
        return refuse(c, at, "bad-line", "this is no line of a gantt chart", line);
    }
    return true;
}

/* --- the plan --------------------------------------------------------------------------------- */

static struct str when_text(struct chart *c, int64_t instant)
{
    struct text text;

    text_init(&text, c->owner);
    civil_print_instant(&text, instant);
    return text_str(&text);
}

static struct str length_text(struct chart *c, int64_t seconds)
{
    const char *elapsed = c->excludes ? "" : "e";

    if (seconds % CIVIL_DAY_S == 0)
        return str_format(c->owner, "%lld%sd", (long long)(seconds / CIVIL_DAY_S), elapsed);
    if (seconds % 3600 == 0)
        return str_format(c->owner, "%lld%sh", (long long)(seconds / 3600), elapsed);
    return str_format(c->owner, seconds % 60 == 0 ? "%lld%sm" : "%lld%ss",
                      (long long)(seconds % 60 == 0 ? seconds / 60 : seconds), elapsed);
}

/* Every name of every bar, also where lines are at fault: a chart is mended in one go. */
static bool check_links(struct chart *c)
{
    bool good = true;
    struct str name;

    for (size_t i = 0; i < c->bar_count; i++) {
        struct str names = c->bars[i].after;

        while (str_split(&names, ' ', &name))
            if (name.len > 0 && !map_find(&c->names, name, &(uint32_t){0}))
                good = refuse(c, place_of(&c->bars[i], name), "unknown-id",
                              "there is no bar of that id", name);
    }
    return good;
}

static void link_names(struct chart *c, struct made *after, const struct bar *b)
{
    struct str name, names = b->after;
    uint32_t index;

    while (str_split(&names, ' ', &name))
        if (name.len > 0 && map_find(&c->names, name, &index))
            made_text(after, "", c->bars[index].id, place_of(b, name));
}

static int64_t ends(const struct bar *b)
{
    return b->end != CIVIL_NONE ? b->end
        : b->start != CIVIL_NONE && b->length_s >= 0 ? b->start + b->length_s : CIVIL_NONE;
}

static void add_bar(struct chart *c, struct made *tasks, const struct str *sections, size_t i,
                    int64_t as_of)
{
    const struct bar *b = &c->bars[i];
    struct made *m = made_map(tasks, b->id.ptr, b->at);
    struct made *after;
    const bool event = b->milestone;
    const int64_t end = ends(b);
    int64_t length_s = b->length_s;

    if (length_s < 0 && b->start != CIVIL_NONE && b->end > b->start)
        length_s = b->end - b->start;
    made_text(m, "title", b->title, b->at);
    made_text(m, "source_id", b->name, b->at);
    if (b->section != UINT32_MAX)
        made_text(m, "parent", sections[b->section], b->at);
    if (event)
        made_text(m, "event", STR("true"), b->at);
    else
        made_text(m, "estimate", length_text(c, length_s > 0 ? length_s : 60), b->at);
    if (b->after.len > 0 || (b->follows && i > 0 && b->start == CIVIL_NONE)) {
        after = made_list(m, "after", b->at);
        if (b->after.len > 0)
            link_names(c, after, b);
        else
            made_text(after, "", c->bars[i - 1].id, b->at);
    }
    if (b->done && b->start != CIVIL_NONE && end != CIVIL_NONE && end <= as_of) {
        made_text(m, "started", when_text(c, b->start), b->at);
        made_text(m, "finished", when_text(c, end), b->at);
    } else if (b->active && b->start != CIVIL_NONE && b->start <= as_of && !event) {
        made_text(m, "started", when_text(c, b->start), b->at);
        /* Where every day counts, an end that is a date is the end. */
        if (!c->excludes && b->end != CIVIL_NONE && b->end > as_of)
            made_text(m, "remaining", length_text(c, b->end - as_of), b->at);
    } else if (b->start != CIVIL_NONE) {
        made_text(m, "constraint", STR("start-no-earlier"), b->at);
        made_text(m, "constraint_date", when_text(c, b->start), b->at);
    }
}

static void add_calendar(struct chart *c, struct made *root)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    struct made *all = made_map(root, "calendars", root->node.at);
    struct made *calendar = made_map(all, "chart-days", root->node.at);
    struct made *week = made_map(calendar, "week", root->node.at);

    for (int d = 0; d < 7; d++) {
        struct made *m = made_map(week, names[d], root->node.at);

        m->node.kind = NODE_SCALAR;
        m->node.style = NODE_QUOTED;
        m->node.text = c->off[d] ? STR("") : STR("00:00-24:00");
    }
    made_text(calendar, "day", STR("24h"), root->node.at);
    if (c->excluded_count > 0) {
        struct made *days = made_list(calendar, "holidays", root->node.at);

        for (unsigned i = 0; i < c->excluded_count; i++)
            made_text(days, "", c->excluded[i], root->node.at);
    }
}

static void data_date(const struct chart *c, int64_t *ret_start, int64_t *ret_as_of)
{
    int64_t start = CIVIL_NONE, fact = CIVIL_NONE;

    for (size_t i = 0; i < c->bar_count; i++) {
        const struct bar *b = &c->bars[i];
        const int64_t at = b->done ? ends(b) : b->active ? b->start : CIVIL_NONE;

        if (b->start != CIVIL_NONE && (start == CIVIL_NONE || b->start < start))
            start = b->start;
        if (at != CIVIL_NONE && (fact == CIVIL_NONE || at > fact))
            fact = at;
    }
    start = start == CIVIL_NONE ? 0 : civil_day_of(start) * CIVIL_DAY_S;
    *ret_start = start;
    *ret_as_of = c->as_of != CIVIL_NONE ? c->as_of
                 : fact == CIVIL_NONE ? start : (civil_day_of(fact) + 1) * CIVIL_DAY_S;
}

static bool build(struct chart *c, struct plan_builder *b, struct place at)
{
    struct made *root = made_root(c->owner, at), *program, *tasks;
    struct str *sections = ARENA_ARRAY(c->owner, struct str, c->section_count + 1);
    bool *used = ARENA_ARRAY(c->owner, bool, c->section_count + 1);
    int64_t start, as_of;

    if (c->bar_count == 0)
        return diag_error(c->out, "no-tasks", at, "there is no bar in this chart");
    data_date(c, &start, &as_of);
    root->node.name = (struct str){NULL, 0};
    made_number(root, "baton", 1, at);
    program = made_map(root, "program", at);
    made_text(program, "id", STR("gantt-chart"), at);
    made_text(program, "title", c->title, c->title_at);
    made_text(program, "start", when_text(c, start), at);
    made_text(program, "as_of", when_text(c, as_of), at);
    made_text(program, "calendar", STR("chart-days"), at);
    add_calendar(c, root);
    tasks = made_map(root, "tasks", at);
    for (size_t i = 0; i < c->bar_count; i++)
        if (c->bars[i].section != UINT32_MAX)
            used[c->bars[i].section] = true;
    for (size_t i = 0; i < c->section_count; i++) {
        struct made *m;

        if (!used[i])
            continue;
        sections[i] = id_of(c, c->sections[i], "section");
        m = made_map(tasks, sections[i].ptr, at);
        made_text(m, "title", c->sections[i], at);
    }
    for (size_t i = 0; i < c->bar_count; i++) {
        add_bar(c, tasks, sections, i, as_of);
        if (c->bars[i].until.len > 0)
            diag_places_add(&c->left_out, c->owner, c->bars[i].at);
    }
    diag_note_places(c->out, "left-out-mermaid", &c->left_out,
                     "left out: `until`, `includes` and inclusive ends");
    return plan_builder_read(b, &root->node);
}

/* Past blank lines, %% comments, a front matter and a fence of Markdown: the word gantt. */
static bool is_gantt(struct str line)
{
    return str_equal(line, STR("gantt"));
}

static bool is_passed(struct str line)
{
    return line.len == 0 || str_starts(line, STR("%%")) || str_starts(line, STR("```")) ||
           str_equal(line, STR("mermaid"));
}

static bool recognise(struct str bytes)
{
    struct str rest = str_slice(bytes, 0, 4096), line;

    while (str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (!is_passed(line))
            return is_gantt(line);
    }
    return false;
}

static bool read(struct plan_builder *b, struct str bytes, uint32_t source, struct arena *owner,
                 struct diags *out)
{
    struct chart c = {.owner = owner, .out = out, .source = source, .format = STR("YYYY-MM-DD"),
                      .as_of = CIVIL_NONE};
    struct str rest = bytes, line;
    bool begun = false, good = true;
    bool has_time;
    uint32_t number = 0;
    size_t bad;

    if (!str_is_utf8(bytes, &bad))
        return diag_error(out, "invalid-utf8", (struct place){source, 1, 1, 0},
                          "the chart is not UTF-8");
    map_init(&c.names, owner);
    map_init(&c.ids, owner);
    map_set(&c.ids, STR("gantt-chart"), 1);
    map_set(&c.ids, STR("chart-days"), 1);
    while (str_split(&rest, '\n', &line)) {
        const struct str trimmed = str_trim(line);
        const uint32_t column = trimmed.len > 0 ? (uint32_t)(trimmed.ptr - line.ptr) + 1 : 1;
        const struct place at = {source, ++number, column, (uint32_t)trimmed.len};

        if (is_passed(trimmed)) {
            if (str_starts(trimmed, STR("%% as of ")) &&
                !civil_parse(str_slice(trimmed, 9, trimmed.len), &c.as_of, &has_time))
                c.as_of = CIVIL_NONE;
            continue;
        }
        if (!begun)
            begun = is_gantt(trimmed);
        else
            good = read_line(&c, trimmed, at) && good;
    }
    good = check_links(&c) && good;
    return good && build(&c, b, (struct place){source, 1, 1, 0});
}

const struct format format_mermaid = {
    .name = "mermaid",
    .title = "Mermaid gantt chart",
    .recognise_text = recognise,
    .read_text = read,
};
