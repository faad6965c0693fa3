/* SPDX-License-Identifier: Apache-2.0 */
/* Words of reports as they were sent: what could say something true or false. */
#include "core/report/sent_words.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/report/agree.h"
#include "core/report/verify.h"

struct str words_blanks(struct arena *owner, struct str s)
{
    struct text text;

    text_init(&text, owner);
    for (size_t i = 0; i < s.len; i++) {
        const bool hard = (unsigned char)s.ptr[i] == 0xc2 && i + 1 < s.len &&
                          (unsigned char)s.ptr[i + 1] == 0xa0;

        i += hard;
        if (!hard && s.ptr[i] != ' ' && s.ptr[i] != '\n')
            text_add_char(&text, s.ptr[i]);
        else if (text.len > 0 && text.ptr[text.len - 1] != ' ')
            text_add_char(&text, ' ');
    }
    return str_trim(text_str(&text));
}

/* Words that promise, judge, deny or date. */
static bool is_loaded(struct str word)
{
    static const char *const words[] = {
        "not", "no", "never", "none", "nothing", "all", "every", "only", "without", "cannot",
        "will", "promise", "promised", "promises", "guarantee", "guaranteed", "commit", "committed",
        "certain", "certainly", "definitely", "sure", "surely", "safe", "fine", "track", "course",
        "green", "amber", "red", "grey", "off", "risk", "done", "finished", "met", "missed", "go",
        "late", "early", "agreed", "approved", "accepted", "likely", "unlikely", "percent", "week",
        "weeks", "day", "days", "month", "months", "half", "double", "twice", "zero", "one", "two",
        "three", "four", "five", "six", "seven", "eight", "nine", "ten", "hundred", "thousand",
        "million", "january", "february", "march", "april", "may", "june", "july", "august",
        "september", "october", "november", "december", "today", "tomorrow", "next", "soon",
        "free", "cheap", "saved", "confirmed", "decided", "resolved", "solved", "fixed",
        /* judgements that need no number */
        "probably", "possibly", "perhaps", "maybe", "confident", "confidently", "comfortable",
        "comfortably", "healthy", "stable", "good", "well", "great", "excellent", "bad", "badly",
        "poor", "better", "worse", "best", "worst", "ahead", "behind", "easily", "minor", "slight",
        "slightly", "small", "manageable", "acceptable", "control", "worry", "problem", "problems",
        "improving", "improved", "recovering", "recovered", "delayed", "postponed", "cancelled",
        "dropped", "blocked", "critical", "ready", "complete", "completed", "always", "succeed",
        "success", "fail", "fails", "failed", "impossible", "assured", "firm", "firmly", "final",
        "true", "false", "wrong", "proven", "proved",
        /* amounts, times and deeds without a digit */
        "third", "quarter", "fifth", "tenth", "dozen", "dozens", "couple", "several", "billion",
        "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "earlier", "later", "sooner", "yes", "delivered", "passed", "signed", "cleared", "shipped",
        "launched", "released", "handed", "cancel", "saves", "saving", "doubted", "unanimous",
        "everything", "everybody", "everyone", "nobody", "anything", "lets", "let"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal_nocase(word, str_of(words[i])))
            return true;
    return false;
}

/* Whether the word could say something true or false: then the register must have it in the same
 * place. A capital letter is a name. */
bool word_is_factual(struct str word, bool first)
{
    const unsigned char c = word.len > 0 ? (unsigned char)word.ptr[0] : 0;

    return word_has_digit(word) || is_loaded(word) || (c >= 'A' && c <= 'Z' && !first) ||
           c == '$' || c >= 0x80;
}

struct words words_of(const struct sent_line *line, struct arena *owner)
{
    struct words w = {line, NULL, NULL, NULL, 0};
    size_t room = 2;
    bool first = true;

    for (size_t i = 0; i < line->count; i++)
        room += line->parts[i].text.len + 1;
    w.items = ARENA_ARRAY(owner, struct str, room);
    w.first = ARENA_ARRAY(owner, bool, room);
    w.is_claim = ARENA_ARRAY(owner, bool, room);
    w.items[w.count++] = STR("");
    for (size_t i = 0; i < line->count; i++) {
        struct str rest = line->parts[i].text, piece;

        if (line->parts[i].claim.len > 0) {
            const struct str id = line->parts[i].claim;
            size_t dot = id.len;

            while (dot > 0 && id.ptr[dot - 1] != '.')
                dot--;
            w.is_claim[w.count] = true;
            w.items[w.count++] =
                str_format(owner, "<%.*s>", STR_ARG(str_slice(id, dot, id.len)));
            first = false;
            continue;
        }
        while (str_split(&rest, ' ', &piece)) {
            if (word_bare(piece).len > 0) {
                w.first[w.count] = first;
                w.items[w.count++] = word_bare(piece);
                first = false;
            }
            if (piece.len > 0 && str_find_char(STR(".:!?-"), piece.ptr[piece.len - 1]) < 5)
                first = true;
        }
    }
    w.items[w.count] = STR("");
    return w;
}

struct str words_around(const struct words *w, size_t i, struct arena *owner)
{
    return str_format(owner, "%.*s %.*s %.*s", STR_ARG(w->items[i - 1]), STR_ARG(w->items[i]),
                      STR_ARG(w->items[i + 1]));
}

bool word_is_direction(struct str word)
{
    static const char *const words[] = {"earlier", "later", "sooner", "more", "less", "above",
                                        "below"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal_nocase(word, str_of(words[i])))
            return true;
    return false;
}

bool word_is_denial(struct str word)
{
    static const char *const words[] = {"not", "no", "never", "none", "nothing", "nobody",
                                        "cannot", "without", "neither", "nor"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal_nocase(word, str_of(words[i])))
            return true;
    return false;
}

/* Two words in a row, whatever their case; empty at an end of the line. */
struct str words_pair(struct str left, struct str right, struct arena *owner)
{
    const struct str both = str_format(owner, "%.*s %.*s", STR_ARG(left), STR_ARG(right));
    char *bytes = (char *)both.ptr;

    for (size_t i = 0; i < both.len; i++)
        if (bytes[i] >= 'A' && bytes[i] <= 'Z')
            bytes[i] = (char)(bytes[i] - 'A' + 'a');
    return both;
}
