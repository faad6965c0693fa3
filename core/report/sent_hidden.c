/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a tag hides or strikes out what is in it: a reader does not see what verify reads.
 *
 * Mail programs write styles of their own (fonts, margins, black text), which hide nothing. What
 * could hide is known by its property; a value that is not understood there is taken for hiding.
 */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/report/verify.h"

enum {
    FAR = 100,                  /* of a margin or an indent: pixels to the left that are far */
    SMALL = 500,                /* of a font, thousandths of a usual one */
    LIGHT_GROUND = 160, DARK_TEXT = 150, APART = 80     /* brightness of 255 */
};

static const char *const by_style = "hidden by its style";

static char small_letter(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* In small letters, without blanks; of a value without its quotes. */
static struct str squeezed(struct arena *owner, struct str s)
{
    struct text text;

    text_init(&text, owner);
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != ' ' && s.ptr[i] != '\t' && s.ptr[i] != '\n' && s.ptr[i] != '\r')
            text_add_char(&text, small_letter(s.ptr[i]));
    return text_str(&text);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '/';
}

/* The value of an attribute; a name alone has an empty one. False: the tag has none. */
static bool attribute_of(struct str tag, struct str name, struct str *ret_value)
{
    char quote = 0;

    for (size_t at = 0; at + name.len < tag.len; at++) {
        const char c = tag.ptr[at];
        size_t end = at + 1 + name.len;

        if (quote == 0 ? c == '"' || c == '\'' : c == quote)
            quote = quote == 0 ? c : 0;
        if (quote != 0 || !is_blank(c) ||
            !str_equal_nocase(str_slice(tag, at + 1, end), name) ||
            (end < tag.len && !is_blank(tag.ptr[end]) && tag.ptr[end] != '='))
            continue;
        while (end < tag.len && is_blank(tag.ptr[end]))
            end++;
        if (end >= tag.len || tag.ptr[end] != '=') {
            *ret_value = STR("");
            return true;
        }
        for (end++; end < tag.len && is_blank(tag.ptr[end]);)
            end++;
        quote = end < tag.len && (tag.ptr[end] == '"' || tag.ptr[end] == '\'') ? tag.ptr[end] : 0;
        *ret_value = str_slice(tag, end + (quote != 0), tag.len);
        for (size_t i = 0; i < ret_value->len; i++)
            if (quote != 0 ? ret_value->ptr[i] == quote : is_blank(ret_value->ptr[i])) {
                *ret_value = str_slice(*ret_value, 0, i);
                break;
            }
        return true;
    }
    return false;
}

/* --- colours ---------------------------------------------------------------------------------- */

/* "ff", "f" twice, of a colour in hexadecimal; -1: no digits. */
static int hex_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int brightness(const int *rgb)
{
    return (rgb[0] * 299 + rgb[1] * 587 + rgb[2] * 114) / 1000;
}

/* 0 to 255; -1: not known, or it lets what is behind it through. */
static int brightness_of(struct str colour)
{
    static const struct {
        const char *name;
        int bright;
    } names[] = {{"black", 0}, {"navy", 15}, {"blue", 29}, {"darkblue", 16}, {"maroon", 38},
                 {"darkred", 42}, {"red", 76}, {"green", 75}, {"darkgreen", 59},
                 {"purple", 53}, {"teal", 90}, {"brown", 82}, {"gray", 128}, {"grey", 128},
                 {"dimgray", 105}, {"windowtext", 0}, {"inherit", 0}, {"initial", 0},
                 {"white", 255}, {"yellow", 226}, {"silver", 192}, {"lightgrey", 211},
                 {"lightgray", 211}, {"window", 255}};
    int rgb[3] = {-1, -1, -1};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (str_equal(colour, str_of(names[i].name)))
            return names[i].bright;
    if (colour.len > 0 && colour.ptr[0] == '#' && (colour.len == 4 || colour.len == 7)) {
        const size_t each = colour.len == 4 ? 1 : 2;

        for (size_t i = 0; i < 3; i++) {
            const int high = hex_of(colour.ptr[1 + i * each]);
            const int low = hex_of(colour.ptr[i * each + each]);

            if (high < 0 || low < 0)
                return -1;
            rgb[i] = high * 16 + low;
        }
        return brightness(rgb);
    }
    if (str_starts(colour, STR("rgb(")) && str_ends(colour, STR(")"))) {
        struct str rest = str_slice(colour, 4, colour.len - 1), part;

        for (size_t i = 0; i < 3; i++) {
            int64_t value;

            if (!str_split(&rest, ',', &part) || !str_to_i64(part, &value) || value < 0 ||
                value > 255)
                return -1;
            rgb[i] = (int)value;
        }
        return rest.len == 0 ? brightness(rgb) : -1;
    }
    return -1;
}

/* Text of that colour on that ground; empty: ours, dark on light. */
static bool is_seen(struct str colour, struct str ground)
{
    const bool own = ground.len > 0 && !str_equal(ground, STR("transparent")) &&
                     !str_equal(ground, STR("none")) && !str_equal(ground, STR("inherit")) &&
                     !str_equal(ground, STR("initial"));
    const int text = colour.len > 0 ? brightness_of(colour) : 0;
    const int behind = own ? brightness_of(ground) : 255;

    if (text < 0 || behind < 0)
        return false;
    if (colour.len > 0 && own)
        return text - behind >= APART || behind - text >= APART;
    return own ? behind >= LIGHT_GROUND : text <= DARK_TEXT;
}

/* --- sizes and places ------------------------------------------------------------------------- */

/* A number in thousandths and its unit. False: it is none. */
static bool number_of(struct str value, int64_t *ret_milli, struct str *ret_unit)
{
    size_t end = value.len > 0 && (value.ptr[0] == '-' || value.ptr[0] == '+');
    const size_t from = value.len > 0 && value.ptr[0] == '+';

    while (end < value.len &&
           ((value.ptr[end] >= '0' && value.ptr[end] <= '9') || value.ptr[end] == '.'))
        end++;
    *ret_unit = str_slice(value, end, value.len);
    return end > from && end - from < 12 &&
           str_to_fixed(str_slice(value, from, end), 3, ret_milli);
}

static bool is_readable_size(struct str value)
{
    static const struct {
        const char *unit;
        int64_t usual;
    } units[] = {{"px", 13000}, {"pt", 10000}, {"em", 1000}, {"rem", 1000}, {"%", 100000}};
    static const char *const words[] = {"small", "medium", "large", "x-large", "xx-large",
                                        "smaller", "larger", "inherit", "initial", "x-small"};
    struct str unit;
    int64_t milli;

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal(value, str_of(words[i])))
            return true;
    if (!number_of(value, &milli, &unit))
        return false;
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (str_equal(unit, str_of(units[i].unit)))
            return milli >= units[i].usual * SMALL / 1000;
    return false;
}

/* Nothing of it lies far to the left or above: "0 0 12pt -4px". */
static bool is_near(struct str value)
{
    for (size_t i = 0; i + 1 < value.len; i++) {
        struct str unit;
        int64_t milli;

        if (value.ptr[i] == '-' && value.ptr[i + 1] >= '0' && value.ptr[i + 1] <= '9' &&
            (!number_of(str_slice(value, i, value.len), &milli, &unit) ||
             milli < -FAR * INT64_C(1000) ||
             (!str_starts(unit, STR("px")) && !str_starts(unit, STR("pt")) && milli < -5000)))
            return false;
    }
    return true;
}

/* Whether one property of a style hides. */
static bool property_hides(struct str name, struct str value)
{
    static const char *const places[] = {"transform", "clip", "clip-path", "mask", "filter", "left",
                                         "top", "right", "bottom", "translate", "scale", "zoom",
                                         "content-visibility", "mix-blend-mode", "rotate",
                                         "-webkit-text-fill-color", "-webkit-mask", "font",
                                         "animation", "content", "text-decoration-thickness"};
    struct str unit;
    int64_t milli = 0;

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        if (str_equal(name, str_of(places[i])))
            return !(str_equal(name, STR("font")) && str_find(value, STR("0p")) >= value.len &&
                     str_find(value, STR("1p")) >= value.len);
    if (str_equal(name, STR("position")))
        return !str_equal(value, STR("static")) && !str_equal(value, STR("relative"));
    if (str_equal(name, STR("display")))
        return str_equal(value, STR("none"));
    if (str_equal(name, STR("visibility")))
        return !str_equal(value, STR("visible"));
    if (str_equal(name, STR("opacity")))
        return !number_of(value, &milli, &unit) || milli < SMALL;
    if (str_equal(name, STR("font-size")))
        return !is_readable_size(value);
    if (str_starts(name, STR("margin")) || str_equal(name, STR("text-indent")) ||
        str_equal(name, STR("letter-spacing")) || str_equal(name, STR("word-spacing")))
        return !is_near(value);
    if (str_ends(name, STR("width")) || str_ends(name, STR("height")))
        return !str_starts(name, STR("border")) && number_of(value, &milli, &unit) &&
               milli < 1000 && !str_starts(name, STR("min-"));
    return str_starts(name, STR("text-decoration")) &&
           str_find(value, STR("line-through")) < value.len;
}

static const char *style_hides(struct arena *owner, struct str style)
{
    struct str rest = squeezed(owner, style), part, colour = STR(""), ground = STR("");

    /* Spelt so that it is not read here as a browser reads it. */
    if (str_find_char(rest, '\\') < rest.len || str_find_char(rest, '&') < rest.len ||
        str_find(rest, STR("/*")) < rest.len)
        return by_style;
    while (str_split(&rest, ';', &part)) {
        const size_t colon = str_find_char(part, ':');
        const struct str name = str_slice(part, 0, colon);
        struct str value = str_slice(part, colon + 1, part.len);

        if (str_ends(value, STR("!important")))
            value = str_slice(value, 0, value.len - STR("!important").len);
        if (str_equal(name, STR("color")))
            colour = value;
        else if (str_equal(name, STR("background")) || str_equal(name, STR("background-color")))
            ground = value;
        else if (property_hides(name, value))
            return by_style;
    }
    return (colour.len > 0 || ground.len > 0) && !is_seen(colour, ground)
               ? "in a colour that is not seen on its ground" : NULL;
}

const char *sent_hides(struct arena *owner, struct str name, struct str tag)
{
    static const char *const struck[] = {"s", "del", "strike", "template", "noscript", "iframe",
                                         "object", "embed", "textarea"};
    struct str style, colour = STR(""), ground = STR("");

    for (size_t i = 0; i < sizeof(struck) / sizeof(struck[0]); i++)
        if (str_equal_nocase(name, str_of(struck[i])))
            return i < 3 ? "struck out" : "hidden";
    if (attribute_of(tag, STR("hidden"), &style))
        return "hidden";
    attribute_of(tag, STR("color"), &colour);
    attribute_of(tag, STR("bgcolor"), &ground);
    colour = squeezed(owner, colour);
    ground = squeezed(owner, ground);
    if ((colour.len > 0 || ground.len > 0) && !is_seen(colour, ground))
        return "in a colour that is not seen on its ground";
    if (str_equal_nocase(name, STR("font")) && attribute_of(tag, STR("size"), &style) &&
        (style.len == 0 || style.ptr[0] == '-' || style.ptr[0] == '0'))
        return by_style;
    return attribute_of(tag, STR("style"), &style) ? style_hides(owner, style) : NULL;
}
