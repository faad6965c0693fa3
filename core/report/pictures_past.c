/* SPDX-License-Identifier: Apache-2.0 */
/* The buffer of the main promise: how much of it is used, against how much of the way is done. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/report/kept_read.h"
#include "core/report/pictures.h"

enum { PPM = 1000000, MOST = 20 };

/* Lines between the zones, a convention of fever charts: 10 to 70 % and 30 to 90 % of the buffer
 * used, where none and all of the way is done. */
static const struct picture_zone yellow = {100000, 700000}, red = {300000, 900000};

struct buffer {
    int64_t from, planned;      /* instants: where the way begins, where it was to end */
    int64_t promised;
    const char *of;             /* what says where it was to end */
};

/* Working time between two instants over that between two others. */
static int32_t share_of(const struct report_input *in, int64_t from, int64_t to, int64_t begin,
                        int64_t end)
{
    const struct calendar *calendar = in->plan->calendar;
    const int64_t whole = calendar_work(calendar, begin, end);
    const int64_t part = from < to ? calendar_work(calendar, from, to) : 0;
    const double share = whole > 0 ? (double)part / (double)whole : 0;

    return share >= MOST ? MOST * PPM : (int32_t)(share * PPM + 0.5);
}

static const struct kept_series *series_of(const struct report_input *in, struct str id)
{
    const struct kept_series *series;
    const uint32_t count = kept_read(in, &series);

    for (uint32_t i = 0; i < count; i++)
        if (series[i].promised && str_equal(series[i].id, id) && series[i].count > 0)
            return &series[i];
    return NULL;
}

/* By the baseline of the milestone, else by the first forecast that was kept. */
static bool find_buffer(const struct report_input *in, const struct forecast_commitment *c,
                        const struct kept_series *kept, struct buffer *ret)
{
    const struct plan *p = forecast_plan(in);
    const struct object *target = p->objects[in->forecast->targets[c->target].object];
    const struct objects *list =
        target->kind == KIND_milestone ? milestone_get_baseline(target) : NULL;
    const struct object *baseline = list && list->count > 0 ? list->items[0] : NULL;
    const struct object *promise = p->objects[c->object];
    const struct when *made = commitment_get_made(promise);

    ret->promised = c->date + 1;
    if (baseline && baseline_get_finish(baseline)) {
        const struct when *finish = baseline_get_finish(baseline);

        ret->from = made ? made->instant : in->plan->start;
        ret->planned = finish->instant + (finish->grain != GRAIN_MINUTE ? CIVIL_DAY_S : 0);
        ret->of = "the baseline";
    } else if (kept && kept->count > 1) {
        ret->from = kept->moments[0].as_of;
        ret->planned = kept->moments[0].p50;
        ret->of = "the first forecast that was kept";
    } else {
        return false;
    }
    return ret->planned > ret->from && ret->promised > ret->planned;
}

/* As the rule burning-buffer counts both. */
static struct point point_of(const struct report_input *in, const struct buffer *b, int64_t as_of,
                             int64_t p50)
{
    const int32_t way = share_of(in, b->from, as_of, b->from, b->planned);

    return (struct point){way > PPM ? PPM : way,
                          share_of(in, b->planned, p50, b->planned, b->promised)};
}

static const char *zone_of(struct point at)
{
    const int64_t over = yellow.left_ppm +
                         (int64_t)(yellow.right_ppm - yellow.left_ppm) * at.x / PPM;
    const int64_t far = red.left_ppm + (int64_t)(red.right_ppm - red.left_ppm) * at.x / PPM;

    return at.y > far ? "red" : at.y > over ? "amber" : "green";
}

const struct picture *picture_of_fever(const struct report_input *in)
{
    const struct forecast *f = in->forecast;
    const struct forecast_commitment *c =
        f->main_commitment < f->commitment_count ? &f->commitments[f->main_commitment] : NULL;
    const struct kept_series *kept;
    struct picture_frame frame = {.owner = in->owner};
    struct point *track, last;
    struct picture *p;
    struct buffer b;
    size_t count = 0;
    struct str id;

    if (!c || c->target == UINT32_MAX)
        return NULL;
    id = forecast_plan(in)->objects[c->object]->id;
    kept = series_of(in, id);
    if (!find_buffer(in, c, kept, &b))
        return NULL;
    track = ARENA_ARRAY(in->owner, struct point, (kept ? kept->count : 0) + 2);
    for (uint32_t i = 0; kept && i < kept->count; i++)
        if (kept->moments[i].as_of < in->plan->as_of && kept->moments[i].p50 != CIVIL_NONE)
            track[count++] = point_of(in, &b, kept->moments[i].as_of, kept->moments[i].p50);
    last = point_of(in, &b, in->plan->as_of, f->targets[c->target].at[1]);
    track[count++] = last;
    frame.title = str_format(in->owner, "The buffer of %.*s.", STR_ARG(picture_called(in, id)));
    frame.sentence = str_format(
        in->owner, "%.*s of the way is done and %.*s of the buffer used: %s. The buffer is the "
                   "time from %.*s, which %s said, to the promise of %.*s.",
        STR_ARG(say_share(in, last.x)), STR_ARG(say_share(in, last.y)), zone_of(last),
        STR_ARG(say_day(in, finish_day(b.planned))), b.of, STR_ARG(say_date(in, c->date)));
    p = picture_fever(&frame, track, count, yellow, red);
    picture_key(p, KEY_DOT, INK_PROMISE, count > 1 ? "large: now; small: before" : "now");
    picture_key_in_text(p, KEY_LINE, "below: amber begins; above: red");
    return p;
}
