/* SPDX-License-Identifier: Apache-2.0 */
/* A forecast as it is kept to be scored later: what was promised, how likely it was said to be,
 * when it was said to come, and what repeats the run. */
#include "core/base/text.h"
#include "core/claim/claim.h"
#include "core/plan/defaults.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum { P10, P50, P80, P90, P95 };

static void put_dates(const struct report_input *in, const struct forecast_target *t,
                      struct writer *w)
{
    json_instant(in, w, "p10", t->at[P10]);
    json_instant(in, w, "p50", t->at[P50]);
    json_instant(in, w, "p80", t->at[P80]);
    json_instant(in, w, "p90", t->at[P90]);
    json_instant(in, w, "p95", t->at[P95]);
}

/* What its people say, as long as it counts: to be scored as the forecast is. */
static void put_reported(const struct plan *p, const struct object *promise, struct writer *w)
{
    static const char *const words[] = {[STATUS_GREEN] = "green", [STATUS_AMBER] = "amber",
                                        [STATUS_RED] = "red", [STATUS_GREY] = "grey"};
    const uint32_t *reported = commitment_get_reported(promise);
    const struct when *until = commitment_get_reported_until(promise);

    if (reported && !(until && reported_is_past(p, until)))
        writer_key_text(w, "reported", str_of(words[*reported]));
}

static void put_promises(const struct report_input *in, struct writer *w)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = f->network->plan;

    writer_key(w, STR("commitments"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct forecast_commitment *c = &f->commitments[i];
        const bool known = c->target != UINT32_MAX;

        writer_map_begin(w, true);
        json_id(w, "id", p, c->object);
        json_date(in, w, "date", c->date);
        json_probability(w, "probability", known ? c->probability_ppm : -1);
        json_probability(w, "outside_view", c->outside_view_ppm);
        put_reported(p, p->objects[c->object], w);
        if (known)
            put_dates(in, &f->targets[c->target], w);
        writer_map_end(w);
    }
    writer_list_end(w);
}

/* What stood in where nobody stated anything, so that a later program can tell what a change of it
 * moves. */
static void put_numbers(struct writer *w, const char *key, bool outside_view)
{
    writer_key(w, str_of(key));
    writer_map_begin(w, true);
    for (unsigned i = 0; i < DEFAULT_COUNT; i++)
        if (defaults[i].outside_view == outside_view)
            writer_key_fixed(w, defaults[i].name, defaults[i].micro, 6);
    writer_map_end(w);
}

static void put_milestones(const struct report_input *in, struct writer *w)
{
    const struct forecast *f = in->forecast;

    writer_key(w, STR("milestones"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < f->target_count; i++) {
        writer_map_begin(w, true);
        json_id(w, "id", f->network->plan, f->targets[i].object);
        put_dates(in, &f->targets[i], w);
        writer_map_end(w);
    }
    writer_list_end(w);
}

static bool json(const struct report_input *in, struct writer *w)
{
    const struct forecast *f = in->forecast;

    json_begin(in, w, "kept-forecast");
    writer_key_i64(w, "seed", (int64_t)f->seed);
    writer_key_i64(w, "iterations", f->iterations);
    writer_key_text(w, "digest",
                    str_format(in->owner, "%016llx", (unsigned long long)f->digest));
    writer_key_bool(w, "capacity", f->capacity);
    put_numbers(w, "defaults", false);
    put_numbers(w, "outside_view_factors", true);
    put_promises(in, w);
    json_probability(w, "joint_probability", f->joint_ppm);
    put_milestones(in, w);
    json_end(in, w);
    return true;
}

static bool text(const struct report_input *in, struct document *out)
{
    line_add(document_paragraph(out, 0, 0), TONE_PLAIN,
             str_format(in->owner, "%016llx", (unsigned long long)in->forecast->digest));
    return true;
}

const struct report report_kept = {
    .name = "kept",
    .title = "A forecast as it is kept",
    .needs = REPORT_FORECAST,
    .text = text,
    .json = json,
};
