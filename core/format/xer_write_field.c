/* SPDX-License-Identifier: Apache-2.0 */
/* UDFTYPE and UDFVALUE of an XER file: custom fields, ids, baselines, and links and lags that
 * Primavera cannot say, under names that people who open them there understand. */
#include "core/base/arena.h"
#include "core/format/xer_out.h"

void xer_fields_init(struct xer_fields *f, struct export *x)
{
    *f = (struct xer_fields){.x = x};
    text_init(&f->types, x->owner);
    text_init(&f->values, x->owner);
    map_init(&f->known, x->owner);
}

/* The begin of a row of UDFVALUE; its type stands before it where it is new. */
static void begin(struct xer_fields *f, const char *table_name, int64_t row, struct str label,
                  const char *type_word, bool again)
{
    const struct str key = str_format(f->x->owner, "%s %.*s", table_name, STR_ARG(label));
    uint32_t type;

    if (map_insert(&f->known, key, f->count + 1, &type) || again) {
        type = ++f->count;
        text_add(&f->types, STR("%R"));
        number(&f->types, type);
        cell(&f->types, str_of(table_name));
        cell(&f->types, str_format(f->x->owner, "user_field_%u", type));
        cell(&f->types, label);
        text_addf(&f->types, "\t%s\n", type_word);
    }
    text_add(&f->values, STR("%R"));
    number(&f->values, type);
    number(&f->values, row);
    number(&f->values, 1);
}

void xer_fields_text(struct xer_fields *f, const char *table_name, int64_t row, struct str label,
                     struct str value, bool again)
{
    begin(f, table_name, row, label, "FT_TEXT", again);
    text_add(&f->values, STR("\t\t"));
    cell(&f->values, value);
    text_add_char(&f->values, '\n');
}

void xer_fields_date(struct xer_fields *f, const char *table_name, int64_t row, struct str label,
                     int64_t instant, bool finish)
{
    begin(f, table_name, row, label, finish ? "FT_END_DATE" : "FT_START_DATE", false);
    date(&f->values, instant);
    text_add(&f->values, STR("\t\t\n"));
}

bool xer_is_code(struct str name)
{
    return str_ends(name, STR(" [code]"));
}

void xer_fields_custom(struct xer_fields *f, const char *table_name, int64_t row,
                       const struct texts *custom)
{
    for (size_t k = 0; custom && k < custom->count; k++) {
        const struct str text = custom->items[k];
        const size_t colon = str_find(text, STR(": "));
        const struct str name = str_slice(text, 0, colon);

        if (colon < text.len && !xer_is_code(name))
            xer_fields_text(f, table_name, row, name, str_slice(text, colon + 2, text.len), false);
    }
}

/* --- baselines ------------------------------------------------------------------------------- */

/* "Baseline start", "Baseline 3 start". */
static struct str label_of(const struct xer_fields *f, struct str which, const char *what)
{
    return str_format(f->x->owner, "Baseline %.*s%s%s", STR_ARG(which), which.len > 0 ? " " : "",
                      what);
}

static void add_span(struct xer_fields *f, const char *table_name, int64_t row, struct str label,
                     int64_t seconds)
{
    begin(f, table_name, row, label, "FT_FLOAT_2_DECIMALS", false);
    text_add_char(&f->values, '\t');
    hours(&f->values, seconds);
    text_add(&f->values, STR("\t\n"));
}

static void add_baseline(struct xer_fields *f, const char *table_name, int64_t row,
                         const struct object *o, struct str which, const struct object *b)
{
    const struct calendar *c = plan_calendar_of(f->x->plan, o);
    const struct span *takes = baseline_get_duration(b), *work = baseline_get_work(b);

    if (baseline_get_start(b))
        xer_fields_date(f, table_name, row, label_of(f, which, "start"),
                        export_start_of(f->x, o, baseline_get_start(b)), false);
    if (baseline_get_finish(b))
        xer_fields_date(f, table_name, row, label_of(f, which, "finish"),
                        export_finish_of(f->x, o, baseline_get_finish(b)), true);
    if (takes)
        add_span(f, table_name, row,
                 label_of(f, which, takes->elapsed ? "elapsed duration" : "duration"),
                 span_seconds(takes, c));
    if (work)
        add_span(f, table_name, row, label_of(f, which, "work"), span_seconds(work, c));
    if (baseline_get_cost(b)) {
        begin(f, table_name, row, label_of(f, which, "cost"), "FT_MONEY", false);
        text_add(&f->values, STR("\t\t"));
        text_add_fixed(&f->values, *baseline_get_cost(b), 2, 2);
        text_add(&f->values, STR("\t\n"));
    }
    if (b->stated == 0)         /* it stands there, and says nothing */
        xer_fields_text(f, table_name, row, label_of(f, which, "name"), which, false);
}

void xer_fields_baselines(struct xer_fields *f, const char *table_name, int64_t row,
                          const struct object *o, const struct objects *first,
                          const struct objects *others)
{
    if (first && first->count > 0)
        add_baseline(f, table_name, row, o, (struct str){NULL, 0}, first->items[0]);
    for (size_t i = 0; others && i < others->count; i++)
        add_baseline(f, table_name, row, o, others->items[i]->id, others->items[i]);
}

/* --- links ----------------------------------------------------------------------------------- */

void xer_fields_link(struct xer_fields *f, const char *table_name, int64_t row, unsigned nth,
                     const struct link *link, int64_t lag_s)
{
    const struct links one = {link, 1};
    struct text t;

    text_init(&t, f->x->owner);
    field_print_line(&schema_kinds[KIND_task].fields[FIELD_task_after], &one, &t);
    if (lag_s != INT64_MIN) {
        text_add(&t, STR(" = "));
        text_add_fixed(&t, lag_s / 3600 * 1000000 + lag_s % 3600 * 1000000 / 3600, 6, 0);
        text_add(&t, STR("h"));
    }
    xer_fields_text(f, table_name, row,
                    nth == 1 ? STR("Link as stated")
                             : str_format(f->x->owner, "Link as stated %u", nth),
                    text_str(&t), false);
}

void xer_fields_write(const struct xer_fields *f, struct text *out)
{
    if (f->count == 0)
        return;
    table(out, "UDFTYPE", "udf_type_id table_name udf_type_name udf_type_label logical_data_type");
    text_add(out, text_str(&f->types));
    table(out, "UDFVALUE", "udf_type_id fk_id proj_id udf_date udf_number udf_text");
    text_add(out, text_str(&f->values));
}
