/* SPDX-License-Identifier: Apache-2.0 */
/* What is stated, as claims: any field of any object, when it is asked for. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/claim/make.h"
#include "core/plan/plan.h"

static const struct object *find_object(const struct claims *set, struct str id)
{
    const struct object *o = plan_find(set->plan, id);

    if (!o && str_equal(set->plan->program->id, id))
        o = set->plan->program;
    return o && !object_is_withheld(o) ? o : NULL;
}

/* "3 from 2027-01-04, 4 from 2027-06-01". */
static struct str amounts_text(const struct claims *set, const struct day_amounts *amounts)
{
    struct text text;

    text_init(&text, set->owner);
    for (size_t i = 0; i < amounts->count; i++) {
        text_add(&text, i > 0 ? STR(", ") : STR(""));
        text_add_fixed(&text, amounts->items[i].micro, 6, 0);
        text_add(&text, STR(" from "));
        civil_print_date(&text, amounts->items[i].from_day * CIVIL_DAY_S);
    }
    return text_str(&text);
}

static struct str texts_text(const struct claims *set, const struct texts *texts)
{
    struct text text;

    text_init(&text, set->owner);
    for (size_t i = 0; i < texts->count; i++)
        text_addf(&text, "%s%.*s", i > 0 ? "; " : "", STR_ARG(texts->items[i]));
    return text_str(&text);
}

static struct str name_of(const struct claims *set, const struct ref *ref)
{
    return ref->object != OBJECT_NONE ? object_title(set->plan->objects[ref->object]) : ref->id;
}

static struct str refs_text(const struct claims *set, const struct refs *refs)
{
    struct text text;

    text_init(&text, set->owner);
    for (size_t i = 0; i < refs->count; i++)
        text_addf(&text, "%s%.*s", i > 0 ? ", " : "", STR_ARG(name_of(set, &refs->items[i])));
    return text_str(&text);
}

/* "Billing cut-over by 2w..3w..6w". */
static struct str hits_text(const struct claims *set, const struct hits *hits)
{
    struct text text;

    text_init(&text, set->owner);
    for (size_t i = 0; i < hits->count; i++) {
        text_addf(&text, "%s%.*s by ", i > 0 ? ", " : "",
                  STR_ARG(name_of(set, &hits->items[i].target)));
        field_print_line(&schema_kinds[KIND_task].fields[FIELD_task_estimate],
                         &hits->items[i].delay, &text);
    }
    return text_str(&text);
}

static void set_stated(const struct claims *set, const struct field *field, const void *value,
                       struct claim *c)
{
    struct text text;

    switch (field->type) {
    case FIELD_TYPE_when:
        c->kind = CLAIM_INSTANT;
        c->value = ((const struct when *)value)->instant;
        return;
    case FIELD_TYPE_money:
    case FIELD_TYPE_count:
        c->kind = field->type == FIELD_TYPE_money ? CLAIM_MONEY : CLAIM_COUNT;
        c->value = *(const int64_t *)value;
        return;
    case FIELD_TYPE_percent:
        c->kind = CLAIM_SHARE;
        c->value = *(const int32_t *)value;
        return;
    case FIELD_TYPE_ref:
        c->kind = CLAIM_NAME;
        c->text = name_of(set, value);
        return;
    case FIELD_TYPE_text:
        c->text = *(const struct str *)value;
        return;
    case FIELD_TYPE_texts:
        c->text = texts_text(set, value);
        return;
    case FIELD_TYPE_refs:
        c->text = refs_text(set, value);
        return;
    case FIELD_TYPE_hits:
        c->text = hits_text(set, value);
        return;
    case FIELD_TYPE_day_amounts:
        c->text = amounts_text(set, value);
        return;
    default:
        text_init(&text, set->owner);
        field_print_line(field, value, &text);
        c->text = text_str(&text);
        c->worded = true;
    }
}

/* Where an object is written: at the first field that is stated of it. */
static void rest_on_place(struct claim *c, const struct object *o)
{
    for (uint16_t f = 0; f < schema_kinds[o->kind].field_count && c->from_count == 0; f++)
        rest_on_field(c, o, f);
    if (c->from_count == 0)
        rest_on(c, STR("run.inputs"));
}

/* "token-api.stated": its numbers, dates, spans and links: what others are counted from. */
static const struct claim *put_numbers(struct claims *set, struct str id, const struct object *o)
{
    struct claim *c = claims_put(set, id, CLAIM_NAME, o->number, "what is stated of it to count");

    c->text = object_title(o);
    for (uint16_t f = 0; f < schema_kinds[o->kind].field_count; f++)
        switch (schema_kinds[o->kind].fields[f].type) {
        case FIELD_TYPE_when:
        case FIELD_TYPE_span:
        case FIELD_TYPE_estimate:
        case FIELD_TYPE_money:
        case FIELD_TYPE_percent:
        case FIELD_TYPE_count:
        case FIELD_TYPE_links:
            rest_on_field(c, o, f);
            break;
        default:
            break;
        }
    if (c->from_count == 0)
        rest_on_place(c, o);
    return c;
}

/* "ga-march.date"; and "ga-march.title" of whatever has a name, which is the id where none is
 * stated. */
const struct claim *claims_put_stated(struct claims *set, struct str id)
{
    const size_t dot = str_find_char(id, '.');
    const struct str name = str_slice(id, dot + 1, id.len);
    const struct object *o = find_object(set, str_slice(id, 0, dot));
    const struct field *field;
    struct claim *c;
    uint16_t at;

    if (!o || dot >= id.len)
        return NULL;
    id = str_copy(set->owner, id);
    if (str_equal(name, STR("title"))) {
        c = claims_put(set, id, CLAIM_NAME, o->number, "what it is called");
        c->text = object_title(o);
        for (uint16_t f = 0; f < schema_kinds[o->kind].field_count; f++) {
            const struct str *value = object_value(o, f);

            if (value && schema_kinds[o->kind].fields[f].type == FIELD_TYPE_text &&
                str_equal(*value, c->text) && c->from_count == 0)
                rest_on_field(c, o, f);
        }
        rest_on_place(c, o);
        return c;
    }
    if (str_equal(name, STR("id"))) {
        c = claims_put(set, id, CLAIM_NAME, o->number, "its id in the plan");
        c->text = o->id;
        rest_on_place(c, o);
        return c;
    }
    if (str_equal(name, STR("stated")))
        return put_numbers(set, id, o);
    at = schema_field(o->kind, name);
    if (at == UINT16_MAX || !object_value(o, at))
        return NULL;
    field = &schema_kinds[o->kind].fields[at];
    c = claims_put(set, id, CLAIM_TEXT, o->number, "stated");
    set_stated(set, field, object_value(o, at), c);
    rest_on_field(c, o, at);
    return c;
}
