/* SPDX-License-Identifier: Apache-2.0 */
#include "core/format/loose.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/calendar/civil.h"
#include "core/format/made.h"

enum { ID_MOST = 200, NUMBER_MOST = 18, MICRO = 1000000, AMOUNT_MOST_S = 2000000000,
       LAG_PERCENT_FORMAT = 19, LAG_ELAPSED_FORMAT = 8, LAG_WORKING_FORMAT = 7 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* A decimal number off the front, with a point or a comma; in millionths. */
static bool take_number(struct str *s, int64_t *ret_micro)
{
    char digits[NUMBER_MOST + 1];
    size_t used = 0, at = 0;

    *s = str_trim(*s);
    for (; at < s->len && at < NUMBER_MOST; at++) {
        const char c = s->ptr[at];

        if (!(is_digit(c) || c == '.' || c == ',' || (at == 0 && (c == '+' || c == '-'))))
            break;
        digits[used++] = c == ',' ? '.' : c;
    }
    if (used == 0 || !str_to_fixed((struct str){digits, used}, 6, ret_micro))
        return false;
    *s = str_trim(str_slice(*s, at, s->len));
    return true;
}

static struct str take_letters(struct str *s)
{
    size_t at = 0;
    struct str word;

    while (at < s->len && is_letter(s->ptr[at]))
        at++;
    word = str_slice(*s, 0, at);
    *s = str_trim(str_slice(*s, at, s->len));
    return word;
}

static bool is_one_of(struct str word, const char *words)
{
    struct str rest = str_of(words), one;

    while (str_split(&rest, ' ', &one))
        if (str_equal_nocase(word, one))
            return true;
    return false;
}

/* Seconds of a unit of work, and of the clock; 0: no such unit. */
static int64_t unit_s(const struct loose *l, struct str word, bool elapsed)
{
    if (word.len == 0 ||
        is_one_of(word, "d day days dy dys t tag tage tagen tg tge j jr jrs jour jours dia dias "
                        "d\xc3\xad" "a d\xc3\xad" "as g giorno giorni gg dag dagen wd bd"))
        return elapsed ? 86400 : l->day_s;
    if (is_one_of(word, "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore "
                        "uur"))
        return 3600;
    if (is_one_of(word, "m min mins minute minutes minuten minuto minutos"))
        return 60;
    if (is_one_of(word, "s sec second seconds"))
        return 1;
    if (is_one_of(word, "w wk wks week weeks wo woche wochen sem sems semaine semaines semana "
                        "semanas settimana settimane week weken"))
        return elapsed ? 7 * 86400 : l->week_s;
    if (is_one_of(word, "mo mon mons month months monat monate mois mes meses ms mese mesi "
                        "m\xc3\xaas maand maanden"))
        return elapsed ? 30 * 86400 : l->month_s;
    if (is_one_of(word, "y yr yrs year years jahr jahre an ans ann\xc3\xa9" "e ann\xc3\xa9" "es"))
        return elapsed ? 365 * 86400 : 12 * l->month_s;
    return 0;
}

bool loose_amount_read(const struct loose *l, struct str s, struct loose_amount *ret)
{
    struct loose_amount a = {0};
    int64_t micro, unit;
    struct str word;

    if (!take_number(&s, &micro))
        return false;
    if (s.len > 0 && s.ptr[0] == '%') {
        a.percent = true;
        a.percent_micro = micro;
        *ret = a;
        return str_trim(str_slice(s, 1, s.len)).len == 0;
    }
    word = take_letters(&s);
    if (is_one_of(word, "working work business"))      /* "5 working days" */
        word = take_letters(&s);
    if (word.len > 0 && s.len > 0 && s.ptr[0] == '.')   /* "5 Std." */
        s = str_trim(str_slice(s, 1, s.len));
    unit = unit_s(l, word, false);
    if (unit == 0 && word.len > 1 && (word.ptr[0] == 'e' || word.ptr[0] == 'E' ||
                                      word.ptr[0] == 'f' || word.ptr[0] == 'F')) {
        a.elapsed = true;       /* "ed"; German "ft", fortlaufend */
        unit = unit_s(l, str_slice(word, 1, word.len), true);
    }
    if (s.len > 0 && s.ptr[0] == '?') {
        a.estimated = true;
        s = str_trim(str_slice(s, 1, s.len));
    }
    if (unit == 0 || s.len > 0 || micro > AMOUNT_MOST_S / unit * MICRO ||
        micro < -(AMOUNT_MOST_S / unit * MICRO))
        return false;
    a.seconds = (micro * unit + (micro < 0 ? -MICRO / 2 : MICRO / 2)) / MICRO;
    *ret = a;
    return true;
}

/* --- dates ----------------------------------------------------------------------------------- */

static bool take_whole(struct str *s, int64_t *ret_value, size_t *ret_digits)
{
    size_t at = 0;

    while (at < s->len && at < 9 && is_digit(s->ptr[at]))
        at++;
    *ret_digits = at;
    if (at == 0 || !str_to_i64(str_slice(*s, 0, at), ret_value))
        return false;
    *s = str_slice(*s, at, s->len);
    return true;
}

static int month_of(struct str word)
{
    static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
                                         "sep", "oct", "nov", "dec"};
    static const char *const others[] = {
        "janv janvier januar j\xc3\xa4n j\xc3\xa4nner enero ene gennaio gen",
        "f\xc3\xa9v f\xc3\xa9vr f\xc3\xa9vrier feb febbraio",
        "m\xc3\xa4r m\xc3\xa4rz mrz mars marzo", "avr avril abr abril aprile",
        "mai mayo maggio mag",
        "juin junio giugno giu", "juil juillet julio luglio lug", "ao\xc3\xbb" "t agosto ago",
        "sept septembre set settembre", "okt oktober ott ottobre", "novembre",
        "dez dezember d\xc3\xa9" "c d\xc3\xa9" "cembre dic diciembre"};

    for (int i = 0; i < 12 && word.len >= 3; i++)
        if (str_equal_nocase(str_slice(word, 0, 3), str_of(months[i])))
            return i + 1;
    for (int i = 0; i < 12 && word.len > 0; i++)
        if (is_one_of(word, others[i]))
            return i + 1;
    return 0;
}

bool loose_time_read(struct str s, int32_t *ret_s)
{
    int64_t hour, minute = 0, second = 0;
    size_t digits;

    s = str_trim(s);
    if (!take_whole(&s, &hour, &digits) || digits > 2 || s.len == 0 ||
        (s.ptr[0] != ':' && s.ptr[0] != '.'))
        return false;
    s = str_slice(s, 1, s.len);
    if (!take_whole(&s, &minute, &digits) || digits > 2)
        return false;
    if (s.len > 0 && s.ptr[0] == ':') {
        s = str_slice(s, 1, s.len);
        if (!take_whole(&s, &second, &digits) || digits > 2)
            return false;
    }
    s = str_trim(s);
    if (str_equal_nocase(s, STR("pm")) && hour < 12)
        hour += 12;
    else if (str_equal_nocase(s, STR("am")) && hour == 12)
        hour = 0;
    else if (s.len > 0 && !str_equal_nocase(s, STR("pm")) && !str_equal_nocase(s, STR("am")))
        return false;
    *ret_s = (int32_t)(hour * 3600 + minute * 60 + second);
    return hour <= 24 && minute < 60 && second < 60;
}

struct parts {
    int64_t value[3];
    size_t digits[3];
    int month_at;               /* index of a month stated as a word; -1: none */
    bool dots;
    struct str rest;
};

/* Three numbers, or two and the name of a month, with a weekday before or not. */
static bool cut_date(struct str s, struct parts *p)
{
    *p = (struct parts){.month_at = -1};
    s = str_trim(s);
    if (s.len > 0 && is_letter(s.ptr[0])) {
        struct str after = s, word = take_letters(&after);

        if (month_of(word) == 0 || (after.len > 0 && !is_digit(after.ptr[0]) &&
                                    after.ptr[0] != '-' && after.ptr[0] != ' '))
            s = after;          /* "Fri 17/10/14" */
    }
    while (s.len > 0 && (s.ptr[0] == ',' || s.ptr[0] == '.' || s.ptr[0] == ' '))
        s = str_slice(s, 1, s.len);
    for (int i = 0; i < 3; i++) {
        if (s.len > 0 && is_letter(s.ptr[0])) {
            p->value[i] = month_of(take_letters(&s));
            if (p->value[i] == 0 || p->month_at >= 0)
                return false;
            p->month_at = i;
        } else if (!take_whole(&s, &p->value[i], &p->digits[i])) {
            return false;
        }
        if (i == 2)
            break;
        p->dots |= s.len > 0 && s.ptr[0] == '.';
        if (s.len == 0 || !(s.ptr[0] == '/' || s.ptr[0] == '.' || s.ptr[0] == '-' ||
                            s.ptr[0] == ' ' || s.ptr[0] == ',' || is_letter(s.ptr[0]) ||
                            (p->month_at == i && is_digit(s.ptr[0]))))
            return false;
        while (s.len > 0 && (s.ptr[0] == '/' || s.ptr[0] == '.' || s.ptr[0] == '-' ||
                             s.ptr[0] == ' ' || s.ptr[0] == ','))
            s = str_slice(s, 1, s.len);
    }
    p->rest = str_trim(s);
    return true;
}

void loose_date_look(struct loose *l, struct str s)
{
    struct parts p;

    if (!cut_date(s, &p) || p.month_at >= 0 || p.digits[0] == 4)
        return;
    l->saw_day_first |= p.dots || (p.value[0] > 12 && p.value[0] <= 31);
    l->saw_month_first |= !p.dots && p.value[1] > 12 && p.value[1] <= 31;
}

bool loose_date_read(const struct loose *l, struct str s, int64_t *ret_instant, bool *ret_has_time)
{
    int64_t year, month, day;
    int32_t time = 0;
    struct parts p;

    s = str_trim(s);
    if (civil_parse(s, ret_instant, ret_has_time))
        return true;
    if (!cut_date(s, &p))
        return false;
    if (p.month_at >= 0) {
        month = p.value[p.month_at];
        day = p.value[p.month_at == 0 ? 1 : 0];
        year = p.value[2];
    } else if (p.digits[0] == 4) {
        year = p.value[0], month = p.value[1], day = p.value[2];
    } else {
        const bool day_first = p.dots || (l->day_first && p.value[1] <= 12) || p.value[0] > 12;

        day = p.value[day_first ? 0 : 1];
        month = p.value[day_first ? 1 : 0];
        year = p.value[2];
    }
    if (year < 100)
        year += year < 80 ? 2000 : 1900;
    if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 ||
        day > civil_days_in_month((int)year, (int)month))
        return false;
    *ret_has_time = p.rest.len > 0;
    if (*ret_has_time && !loose_time_read(p.rest, &time))
        return false;
    *ret_instant = civil_day((int)year, (int)month, (int)day) * CIVIL_DAY_S + time;
    return true;
}

bool loose_share_read(struct str s, int64_t *ret_ppm)
{
    int64_t micro;

    if (!take_number(&s, &micro))
        return false;
    if (s.len > 0 && s.ptr[0] == '%')
        micro /= 100;
    else if (s.len > 0)
        return false;
    else if (micro > MICRO)
        micro /= 100;           /* "45" in a column of percentages */
    *ret_ppm = micro;
    return true;
}

bool loose_flag_read(struct str s, bool *ret_flag)
{
    s = str_trim(s);
    *ret_flag = is_one_of(s, "1 y yes true x ja oui si wahr vrai");
    return *ret_flag || s.len == 0 || is_one_of(s, "0 n no false nein non falsch faux");
}

/* --- links ----------------------------------------------------------------------------------- */

/* MSPDI's numbers: 0 FF, 1 FS, 2 SF, 3 SS. */
static bool take_type(struct str *s, int64_t *ret_type)
{
    static const struct {
        const char *word;
        int type;
    } types[] = {{"FS", 1}, {"SS", 3}, {"FF", 0}, {"SF", 2}, {"EA", 1}, {"AA", 3}, {"EE", 0},
                 {"AE", 2}, {"FD", 1}, {"DD", 3}, {"DF", 2}, {"FC", 1}, {"CC", 3}, {"CF", 2}};

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (str_equal_nocase(str_slice(*s, 0, 2), str_of(types[i].word))) {
            *ret_type = types[i].type;
            *s = str_trim(str_slice(*s, 2, s->len));
            return true;
        }
    return false;
}

/* The longest beginning that is the name of a task and leaves a type, a lag or nothing behind. */
static bool take_task(const struct loose_ids *known, struct str *s, uint32_t *ret_index)
{
    for (size_t length = s->len < ID_MOST ? s->len : ID_MOST; length > 0; length--) {
        struct str rest = str_trim(str_slice(*s, length, s->len)), type;
        int64_t ignored;

        if (!map_find(known->ids, str_trim(str_slice(*s, 0, length)), ret_index))
            continue;
        if (rest.len > 0 && rest.ptr[0] == ':')         /* "A1020: FF 5", as Primavera lists it */
            rest = str_trim(str_slice(rest, 1, rest.len));
        type = rest;
        if (rest.len > 0 && rest.ptr[0] != '+' && rest.ptr[0] != '-' && !take_type(&type, &ignored))
            continue;
        *s = rest;
        return true;
    }
    return false;
}

bool loose_link_find(const struct loose_ids *known, struct str link, uint32_t *ret_index)
{
    return take_task(known, &link, ret_index);
}

static void add_lag(struct made *link, const struct loose_amount *lag, struct place at)
{
    if (lag->percent) {
        made_number(link, "LinkLag", lag->percent_micro / MICRO, at);
        made_number(link, "LagFormat", LAG_PERCENT_FORMAT, at);
    } else {
        made_number(link, "LinkLag", lag->seconds / 6, at);
        made_number(link, "LagFormat", lag->elapsed ? LAG_ELAPSED_FORMAT : LAG_WORKING_FORMAT, at);
    }
}

static bool read_link(const struct loose *l, struct str s, struct place at,
                      const struct loose_ids *known, struct made *task, struct diags *out)
{
    const struct str whole = str_slice(s, 0, 60);
    struct loose_amount lag = {0};
    struct made *link;
    int64_t type = 1;
    uint32_t index;

    if (!take_task(known, &s, &index))
        return diag_error(out, "bad-link", at, "'%.*s' names no task of this file", STR_ARG(whole));
    take_type(&s, &type);
    if (s.len > 0 && !loose_amount_read(l, s, &lag))
        return diag_error(out, "bad-link", at, "'%.*s' is not a link: 3FS+2d, 4SS-50%%, 7FF+1 ed",
                          STR_ARG(whole));
    link = made_map(task, "PredecessorLink", at);
    made_text(link, "PredecessorUID", known->uids[index], at);
    made_number(link, "Type", type, at);
    if (lag.percent || lag.seconds != 0)
        add_lag(link, &lag, at);
    return true;
}

bool loose_links_read(const struct loose *l, struct str s, struct place at,
                      const struct loose_ids *known, struct made *task, struct diags *out)
{
    const char separator = str_find_char(s, ';') < s.len ? ';' : ',';
    struct str rest = s, piece;
    bool good = true;

    while (str_split(&rest, separator, &piece)) {
        piece = str_trim(piece);
        /* "3FS+1,5d": a comma within a number does not part links. */
        if (separator == ',' && rest.len > 0 && piece.len > 0 && is_digit(rest.ptr[0]) &&
            (str_find_char(piece, '+') < piece.len || str_find_char(piece, '-') < piece.len)) {
            const size_t end = str_find_char(rest, ',');
            struct str longer = {piece.ptr, (size_t)(rest.ptr + end - piece.ptr)};
            struct loose_amount lag;
            struct str tail = str_slice(longer, str_find_char(longer, '+'), longer.len);

            if (tail.len > 0 && loose_amount_read(l, tail, &lag)) {
                piece = longer;
                rest = str_slice(rest, end + 1, rest.len);
            }
        }
        if (piece.len > 0)
            good &= read_link(l, piece, at, known, task, out);
    }
    return good;
}
