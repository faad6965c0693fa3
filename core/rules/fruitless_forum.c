/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/calendar/recur.h"
#include "core/rules/look.h"

enum { SESSIONS_MOST = 512, TENTH_MINUTES = 6 };  /* of an hour */

static const struct rule_parameter parameters[] = {
    { "sessions", 3000000, "sessions in a row without a decision", 0 },
    { NULL, 0, NULL, 0 }
};

static bool says(const struct str *text, struct str word)
{
    return text && str_find(*text, word) < text->len;
}

/* Whether it is there to decide: by its purpose or by what it must produce. */
static bool is_to_decide(const struct object *forum)
{
    const struct texts *outputs = forum_get_outputs(forum);

    for (size_t i = 0; outputs && i < outputs->count; i++)
        if (says(&outputs->items[i], STR("decision")))
            return true;
    return says(forum_get_purpose(forum), STR("decide")) ||
           says(forum_get_purpose(forum), STR("decision"));
}

/* When its n-th last session before the data date was; CIVIL_NONE: there were fewer. */
static int64_t sessions_ago(const struct rule_input *in, const struct object *forum, uint32_t n)
{
    const struct str *repeats = forum_get_repeats(forum);
    const struct when *starts = forum_get_starts(forum);
    int64_t *all = ARENA_ARRAY(in->scratch, int64_t, SESSIONS_MOST);
    struct recur_rule rule;
    struct diags ignored;
    size_t count, past = 0;

    diags_init(&ignored, in->scratch);
    if (!repeats || !starts || !recur_parse(*repeats, (struct place){ 0 }, &rule, &ignored))
        return CIVIL_NONE;
    count = recur_list(&rule, starts->instant, starts->instant - 1, SESSIONS_MOST, all);
    while (past < count && all[past] < in->plan->as_of)
        past++;
    return past >= n ? all[past - n] : CIVIL_NONE;
}

static uint32_t decided_since(const struct rule_input *in, const struct object *forum,
                              int64_t since, uint32_t *ret_open)
{
    uint32_t count = 0;

    *ret_open = 0;
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_decision); i++) {
        const struct object *d = plan_nth(in->plan, KIND_decision, i);
        const struct ref *where = decision_get_forum(d);
        const struct when *decided = decision_get_decided(d);

        if (!where || where->object != forum->number)
            continue;
        *ret_open += look_decision_is_open(d);
        count += decided && decided->instant >= since - since % CIVIL_DAY_S;
    }
    return count;
}

/* Person-hours of one session, in tenths; 0: nobody says who is there or how long. */
static int64_t tenth_hours(const struct rule_input *in, const struct object *forum)
{
    const struct refs *who = forum_get_attendees(forum);
    const int64_t *minutes = forum_get_minutes(forum);
    int64_t people = 0;

    for (size_t i = 0; who && i < who->count; i++) {
        const struct object *o = plan_object(in->plan, &who->items[i]);
        const int64_t *capacity = o && o->kind == KIND_team ? team_get_capacity(o) : NULL;

        people += capacity ? *capacity / 1000000 : 1;
    }
    return minutes ? people * *minutes / TENTH_MINUTES : 0;
}

static const struct edit *stop_it(const struct rule_input *in, const struct object *forum)
{
    struct when *day = ARENA_NEW(in->scratch, struct when);
    struct edit *e = ARENA_NEW(in->scratch, struct edit);

    *day = (struct when){ civil_day_of(in->plan->as_of) * CIVIL_DAY_S, GRAIN_DAY };
    *e = look_edit(in, forum, FIELD_forum_expires, day);
    return e;
}

static void report(const struct rule_input *in, struct findings *out, const struct object *forum,
                   uint32_t sessions, int64_t since, uint32_t open)
{
    const struct ref *chair = forum_get_chair(forum);
    const int64_t tenths = tenth_hours(in, forum) * sessions;
    struct finding *f = finding_add(out, in, &rule_fruitless_forum, forum->number,
                                    "%.*s has met %.*s and decided nothing",
                                    STR_ARG(look_name(in, forum)),
                                    STR_ARG(look_count(in, sessions, "time")));

    finding_evidence(out, f, forum->number, "sessions", "since %.*s",
                     STR_ARG(look_date(in, since)));
    if (tenths > 0)
        finding_evidence(out, f, forum->number, "cost", "%lld.%lld person-hours",
                         (long long)(tenths / 10), (long long)(tenths % 10));
    if (open > 0)
        finding_evidence(out, f, forum->number, "waiting", "%.*s for it",
                         STR_ARG(look_count(in, open, "open decision")));
    f->owner = chair ? chair->object : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
    if (open > 0) {
        f->move = STR("put one ready question on the next agenda, and decide it there");
        return;
    }
    f->move = STR("stop it until there is something to decide");
    f->fix = stop_it(in, forum);
    f->fix_count = 1;
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct rule *rule = &rule_fruitless_forum;
    const uint32_t sessions = (uint32_t)(rule_parameter(in, rule, "sessions") / 1000000);

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_forum); i++) {
        const struct object *forum = plan_nth(in->plan, KIND_forum, i);
        const struct when *expires = forum_get_expires(forum);
        const int64_t since = sessions_ago(in, forum, sessions);
        uint32_t open;

        if ((expires && expires->instant <= in->plan->as_of) || since == CIVIL_NONE)
            continue;
        if (!forum_get_outputs(forum) && !forum_get_purpose(forum))
            finding_unknown(out, in, rule, forum->number, "forum.outputs",
                            "whether %.*s produces what it is for cannot be told",
                            STR_ARG(look_name(in, forum)));
        else if (is_to_decide(forum) && decided_since(in, forum, since, &open) == 0)
            report(in, out, forum, sessions, since, open);
    }
}

const struct rule rule_fruitless_forum = {
    .name = "fruitless-forum",
    .level = DIAG_NOTE,
    .title = "A forum that decides nothing",
    .why = "A meeting that is there to decide and does not costs its people's hours, and the "
           "questions that wait for it go on waiting. Only what the plan says was decided counts.",
    .test = "A forum with sessions, not expired, whose purpose or outputs say that it decides, and "
            "in whose last {sessions} sessions no decision of its was taken (decided). Unknown "
            "where it states neither purpose nor outputs.",
    .example = "forums: {board: {purpose: decide, repeats: FREQ=WEEKLY, "
               "starts: 2026-12-01T10:00}}   # and nothing decided there",
    .move = "One ready question on the agenda, or no meeting.",
    .edit = "forum.expires: the data date",
    .no_days = "a forum takes no time of work in the plan",
    .source = "program practice, not back-tested (landmine 21)",
    .about = RULE_ABOUT(forum),
    .parameters = parameters,
    .check = check,
};
