/* SPDX-License-Identifier: Apache-2.0 */
#include "core/format/made.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/calendar/civil.h"

static struct made *add(struct made *parent, const char *name, uint8_t kind, struct str text,
                        struct place at)
{
    struct made *m = ARENA_NEW(parent->owner, struct made);

    *m = (struct made){.node = {.name = str_of(name), .text = text,
                                .name_at = node_spot(at), .at = at, .kind = kind},
                       .owner = parent->owner};
    if (parent->last)
        parent->last->node.next = &m->node;
    else
        parent->node.first = &m->node;
    parent->last = m;
    parent->node.count++;
    return m;
}

struct made *made_root(struct arena *owner, struct place at)
{
    struct made *m = ARENA_NEW(owner, struct made);

    *m = (struct made){.node = {.name = STR("Project"), .name_at = node_spot(at), .at = at,
                                .kind = NODE_MAP}, .owner = owner};
    return m;
}

struct made *made_map(struct made *parent, const char *name, struct place at)
{
    return add(parent, name, NODE_MAP, (struct str){NULL, 0}, at);
}

struct made *made_list(struct made *parent, const char *name, struct place at)
{
    return add(parent, name, NODE_LIST, (struct str){NULL, 0}, at);
}

void made_text(struct made *parent, const char *name, struct str text, struct place at)
{
    if (text.len > 0)
        add(parent, name, NODE_SCALAR, text, at);
}

void made_number(struct made *parent, const char *name, int64_t value, struct place at)
{
    made_text(parent, name, str_format(parent->owner, "%lld", (long long)value), at);
}

void made_instant(struct made *parent, const char *name, int64_t instant, struct place at)
{
    struct text t;

    if (instant == CIVIL_NONE)
        return;
    text_init(&t, parent->owner);
    civil_print_instant(&t, instant);
    made_text(parent, name, text_str(&t), at);
}

void made_seconds(struct made *parent, const char *name, int64_t seconds, struct place at)
{
    const int64_t s = seconds < 0 ? -seconds : seconds;

    made_text(parent, name, str_format(parent->owner, "%sPT%lldH%lldM%lldS", seconds < 0 ? "-" : "",
                                       (long long)(s / 3600), (long long)(s / 60 % 60),
                                       (long long)(s % 60)), at);
}
