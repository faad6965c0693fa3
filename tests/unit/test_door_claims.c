/* SPDX-License-Identifier: Apache-2.0 */
/* Laws of claims and of `verify` on random programs, hostile titles in them: every claim of every
 * report ends in stated facts or runs; verify accepts every register in every form that it reads
 * back; and refuses it with a number changed, a red line dropped, a name changed or its end cut
 * off. */
#include <stdio.h>

#include "core/claim/claim.h"
#include "core/document/document.h"
#include "core/door/door.h"
#include "core/plan/plan.h"
#include "core/report/agree.h"
#include "core/report/verify.h"
#include "tests/unit/door_fixture.h"

enum { PROGRAMS = 4, PROGRAMS_LONG = 80, RUNS = 256, TAIL = 240, FORMS = 4,
       HEAD = 120 };            /* bytes of a text that say no more than what it is */

/* --- random programs -------------------------------------------------------------------------- */

struct random_program {
    struct test *t;
    struct text *out;
    unsigned teams, tasks, milestones, promises, decisions;
};

static unsigned below(struct random_program *r, unsigned limit)
{
    return (unsigned)test_random_below(r->t, limit);
}

static const char *title(struct random_program *r)
{
    static const char *const titles[] = {
        "Token API", "Billing cut-over", "<script>alert(1)</script>", "*bold* _it_ `code`",
        "80 % done by 3 May", "off course", "a | b", "[link](javascript:alert(1))", "=cmd()",
        "it\\u0027s \\u0022said\\u0022", "\\u202eright to left", "--> out",
        "<!--c x.y-->lie<!--/c-->", "P80", "not green", "Gr\\u00fc\\u00dfe", "&lt;b&gt; &amp;",
        "# head", "1. one", "~~struck~~", "2027-01-04", "v1.2", "Back\\u005cslash", "<b>fine</b>",
        "All of it", "Facts: none", "a.b"};

    return titles[below(r, sizeof(titles) / sizeof(titles[0]))];
}

/* "2027-03-14". */
static void add_day(struct random_program *r, const char *field, unsigned from, unsigned days)
{
    text_addf(r->out, ", '%s': '", field);
    civil_print_date(r->out, (20780 + (int64_t)from + (int64_t)below(r, days)) * CIVIL_DAY_S);
    text_add_char(r->out, '\'');
}

static void add_task(struct random_program *r, unsigned i)
{
    static const char *const estimates[] = {"1d..2d..4d", "1w..2w..4w", "3w..5w..9w", "2w", "4h"};
    const char *estimate = estimates[below(r, 5)];
    const unsigned team = below(r, r->teams);

    text_addf(r->out, "%s't%u': {'title': '%s', 'team': 'team-%u', 'estimate': '%s'",
              i > 0 ? ", " : "", i, title(r), team, estimate);
    if (i > 0 && below(r, 3) > 0) {
        const unsigned before = below(r, i);

        text_addf(r->out, ", 'after': ['t%u']", before);
    } else if (below(r, 3) == 0) {
        text_add(r->out, STR(", 'started': '2026-11-16', 'remaining': '1d..3d..9d',"
                             " 'reported': 'green', 'updated': '2026-11-20'"));
    }
    text_add_char(r->out, '}');
}

static void add_promise(struct random_program *r, unsigned i)
{
    static const char *const reported[] = {"", ", 'reported': 'green'", ", 'reported': 'red'"};
    const char *said = reported[below(r, 3)];

    text_addf(r->out, "%s'c%u': {'title': '%s', 'milestone': 'm%u', 'made_by': 'p0', 'rank': %u%s",
              i > 0 ? ", " : "", i, title(r), i % r->milestones, i + 1, said);
    add_day(r, "date", 10, 160);
    text_add_char(r->out, '}');
}

static void add_handoffs(struct random_program *r)
{
    for (unsigned i = 0; i < 2; i++) {
        const unsigned gives = below(r, r->tasks - 1);

        text_addf(r->out, "%s'h%u': {'gives': 't%u', 'to': 'm0', 'what': '%s', 'state': 'asked'",
                  i > 0 ? ", " : "", i, gives, title(r));
        add_day(r, "asked", 10, 60);
        text_add_char(r->out, '}');
    }
}

static void add_decision(struct random_program *r, unsigned i)
{
    const unsigned task = below(r, r->tasks);
    const char *question = title(r);

    text_addf(r->out, "%s'd%u': {'question': '%s', 'decider': 'p0', 'gates': ['t%u'],"
              " 'assume': 'a', 'options': {'a': {'title': '%s',", i > 0 ? ", " : "", i, question,
              task, title(r));
    text_addf(r->out, " 'edits': {'t%u.estimate': '1d..2d..3d'}}, 'b': {'title': '%s'}}}", task,
              title(r));
}

/* The JSON of a program, ' for ". */
static struct str program(struct test *t)
{
    struct text out;
    struct random_program r = {.t = t, .out = &out};
    const char *risk, *action;

    text_init(&out, t->arena);
    r.teams = 1 + below(&r, 3);
    r.tasks = 3 + below(&r, 8);
    r.milestones = 1 + below(&r, 2);
    r.promises = below(&r, 7);
    r.decisions = below(&r, 3);
    text_addf(&out, "{'program': {'id': 'prog', 'title': '%s', 'start': '2026-11-02',"
              " 'as_of': '2026-11-23', 'currency': 'USD'", title(&r));
    if (below(&r, 2) > 0)
        text_add(&out, STR(", 'delay_cost': {'per_week': '41k', 'agreed_by': 'p0'}"));
    text_addf(&out, "}, 'people': {'p0': {'name': '%s'}, 'p1': {'name': 'Mia Torres'}}, 'teams': {",
              title(&r));
    for (unsigned i = 0; i < r.teams; i++)
        text_addf(&out, "%s'team-%u': {'lead': 'p%u', 'capacity': 2, 'rate': '900 per person-day'}",
                  i > 0 ? ", " : "", i, i % 2);
    text_add(&out, STR("}, 'tasks': {"));
    for (unsigned i = 0; i < r.tasks; i++)
        add_task(&r, i);
    text_add(&out, STR("}, 'milestones': {"));
    for (unsigned i = 0; i < r.milestones; i++)
        text_addf(&out, "%s'm%u': {'title': '%s', 'after': ['t%u']}", i > 0 ? ", " : "", i,
                  title(&r), r.tasks - 1 - i);
    text_add(&out, STR("}, 'commitments': {"));
    for (unsigned i = 0; i < r.promises; i++)
        add_promise(&r, i);
    text_add(&out, STR("}, 'handoffs': {"));
    add_handoffs(&r);
    text_add(&out, STR("}, 'decisions': {"));
    for (unsigned i = 0; i < r.decisions; i++)
        add_decision(&r, i);
    risk = title(&r);
    action = title(&r);
    text_addf(&out, "}, 'risks': {'r0': {'title': '%s', 'likely': '30%%', 'hits': {'t0': '1w'},"
              " 'owner': 'p1', 'review': '2026-12-01'}}, 'actions': {'a0': {'title': '%s',"
              " 'owner': 'p1', 'due': '2026-11-27', 'of': 't0'}}, 'guardrails': {'g': {"
              "'limit': '%uk', 'owner': 'p0'}}}", risk, action, 20 + below(&r, 200));
    for (size_t i = 0; i < out.len; i++)
        if (out.ptr[i] == '\'')
            out.ptr[i] = '"';
    return text_str(&out);
}

/* --- its study -------------------------------------------------------------------------------- */

static struct baton_study *study(struct test *t, struct baton *b, struct str json)
{
    const struct baton_read_options how = {.today = 20780};
    const struct baton_forecast_options options = {.iterations = RUNS, .seed = 1};
    const uint32_t source = baton_source(b, text_of("plan.json"), door_text(json));
    const struct baton_node *root = baton_json_read(b, source);
    const struct baton_plan *plan = NULL;
    struct baton_study *s;

    if (!root || !baton_plan_read(b, &root, 1, &how, &plan)) {
        test_fail(t, __FILE__, __LINE__, "no plan: %.*s", STR_ARG(json));
        return NULL;
    }
    s = baton_study_new(b, plan);
    CHECK(baton_study_schedule(s) && baton_study_forecast(s, &options) && baton_study_own(s));
    baton_study_check(s, 4);
    baton_study_gains(s);
    return s;
}

/* --- derivations ------------------------------------------------------------------------------ */

enum { WALKING = 1, ENDED };

static bool ends(struct test *t, struct claims *set, struct str id, struct map *state)
{
    const struct claim *c = claim_find(set, id);
    uint32_t before;
    bool good = true;

    if (!c) {
        test_fail(t, __FILE__, __LINE__, "%.*s is no claim", STR_ARG(id));
        return false;
    }
    if (!map_insert(state, c->id, WALKING, &before)) {
        if (before == WALKING)
            test_fail(t, __FILE__, __LINE__, "%.*s rests on itself", STR_ARG(id));
        return before != WALKING;
    }
    if (c->from_count + c->counted == 0 && !claim_is_ground(c->id)) {
        test_fail(t, __FILE__, __LINE__, "%.*s rests on nothing", STR_ARG(id));
        return false;
    }
    for (size_t i = 0; i < c->from_count && good; i++) {
        const struct claim_from *from = &c->from[i];

        good = from->claim.len > 0
                   ? ends(t, set, from->claim, state)
                   : object_value(set->plan->objects[from->object], from->field) != NULL;
        if (!good)
            test_fail(t, __FILE__, __LINE__, "under %.*s", STR_ARG(id));
    }
    for (uint32_t i = 0; i < c->counted && good; i++) {
        const struct claim *counted = claim_counted(set, c, i);

        good = counted && ends(t, set, counted->id, state);
    }
    map_set(state, c->id, ENDED);
    return good;
}

static void check_derivations(struct test *t, struct baton *b, struct baton_study *s)
{
    const struct baton_report_options options = {.subject = {"", 0}};
    unsigned told = 0;
    size_t cited = 0;

    for (unsigned i = 0; i < reports_count; i++) {
        const struct report *r = reports_all[i];
        struct report_input in = door_input(b, s, &options);
        struct claims *set = NULL;
        struct document d;
        const struct str *ids;
        struct map state;
        size_t count;

        if (r->claimless || r->needs & (REPORT_OTHER | REPORT_WHY | REPORT_HIT | REPORT_OPTIONS))
            continue;
        for (unsigned page = 0; page < 2; page++) {
            document_init(&d, &b->owner);
            in.pictures = page;
            if (!report_claim_all(r, &in, &d, &set) || !set)
                continue;
            told++;
            map_init(&state, &b->owner);
            count = document_claims(&d, &b->owner, &ids);
            cited += count;
            for (size_t n = 0; n < count; n++)
                if (!ends(t, set, ids[n], &state))
                    test_fail(t, __FILE__, __LINE__, "in %s", r->name);
        }
    }
    CHECK(told > 40 && cited > 400);
}

/* --- reports as they are sent ----------------------------------------------------------------- */

struct sending {
    struct test *t;
    struct baton *b;
    struct baton_study *s;
    const char *name;           /* of the report */
    struct baton_text subject;
    unsigned form;
    struct str bytes;
    struct str json;
    unsigned cuts;              /* hundredths between two cuts */
    size_t accepted, refused;
};

static const char *const forms[FORMS] = {"md", "html", "txt", "plain"};

static bool make(struct sending *m)
{
    static const char *const for_all[] = {"brief", "charter", "risk-register", "dependency-map",
                                          "design-review", "prfaq", "postmortem", "decision"};
    struct baton_report_options options = {
        .subject = m->subject, .markdown = m->form == 0, .html = m->form == 1,
        .facts = m->form == 2, .width = 80, .command = text_of("plan.json"),
        .audience = m->subject.len > 0 ? m->subject : text_of(m->name)};
    struct baton_text bytes;

    for (unsigned i = 0; i < 8; i++)
        if (strcmp(m->name, for_all[i]) == 0)
            options.audience = text_of("");
    if (baton_report(m->b, m->s, m->name, &options, &bytes) != BATON_DONE)
        return false;
    m->bytes = door_str(bytes);
    return true;
}

/* How many problems verify names. */
static size_t verify(struct sending *m, struct str bytes)
{
    const size_t before = baton_problem_count(m->b, BATON_ERROR);
    const struct baton_report_options options = {.subject = door_text(bytes),
                                                 .command = text_of("sent")};
    struct baton_text said;

    if (baton_report(m->b, m->s, "verify", &options, &said) != BATON_DONE)
        test_fail(m->t, __FILE__, __LINE__, "verify does not answer");
    return baton_problem_count(m->b, BATON_ERROR) - before;
}

static void show_problems(struct sending *m, size_t last)
{
    const struct diags *all = &m->b->diags;

    for (size_t i = all->count - last; i < all->count; i++)
        fprintf(stderr, "  %s: %.*s\n", all->items[i].code, STR_ARG(all->items[i].text));
}

static void accept(struct sending *m)
{
    const size_t problems = verify(m, m->bytes);

    m->accepted += problems == 0;
    if (problems == 0)
        return;
    show_problems(m, problems < 3 ? problems : 3);
    test_fail(m->t, __FILE__, __LINE__, "%s %.*s as %s is refused; the plan:\n%.*s", m->name,
              (int)m->subject.len, m->subject.ptr, forms[m->form], STR_ARG(m->json));
}

static void refuse(struct sending *m, struct str lie, const char *what)
{
    if (verify(m, lie) > 0) {
        m->refused++;
        return;
    }
    test_fail(m->t, __FILE__, __LINE__, "%s as %s with %s is accepted; it ends\n%.*s\nthe plan:"
              "\n%.*s", m->name, forms[m->form], what,
              STR_ARG(str_slice(lie, lie.len > TAIL ? lie.len - TAIL : 0, lie.len)),
              STR_ARG(m->json));
}

static struct str with(struct sending *m, size_t from, size_t to, struct str instead)
{
    return str_format(&m->b->owner, "%.*s%.*s%.*s", STR_ARG(str_slice(m->bytes, 0, from)),
                      STR_ARG(instead), STR_ARG(str_slice(m->bytes, to, m->bytes.len)));
}

/* The words of one claim, at or after `at`, in Markdown and HTML. */
static bool next_claim(const struct sending *m, size_t at, struct str *ret_id, size_t *ret_from,
                       size_t *ret_to)
{
    const struct str opens = m->form == 0 ? STR("<!--c ") : STR("data-claim=\"");
    const struct str ends = m->form == 0 ? STR("-->") : STR("\"");
    const struct str closes = m->form == 0 ? STR("<!--/c-->") : STR("</span>");
    struct str rest = str_slice(m->bytes, at, m->bytes.len);
    size_t found = str_find(rest, opens), end;

    if (found >= rest.len)
        return false;
    at += found + opens.len;
    rest = str_slice(m->bytes, at, m->bytes.len);
    end = str_find(rest, ends);
    *ret_id = str_slice(rest, 0, end);
    *ret_from = at + end + ends.len + (m->form == 1);
    *ret_to = *ret_from + str_find(str_slice(m->bytes, *ret_from, m->bytes.len), closes);
    return *ret_to < m->bytes.len;
}

/* A digit of a random claim is another one. */
static void change_number(struct sending *m)
{
    size_t at = test_random_below(m->t, m->bytes.len), from = at, to = at;
    struct str id;

    for (; next_claim(m, at, &id, &from, &to); at = to)
        for (size_t i = from; i < to; i++) {
            char digit = m->bytes.ptr[i];

            if (digit < '0' || digit > '9' || m->bytes.ptr[i - 1] == '#' ||
                m->bytes.ptr[i - 1] == 'x')
                continue;
            digit = (char)('0' + (digit - '0' + 3) % 10);
            refuse(m, with(m, i, i + 1, (struct str){&digit, 1}), "another digit");
            return;
        }
}

/* ... of a random word that begins with one, in text. */
static void change_number_of_text(struct sending *m)
{
    const size_t end = str_find(m->bytes, STR("\nFacts: "));

    for (size_t i = test_random_below(m->t, end); i + 1 < end; i++) {
        const char c = m->bytes.ptr[i];
        char digit = (char)('0' + (c - '0' + 3) % 10);

        if (c < '0' || c > '9' || i == 0 || m->bytes.ptr[i - 1] != ' ')
            continue;
        refuse(m, with(m, i, i + 1, (struct str){&digit, 1}), "another digit");
        return;
    }
}

/* A name of a random claim gets one letter more. */
static void change_name(struct sending *m)
{
    size_t at = test_random_below(m->t, m->bytes.len), from, to;
    struct str id;

    for (; next_claim(m, at, &id, &from, &to); at = to)
        if (str_ends(id, STR(".title")) || str_ends(id, STR(".owner")) ||
            str_ends(id, STR(".decider"))) {
            refuse(m, with(m, to, to, STR("x")), "another name");
            return;
        }
}

/* Every line that says the status of what is off. */
static void drop_red(struct sending *m)
{
    struct text left;
    struct str rest = m->bytes, line;
    bool dropped = false;

    text_init(&left, &m->b->owner);
    while (str_split(&rest, '\n', &line)) {
        const bool red = str_find(line, STR(".status-->")) < line.len &&
                         str_find(line, STR("off\xc2\xa0" "course")) < line.len;

        dropped |= red;
        if (!red)
            text_addf(&left, "%.*s\n", STR_ARG(line));
    }
    if (dropped)
        refuse(m, text_str(&left), "its red lines dropped");
}

/* Text without a list may end where a sentence or a line does: parts of it were left out. */
static bool ends_whole(struct str bytes, size_t at)
{
    const char last = bytes.ptr[at - 1], next = bytes.ptr[at];

    return next == '\n' || last == '\n' || last == ' ' ||
           str_find_char(STR(".:!?"), last) < 4;
}

/* Cut at every so many hundredths of its length. */
static void cut_off(struct sending *m, unsigned step)
{
    size_t list = m->bytes.len;

    while (m->form == 2 && !str_starts(str_slice(m->bytes, list, m->bytes.len), STR("\nFacts: ")))
        list--;                 /* the last: a title may look like one */
    for (unsigned part = 1 + below(&(struct random_program){.t = m->t}, step); part < 100;
         part += step) {
        const size_t at = m->bytes.len * part / 100;
        const struct str left = str_slice(m->bytes, 0, at);

        if (m->form < 2 || at > list + 8 || (at > HEAD && !ends_whole(m->bytes, at)))
            refuse(m, left, "its end cut off");
    }
}

static void check_report(struct sending *m)
{
    for (m->form = 0; m->form < FORMS; m->form++) {
        if (!make(m))
            return;
        accept(m);
        if (m->form < 2) {
            change_number(m);
            change_name(m);
        } else {
            change_number_of_text(m);
        }
        if (m->form == 0)
            drop_red(m);
        cut_off(m, m->cuts);
    }
}

void test_door__claims_end_in_facts_and_verify_tells_reports_from_lies(struct test *t)
{
    static const char *const names[] = {
        "exec", "eng", "finance", "sales", "release", "program", "brief", "charter",
        "risk-register", "dependency-map", "design-review", "prfaq", "postmortem"};
    const char *asked = getenv("LONG");
    const unsigned programs = asked && *asked == '1' ? PROGRAMS_LONG : test_rounds(PROGRAMS);
    size_t accepted = 0, refused = 0;

    for (unsigned i = 0; i < programs && t->failures == 0; i++) {
        struct baton *b = baton_new(&pages, 0);
        struct sending m = {.t = t, .b = b, .json = program(t), .cuts = 25};

        m.s = study(t, b, m.json);
        if (!m.s)
            return;
        check_derivations(t, b, m.s);
        for (unsigned n = 0; n < sizeof(names) / sizeof(names[0]) && t->failures == 0; n++) {
            m.name = names[n];
            check_report(&m);
        }
        m.name = "team";
        m.subject = text_of("team-0");
        check_report(&m);
        accepted += m.accepted;
        refused += m.refused;
        baton_free(b);
    }
    CHECK(accepted >= programs * 50 && refused >= programs * 50);
    printf("%zu reports accepted, %zu lies refused\n", accepted, refused);
}
