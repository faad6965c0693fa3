/* SPDX-License-Identifier: Apache-2.0 */
/* What stands outside the claims of reports beside each other, judged by what their claims say.
 *
 * No register is told again, so a word is refused only where the reports show that it is not
 * theirs: a name that a claim has elsewhere, or a judgement or promise that no register ever
 * words, where a claim of any of them says that what it speaks of is off or at risk.
 */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/document/document.h"
#include "core/report/agree.h"
#include "core/report/sent_words.h"
#include "core/report/together.h"

enum { NAME_CEILING = 1 << 16 };

/* --- what is off, and who there is ----------------------------------------------------------- */

static struct str subject_of(struct str claim)
{
    return str_slice(claim, 0, str_find_char(claim, '.'));
}

/* The last word of the id of a claim that names a person. */
static bool is_of_person(struct str claim)
{
    static const char *const who[] = {".owner", ".decider", ".ask", ".lead", ".agreed_by",
                                      ".made_by", ".sponsor", ".manager", ".chair"};

    for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++)
        if (str_ends(claim, str_of(who[i])))
            return true;
    return false;
}

static bool is_capital(struct str word)
{
    return word.len > 1 && word.ptr[0] >= 'A' && word.ptr[0] <= 'Z' && word.ptr[1] >= 'a' &&
           word.ptr[1] <= 'z';
}

/* "Rosa Haas": each word begins with a capital letter, and there are two or more. */
static bool is_full_name(struct str words)
{
    struct str word;
    size_t count = 0;

    while (str_split(&words, ' ', &word)) {
        if (!is_capital(word) && !(word.len > 0 && (unsigned char)word.ptr[0] >= 0x80))
            return false;
        count++;
    }
    return count >= 2;
}

static void add_name(struct together *v, struct map *seen, struct str name, struct str **items,
                     size_t *count, size_t *capacity)
{
    if (map_insert(seen, name, 0, NULL) &&
        arena_grow(v->owner, (void **)items, *count, capacity, sizeof((*items)[0]), NAME_CEILING))
        (*items)[(*count)++] = name;
}

static bool says_bad(const struct saying *s)
{
    return str_ends(s->claim, STR(".status")) && s->line > 0 &&
           (words_agree(s->words, STR("off course")) || words_agree(s->words, STR("at risk")));
}

static bool is_promise(const struct together *v, const struct saying *s)
{
    uint32_t ignored;

    return str_ends(s->claim, STR(".title")) && str_find_char(s->words, ' ') < s->words.len &&
           map_find(&v->first,
                    together_key(v, v->items[s->file].run,
                                 str_format(v->owner, "%.*s.likely",
                                            STR_ARG(subject_of(s->claim)))),
                    &ignored);
}

static void learn(struct together *v)
{
    struct map people, promises;

    map_init(&people, v->owner);
    map_init(&promises, v->owner);
    map_init(&v->off, v->owner);
    v->first_off = ARENA_ARRAY(v->owner, uint32_t, v->count + 1);
    for (uint32_t n = 1; n <= v->saying_count; n++) {
        const struct saying *s = &v->sayings[n - 1];
        const size_t run = v->items[s->file].run;

        if (says_bad(s)) {
            map_insert(&v->off, together_key(v, run, subject_of(s->claim)), n, NULL);
            v->first_off[run] = v->first_off[run] > 0 ? v->first_off[run] : n;
        }
        if (is_of_person(s->claim) && is_full_name(s->words))
            add_name(v, &people, s->words, &v->people, &v->person_count, &v->person_capacity);
        if (is_promise(v, s))
            add_name(v, &promises, s->words, &v->promises, &v->promise_count,
                     &v->promise_capacity);
    }
}

/* --- names ----------------------------------------------------------------------------------- */

/* Who a claim about what the line speaks of says it is, if that is somebody else. */
static const struct saying *says_other(const struct together *v, size_t file,
                                       const struct sent_line *line, struct str name)
{
    for (size_t i = 0; i < line->count; i++) {
        const struct str subject = subject_of(line->parts[i].claim);

        for (uint32_t n = 0; subject.len > 0 && n < v->saying_count; n++) {
            const struct saying *s = &v->sayings[n];

            if (s->line > 0 && v->items[s->file].run == v->items[file].run &&
                is_of_person(s->claim) && str_equal(subject_of(s->claim), subject) &&
                is_full_name(s->words) && !str_equal(s->words, name))
                return s;
        }
    }
    return NULL;
}

static void refuse_name(struct together *v, size_t file, const struct sent_line *line,
                        struct str name)
{
    const struct saying *other = says_other(v, file, line, name);
    const unsigned row = together_row(&v->items[file], line);

    if (other)
        together_lie(v, file, "contradicts", row,
                     "'%.*s' rests on no claim, and %.*s is '%.*s' in %.*s", STR_ARG(name),
                     STR_ARG(other->claim), STR_ARG(other->words),
                     STR_ARG(together_place(v, other->file, other->line)));
    else
        together_lie(v, file, "no-fact", row, "the name '%.*s' rests on no claim", STR_ARG(name));
}

static struct str known_in(struct str text, const struct str *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_find(text, names[i]) < text.len)
            return names[i];
    return STR("");
}

/* A name in claims nowhere: two words with capital letters in the middle of a sentence. A row of a
 * table has its cells beside each other. */
static struct str unknown_in(const struct sent_line *line, const struct words *w,
                             struct arena *owner)
{
    for (size_t i = 1; i + 1 < w->count && !line->row; i++)
        if (!w->is_claim[i] && !w->is_claim[i + 1] && !w->first[i] &&
            !w->first[i + 1] && is_capital(w->items[i]) && is_capital(w->items[i + 1]))
            return str_format(owner, "%.*s %.*s", STR_ARG(w->items[i]),
                              STR_ARG(w->items[i + 1]));
    return STR("");
}

static bool check_names(struct together *v, size_t file, const struct sent_line *line,
                        const struct words *w)
{
    struct str name = STR("");

    for (size_t i = 0; i < line->count && name.len == 0; i++) {
        if (line->parts[i].claim.len > 0)
            continue;
        name = known_in(line->parts[i].text, v->people, v->person_count);
        if (name.len == 0)
            name = known_in(line->parts[i].text, v->promises, v->promise_count);
    }
    if (name.len == 0)
        name = unknown_in(line, w, v->owner);
    if (name.len > 0)
        refuse_name(v, file, line, name);
    return name.len > 0;
}

/* --- judgements ------------------------------------------------------------------------------ */

/* Words that no register has outside its claims. tests/tell shows it of ours. */
static bool is_judgement(struct str word)
{
    static const char *const words[] = {
        "guarantee", "guaranteed", "commit", "committed", "certain", "certainly", "definitely",
        "surely", "safe", "safely", "fine", "approved", "unlikely", "soon", "cheap", "saved",
        "saves", "saving", "confirmed", "resolved", "solved", "probably", "possibly", "perhaps",
        "maybe", "confident", "confidently", "comfortable", "comfortably", "healthy", "stable",
        "good", "well", "great", "excellent", "bad", "badly", "poor", "easily", "slight",
        "slightly", "manageable", "acceptable", "control", "worry", "problems", "improving",
        "improved", "recovering", "recovered", "delayed", "postponed", "cancelled", "completed",
        "succeed", "fails", "failed", "impossible", "assured", "firm", "firmly", "final",
        "proven", "proved", "doubted", "unanimous", "everything", "everybody", "everyone",
        "anything", "always", "track", "met", "passed", "cleared", "yes", "ready", "shipped",
        "launched", "released", "signed", "cancel", "tomorrow", "yesterday", "double", "twice",
        "third", "dozen", "dozens", "couple", "billion", "million", "thousand", "hundred", "zero",
        "six", "seven", "lets", "let", "red", "amber", "never", "sooner", "free", "critical"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal_nocase(word, str_of(words[i])))
            return true;
    return false;
}

static bool is_either(struct str word, const char *a, const char *b)
{
    return str_equal_nocase(word, str_of(a)) || str_equal_nocase(word, str_of(b));
}

/* Two words in a row that no register has, though it has each of them. */
static bool is_judging_pair(struct str left, struct str right)
{
    static const char *const pairs[][2] = {
        {"no", "risk"}, {"no", "risks"}, {"no", "cause"}, {"no", "doubt"}, {"no", "delay"},
        {"no", "danger"}, {"no", "problem"}, {"not", "late"}, {"not", "off"}, {"never", "late"},
        {"on", "time"}, {"on", "schedule"}, {"agreed", "to"}, {"we", "will"}, {"will", "be"},
        {"will", "ship"}, {"will", "keep"}, {"all", "green"}, {"all", "done"}};

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        if (str_equal_nocase(left, str_of(pairs[i][0])) &&
            str_equal_nocase(right, str_of(pairs[i][1])))
            return true;
    return false;
}

/* "On course" and "green" outside claims are said of what is not ("nothing here is on course or
 * off", "not green yet", "path to green") or of what the words mean ("On course from 80 %"). */
static bool is_status(const struct words *w, size_t i)
{
    if (str_equal_nocase(w->items[i], STR("green")))
        return !is_either(w->items[i - 1], "not", "to");
    if (!str_equal_nocase(w->items[i], STR("course")) ||
        !str_equal_nocase(w->items[i - 1], STR("on")) ||
        (w->first[i - 1] && str_equal(w->items[i + 1], STR("from"))))
        return false;
    for (size_t n = i - 1; n > 0 && n + 5 > i; n--)
        if (is_either(w->items[n], "nothing", "not"))
            return false;
    return true;
}

/* The saying that what the line speaks of is off or at risk; of a line that speaks of no promise,
 * that anything is. NULL: nothing shows that it is not as it says. */
static const struct saying *evidence_of(const struct together *v, size_t file,
                                        const struct sent_line *line)
{
    const size_t run = v->items[file].run;
    bool knows = false;
    uint32_t at;

    for (size_t i = 0; i < line->count; i++) {
        const struct str subject = subject_of(line->parts[i].claim);

        if (subject.len == 0)
            continue;
        if (map_find(&v->off, together_key(v, run, subject), &at))
            return &v->sayings[at - 1];
        knows |= map_find(&v->first,
                          together_key(v, run, str_format(v->owner, "%.*s.status",
                                                          STR_ARG(subject))), &at);
    }
    return knows || v->first_off[run] == 0 ? NULL : &v->sayings[v->first_off[run] - 1];
}

static void check_judgements(struct together *v, size_t file, const struct sent_line *line,
                             const struct words *w)
{
    for (size_t i = 1; i < w->count; i++) {
        const struct saying *bad;

        if (w->is_claim[i] ||
            !(is_judgement(w->items[i]) || is_status(w, i) ||
              (!w->is_claim[i - 1] && is_judging_pair(w->items[i - 1], w->items[i]))))
            continue;
        bad = evidence_of(v, file, line);
        if (bad)
            together_lie(v, file, "no-fact", together_row(&v->items[file], line),
                         "'%.*s' rests on no claim, and %.*s is '%.*s' in %.*s",
                         STR_ARG(str_trim(words_around(w, i, v->owner))), STR_ARG(bad->claim),
                         STR_ARG(bad->words),
                         STR_ARG(together_place(v, bad->file, bad->line)));
        return;
    }
}

/* --- what no reader sees --------------------------------------------------------------------- */

static struct str style_of_ours(struct arena *owner)
{
    struct document d;
    struct text bytes;
    struct sent sent;

    document_init(&d, owner);
    text_init(&bytes, owner);
    document_write_html(&d, &(struct html_form){STR("")}, &bytes);
    sent_read(text_str(&bytes), owner, &sent);
    return sent.style;
}

static void check_seen(struct together *v, size_t file)
{
    const struct sent *s = &v->items[file].sent;

    if (s->hidden)
        together_lie(v, file, "hidden", 0,
                     "words are %s: a reader does not see what it says", s->hidden);
    if (s->style.len > 0 && !str_equal(s->style, v->style))
        together_lie(v, file, "hidden", 0,
                     "its style or script is not that of our pages, and can hide words");
    if (s->cut)
        together_lie(v, file, "cut-off", 0,
                     "it ends in the middle: send it whole, as it was made");
}

/* --- all ------------------------------------------------------------------------------------- */

/* The id of an object says itself whose it is. */
static void check_ids(struct together *v)
{
    for (size_t n = 0; n < v->saying_count; n++) {
        const struct saying *s = &v->sayings[n];

        if (s->line > 0 && str_ends(s->claim, STR(".id")) &&
            str_equal(s->claim, str_format(v->owner, "%.*s.id", STR_ARG(subject_of(s->claim)))) &&
            !str_equal(s->words, subject_of(s->claim)))
            together_lie(v, s->file, "contradicts", s->line, "%.*s is '%.*s' here",
                         STR_ARG(s->claim), STR_ARG(s->words));
    }
}

void together_check_words(struct together *v)
{
    learn(v);
    v->style = style_of_ours(v->owner);
    check_ids(v);
    for (size_t i = 0; i < v->count; i++) {
        const struct sent *s = &v->items[i].sent;

        if (!s->marked)
            continue;
        check_seen(v, i);
        for (size_t n = 0; n < s->count; n++) {
            const struct words w = words_of(&s->lines[n], v->owner);

            if (!s->lines[n].drawn && !check_names(v, i, &s->lines[n], &w))
                check_judgements(v, i, &s->lines[n], &w);
        }
    }
}
