/* SPDX-License-Identifier: Apache-2.0 */
/* xml_fixture.h - trees of plain XML for the formats' unit tests: elements and text only, no
 * attributes, entities or declarations. The real reader is the application's. */
#ifndef BATON_TESTS_UNIT_XML_FIXTURE_H
#define BATON_TESTS_UNIT_XML_FIXTURE_H

#include "core/base/str.h"
#include "core/syntax/tree.h"
#include "tests/unit/harness.h"

struct xml_fixture {
    struct str rest;
    struct tree_builder *tree;
    uint32_t source, line;
};

static inline struct place xml_fixture_place(const struct xml_fixture *x, size_t length)
{
    return (struct place){x->source, x->line, 1, (uint32_t)length};
}

/* One element, from its `<` on. */
static inline bool xml_fixture_element(struct xml_fixture *x)
{
    const size_t close = str_find_char(x->rest, '>');
    const struct str name = str_slice(x->rest, 1, close);
    struct str text, rest = str_slice(x->rest, close + 1, x->rest.len);

    text = str_trim(str_slice(rest, 0, str_find_char(rest, '<')));
    rest = str_slice(rest, str_find_char(rest, '<'), rest.len);
    x->line++;
    if (str_starts(rest, STR("</"))) {
        tree_scalar(x->tree, str_is_empty(text) ? NODE_NULL : NODE_SCALAR, NODE_PLAIN, name,
                    xml_fixture_place(x, name.len), 0, text, xml_fixture_place(x, text.len), 0, 0);
    } else {
        tree_begin(x->tree, NODE_MAP, name, xml_fixture_place(x, name.len), 0,
                   xml_fixture_place(x, name.len), 0);
        for (x->rest = rest; str_starts(x->rest, STR("<")) && !str_starts(x->rest, STR("</"));)
            if (!xml_fixture_element(x))
                return false;
        rest = x->rest;
        tree_end(x->tree, 0);
    }
    if (!str_starts(rest, STR("</")))
        return false;
    rest = str_slice(rest, str_find_char(rest, '>') + 1, rest.len);
    x->rest = str_trim(rest);
    return true;
}

static inline const struct node *tree_from_xml(struct test *t, const char *xml)
{
    struct xml_fixture x = {.rest = str_of(xml)};

    x.source = diags_source(t->diags, STR("plan.xml"), str_of(xml));
    x.tree = tree_builder_new(t->arena, x.source, true, t->diags);
    if (!xml_fixture_element(&x))
        test_fail(t, __FILE__, __LINE__, "the fixture is not XML: %s", xml);
    return tree_finish(x.tree);
}

#endif
