/* SPDX-License-Identifier: Apache-2.0 */
/* Field types in the shapes of an estimate: estimate (of spans), factor, cost.
 *
 * A shape is read first, as one to three texts; then each text as its item. The slots a, b,
 * c are low, middle, high; a shape fills those that it has (a single number: b).
 */
#include "core/plan/ops.h"

#define FACTOR_CEILING INT64_C(1000000000)      /* a thousand times, in millionths */

static bool no(struct fault *fault, const char *why)
{
    fault->why = why;
    return false;
}

struct shape_form {
    const char *name;
    bool slot[3];           /* which of a, b, c the parentheses hold, in this order */
    const char *why;        /* when they hold something else */
};

static const struct shape_form forms[] = {
    [SHAPE_SINGLE] = {NULL, {false, true, false}, NULL},
    [SHAPE_QUANTILES] = {NULL, {true, true, true}, NULL},
    [SHAPE_PERT] = {"pert", {true, true, true}, "pert takes three values: pert(min, mode, max)"},
    [SHAPE_TRI] = {"tri", {true, true, true}, "tri takes three values: tri(min, mode, max)"},
    [SHAPE_TRIGEN] = {"trigen", {true, true, true},
                      "trigen takes three values: trigen(P10, mode, P90)"},
    [SHAPE_UNIFORM] = {"uniform", {true, false, true},
                       "uniform takes two values: uniform(min, max)"},
    [SHAPE_LOGNORMAL] = {"lognormal", {false, true, true},
                         "lognormal takes two values: lognormal(P50, P90)"},
};
enum { FORM_COUNT = sizeof(forms) / sizeof(forms[0]) };

static bool cut_dots(struct str s, enum shape *ret_shape, struct str ret_items[3],
                     struct fault *fault)
{
    const struct str dots = STR("..");
    struct str rest = s, piece[3];
    size_t count = 0, at;

    for (;;) {
        if (count == 3)
            return no(fault, "there are three values at most: P10..P50..P90");
        at = str_find(rest, dots);
        piece[count++] = str_trim(str_slice(rest, 0, at));
        if (at == rest.len)
            break;
        rest = str_slice(rest, at + dots.len, rest.len);
    }
    if (count == 2)
        return no(fault, "two values are not enough: P10..P50..P90, or uniform(min, max)");
    *ret_shape = count == 1 ? SHAPE_SINGLE : SHAPE_QUANTILES;
    for (size_t i = 0; i < 3; i++)
        ret_items[i] = count == 3 ? piece[i] : (struct str){NULL, 0};
    if (count == 1)
        ret_items[1] = piece[0];
    return true;
}

static bool cut_parentheses(struct str s, size_t open, enum shape *ret_shape,
                            struct str ret_items[3], struct fault *fault)
{
    const struct str name = str_trim(str_slice(s, 0, open));
    struct str inside, piece;
    size_t slot = 0;
    int form = SHAPE_PERT;

    if (s.ptr[s.len - 1] != ')')
        return no(fault, "the closing parenthesis is missing (within {} or [] a comma ends "
                         "a value: put all of it in quotes)");
    inside = str_slice(s, open + 1, s.len - 1);
    while (form < FORM_COUNT && !name_is(forms[form].name, name))
        form++;
    if (form == FORM_COUNT)
        return no(fault, "the distribution is not known: pert, tri, trigen, uniform and "
                         "lognormal are");
    for (size_t i = 0; i < 3; i++)
        ret_items[i] = (struct str){NULL, 0};
    while (str_split(&inside, ',', &piece)) {
        while (slot < 3 && !forms[form].slot[slot])
            slot++;
        if (slot == 3)
            return no(fault, forms[form].why);
        ret_items[slot++] = str_trim(piece);
    }
    for (size_t i = 0; i < 3; i++)
        if (forms[form].slot[i] && str_is_empty(ret_items[i]))
            return no(fault, forms[form].why);
    *ret_shape = (enum shape)form;
    return true;
}

static bool cut_shape(struct str s, enum shape *ret_shape, struct str ret_items[3],
                      struct fault *fault)
{
    const size_t open = str_find_char(s, '(');

    if (s.len == 0)
        return no(fault, "there is no value");
    return open < s.len ? cut_parentheses(s, open, ret_shape, ret_items, fault)
                        : cut_dots(s, ret_shape, ret_items, fault);
}

/* The laws that all shapes share, on comparable numbers: order, sign, no lognormal from 0. */
static bool shape_holds(enum shape shape, int64_t a, int64_t b, int64_t c, struct fault *fault)
{
    const bool *slot = forms[shape].slot;

    if ((slot[0] && a < 0) || (slot[1] && b < 0) || (slot[2] && c < 0))
        return no(fault, "it cannot be below zero");
    if (slot[0] && slot[1] && a > b)
        return no(fault, "the first value is above the second");
    if (slot[1] && slot[2] && b > c)
        return no(fault, "the last value is below the one before it");
    if (slot[0] && slot[2] && a > c)
        return no(fault, "the first value is above the last");
    if ((shape == SHAPE_QUANTILES && a == 0 && c > 0) || (shape == SHAPE_LOGNORMAL && b == 0))
        return no(fault, "this distribution never reaches zero: give a first value above zero, "
                         "or tri(0, ...)");
    return true;
}

/* Print a shape, each item by `item`. */
static void shape_text(enum shape shape, const void *const items[3],
                       void (*item)(const void *value, struct text *out), struct text *out)
{
    const bool named = forms[shape].name != NULL;
    bool first = true;

    if (named) {
        text_add(out, str_of(forms[shape].name));
        text_add_char(out, '(');
    }
    for (size_t i = 0; i < 3; i++)
        if (forms[shape].slot[i]) {
            if (!first)
                text_add(out, named ? STR(", ") : STR(".."));
            first = false;
            item(items[i], out);
        }
    if (named)
        text_add_char(out, ')');
}

static void shape_schema(struct writer *w, const char *definition)
{
    writer_key(w, STR("$ref"));
    writer_text(w, str_of(definition));
}

/* --- estimate -------------------------------------------------------------------------- */

static void span_item(const void *value, struct text *out)
{
    span_text(value, out);
}

void estimate_text(const struct estimate *e, struct text *out)
{
    shape_text(e->shape, (const void *const[3]){&e->a, &e->b, &e->c}, span_item, out);
}

bool estimate_equal(const struct estimate *a, const struct estimate *b)
{
    return a->shape == b->shape && span_equal(&a->a, &b->a) && span_equal(&a->b, &b->b) &&
           span_equal(&a->c, &b->c);
}

bool type_estimate_read(const struct field *field, struct str s, void *ret_value,
                        struct fault *fault)
{
    struct estimate e = {0};
    struct span *const slots[3] = {&e.a, &e.b, &e.c};
    const struct span *last = NULL;
    struct str items[3];

    (void)field;
    if (!cut_shape(s, &e.shape, items, fault))
        return false;
    for (size_t i = 0; i < 3; i++) {
        if (!forms[e.shape].slot[i])
            continue;
        if (!span_read(items[i], slots[i], fault))
            return false;
        if (last && last->elapsed != slots[i]->elapsed)
            return no(fault, "working and elapsed time do not mix in one estimate");
        last = slots[i];
    }
    if (!shape_holds(e.shape, span_nominal_s(&e.a), span_nominal_s(&e.b), span_nominal_s(&e.c),
                     fault))
        return false;
    *(struct estimate *)ret_value = e;
    return true;
}

void type_estimate_text(const struct field *field, const void *value, struct text *out)
{
    (void)field;
    estimate_text(value, out);
}

bool type_estimate_equal(const struct field *field, const void *a, const void *b)
{
    (void)field;
    return estimate_equal(a, b);
}

void type_estimate_schema(const struct field *field, struct writer *w)
{
    (void)field;
    shape_schema(w, "#/$defs/estimate");
}

/* --- factor, cost ---------------------------------------------------------------------- */

static bool triple_read(struct str s, bool (*item)(struct str s, int64_t *ret, struct fault *),
                        struct triple *ret_triple, struct fault *fault)
{
    struct triple t = {0};
    int64_t *const slots[3] = {&t.a, &t.b, &t.c};
    struct str items[3];

    if (!cut_shape(s, &t.shape, items, fault))
        return false;
    for (size_t i = 0; i < 3; i++)
        if (forms[t.shape].slot[i] && !item(items[i], slots[i], fault))
            return false;
    *ret_triple = t;
    return true;
}

static bool triple_equal(const struct triple *a, const struct triple *b)
{
    return a->shape == b->shape && a->a == b->a && a->b == b->b && a->c == b->c;
}

static bool factor_item_read(struct str s, int64_t *ret_micro, struct fault *fault)
{
    if (!str_to_fixed(s, 6, ret_micro))
        return no(fault, "a factor is a plain number: 1.0 changes nothing, 1.4 adds two fifths");
    if (*ret_micro <= 0)
        return no(fault, "a factor is above zero");
    if (*ret_micro > FACTOR_CEILING)
        return no(fault, "a factor is a thousand at most");
    return true;
}

static void factor_item_text(const void *value, struct text *out)
{
    text_add_fixed(out, *(const int64_t *)value, 6, 1);
}

bool type_factor_read(const struct field *field, struct str s, void *ret_value,
                      struct fault *fault)
{
    struct triple t;

    (void)field;
    if (!triple_read(s, factor_item_read, &t, fault) ||
        !shape_holds(t.shape, t.a, t.b, t.c, fault))
        return false;
    *(struct triple *)ret_value = t;
    return true;
}

void type_factor_text(const struct field *field, const void *value, struct text *out)
{
    const struct triple *t = value;

    (void)field;
    shape_text(t->shape, (const void *const[3]){&t->a, &t->b, &t->c}, factor_item_text, out);
}

bool type_factor_equal(const struct field *field, const void *a, const void *b)
{
    (void)field;
    return triple_equal(a, b);
}

void type_factor_schema(const struct field *field, struct writer *w)
{
    (void)field;
    shape_schema(w, "#/$defs/factor");
}

static void cost_item_text(const void *value, struct text *out)
{
    money_text(*(const int64_t *)value, out);
}

bool type_cost_read(const struct field *field, struct str s, void *ret_value, struct fault *fault)
{
    struct triple t;

    (void)field;
    if (!triple_read(s, money_read, &t, fault))
        return false;
    if (t.shape != SHAPE_SINGLE && !shape_holds(t.shape, t.a, t.b, t.c, fault))
        return false;
    *(struct triple *)ret_value = t;
    return true;
}

void type_cost_text(const struct field *field, const void *value, struct text *out)
{
    const struct triple *t = value;

    (void)field;
    shape_text(t->shape, (const void *const[3]){&t->a, &t->b, &t->c}, cost_item_text, out);
}

bool type_cost_equal(const struct field *field, const void *a, const void *b)
{
    (void)field;
    return triple_equal(a, b);
}

void type_cost_schema(const struct field *field, struct writer *w)
{
    (void)field;
    shape_schema(w, "#/$defs/cost");
}
