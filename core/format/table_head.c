/* SPDX-License-Identifier: Apache-2.0 */
/* The header of a table: which words mean which field, and which line it is. */
#include "core/format/table_head.h"

#include "core/format/xer_table.h"
#include "core/syntax/tree.h"

enum { HEADER_LOOK = 16384, HEADER_LINES = 20 };

/* Words between bars, lower case; the first is the field's own name. */
static const char *const words[C_MOST] = {
    [C_ID] = "|id|#|key|issue key|task id|activity id|nr|nr.|no|no.|n\xc2\xb0|n\xc2\xba|number|"
             "task no|task no.|task number|item|unique id|uid|code|lfd. nr.|lfd nr|nummer|"
             "vorgangsnummer|identifiant|num\xc3\xa9ro|ref|ref.|reference|",
    [C_NAME] = "|name|task name|task|title|summary|activity|activity name|activity description|"
               "description|subject|work item|deliverable|task title|vorgangsname|vorgang|aufgabe|"
               "bezeichnung|nom|nom de la t\xc3\xa2" "che|t\xc3\xa2" "che|libell\xc3\xa9|"
               "nombre de tarea|nombre|tarea|actividad|nome attivit\xc3\xa0|attivit\xc3\xa0|"
               "nome da tarefa|tarefa|taaknaam|taak|",
    [C_WBS] = "|wbs|wbs code|outline number|wbs number|wbs id|psp-code|psp|edt|",
    [C_LEVEL] = "|level|outline level|indent|gliederungsebene|niveau|nivel|",
    [C_PARENT] = "|parent|parent id|parent key|parent task|epic|epic link|\xc3\xbc" "bergeordnet|",
    [C_DURATION] = "|duration|estimate|length|days|effort|original duration|planned duration|"
                   "at completion duration|duration (days)|duration days|effort (days)|"
                   "estimate (days)|work days|working days|dauer|dauer (tage)|tage|dur\xc3\xa9" "e|"
                   "dur\xc3\xa9" "e (jours)|jours|duraci\xc3\xb3n|durata|"
                   "dura\xc3\xa7\xc3\xa3o|duur|",
    [C_REMAINING] = "|remaining|remaining duration|remaining estimate|restdauer|",
    [C_START] = "|start|start date|start_date|begin|begin date|planned start|plan start|"
                "scheduled start|from|anfang|beginn|starttermin|von|d\xc3\xa9" "but|"
                "date de d\xc3\xa9" "but|comienzo|inicio|fecha de inicio|inizio|"
                "in\xc3\xad" "cio|begindatum|",
    [C_FINISH] = "|finish|finish date|end|end date|end_date|due|due date|planned finish|"
                 "planned end|plan finish|scheduled finish|target date|to|ende|endtermin|bis|"
                 "f\xc3\xa4llig|fin|date de fin|\xc3\xa9" "ch\xc3\xa9" "ance|fecha de fin|"
                 "fine|t\xc3\xa9rmino|einddatum|",
    [C_PREDECESSORS] = "|predecessors|predecessor|depends on|dependencies|dependency|after|"
                       "blocked by|predecessor tasks|predecessor details|vorg\xc3\xa4nger|"
                       "abh\xc3\xa4ngig von|pr\xc3\xa9" "d\xc3\xa9" "cesseurs|"
                       "pr\xc3\xa9" "d\xc3\xa9" "cesseur|"
                       "predecesoras|predecessori|predecessoras|voorafgaande taken|",
    [C_RESOURCES] = "|resources|resource names|resource|resource name|assignee|assignees|"
                    "assigned to|team|owner|task owner|who|responsible|ressourcennamen|ressourcen|"
                    "verantwortlich|zust\xc3\xa4ndig|noms ressources|noms des ressources|"
                    "nom de la ressource|ressources|responsable|nombres de los recursos|recursos|"
                    "nomi risorse|risorse|nomes dos recursos|",
    [C_DONE] = "|done|% complete|percent complete|% done|complete|progress|%|% progress|"
               "activity % complete|percent done|completion|% abgeschlossen|fortschritt|"
               "% achev\xc3\xa9|avancement|% completado|% completamento|% conclu\xc3\xad" "da|",
    [C_MILESTONE] = "|milestone|is milestone|meilenstein|jalon|hito|",
    [C_DEADLINE] = "|deadline|stichtag|\xc3\xa9" "ch\xc3\xa9" "ance limite|fecha l\xc3\xadmite|",
    [C_CONSTRAINT] = "|constraint|constraint type|primary constraint|",
    [C_CONSTRAINT_DATE] = "|constraint_date|constraint date|primary constraint date|",
    [C_ACTUAL_START] = "|actual_start|actual start|actual start date|started|ist-anfang|",
    [C_ACTUAL_FINISH] = "|actual_finish|actual finish|actual finish date|actual end|finished|"
                        "completed|completed on|resolved|ist-ende|",
    [C_BASELINE_START] = "|baseline_start|baseline start|bl project start|bl start|"
                         "geplanter anfang|",
    [C_BASELINE_FINISH] = "|baseline_finish|baseline finish|bl project finish|bl finish|"
                          "geplantes ende|",
    [C_BASELINE_DURATION] = "|baseline_duration|baseline duration|bl project duration|",
    [C_STATUS] = "|status|state|activity status|task status|zustand|statut|\xc3\xa9tat|estado|"
                 "stato|",
    [C_ALIAS] = "|other_id|issue id|",
    [C_REPORTED] = "|reported|reported status|rag|rag status|",
    [C_REPORTED_ON] = "|reported_on|reported on|",
    [C_REPORTED_BY] = "|reported_by|reported by|",
    [C_REPORTED_BECAUSE] = "|reported_because|reported because|status reason|",
    [C_REPORTED_UNTIL] = "|reported_until|reported until|",
};

char table_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The field that a header's words mean; -1: none. */
int table_field_of(struct str head)
{
    char key[64];
    size_t n = 0;

    head = str_trim(head);
    if (head.len == 0 || head.len > sizeof(key) - 2)
        return -1;
    key[n++] = '|';
    for (size_t i = 0; i < head.len; i++) {
        const bool latin = i > 0 && head.ptr[i - 1] == '\xc3';     /* capitals of Latin-1 */

        key[n++] = head.ptr[i] == '\n' || head.ptr[i] == '|' ? ' '
                   : latin && (unsigned char)head.ptr[i] <= 0x9e
                       ? (char)(head.ptr[i] + 0x20) : table_lower(head.ptr[i]);
    }
    key[n++] = '|';
    for (int i = 0; i < C_MOST; i++) {
        const struct str all = str_of(words[i]);

        if (str_find(all, (struct str){key, n}) < all.len)
            return i;
    }
    return -1;
}

struct str table_field_name(int field)
{
    const struct str all = str_of(words[field]);

    return str_slice(all, 1, 1 + str_find_char(str_slice(all, 1, all.len), '|'));
}

/* Further down than the first line, words may stand by chance: a name, and three fields. */
static bool is_enough(const bool has[C_MOST], bool first)
{
    int count = 0;

    for (int f = 0; f < C_MOST; f++)
        count += has[f];
    return (has[C_NAME] || (first && has[C_ID])) && (first || count >= 3) &&
           (has[C_DURATION] || has[C_START] || has[C_FINISH] || has[C_PREDECESSORS]);
}

/* Whether a line is a header, cut at each of the three separators in turn. */
static bool is_header(struct str line, bool first)
{
    for (const char *separator = ",;\t"; *separator; separator++) {
        struct str rest = line, piece;
        bool has[C_MOST] = {false};

        while (str_split(&rest, *separator, &piece)) {
            int field;

            piece = str_trim(piece);
            if (piece.len > 1 && piece.ptr[0] == '"' && piece.ptr[piece.len - 1] == '"')
                piece = str_slice(piece, 1, piece.len - 1);
            field = table_field_of(piece);
            if (field >= 0)
                has[field] = true;
        }
        if (is_enough(has, first))
            return true;
    }
    return false;
}

/* The beginning of a text in UTF-16, as Excel writes "Unicode text", as UTF-8. */
static struct str narrow(struct str bytes, char *room, size_t most)
{
    const bool big = str_starts(bytes, STR("\xfe\xff"));
    size_t n = 0;

    for (size_t i = 2; i + 1 < bytes.len && n + 2 < most; i += 2) {
        const unsigned c = (unsigned char)bytes.ptr[i + big] |
                           (unsigned)(unsigned char)bytes.ptr[i + !big] << 8;

        if (c >= 0x80)
            room[n++] = (char)(0xc0 | (c >> 6 & 0x1f));
        room[n++] = (char)(c < 0x80 ? c : 0x80 | (c & 0x3f));
    }
    return (struct str){room, n};
}

/* A title may stand above the header: one of the first lines is it. */
bool table_recognise(struct str bytes)
{
    char room[HEADER_LOOK];
    struct str rest, line;

    if (str_starts(bytes, STR("\xff\xfe")) || str_starts(bytes, STR("\xfe\xff")))
        bytes = narrow(bytes, room, sizeof(room));
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        bytes = str_slice(bytes, 3, bytes.len);
    if (xer_is_xer(bytes) || str_starts(bytes, STR("MPX")))
        return false;           /* tables too, and none of these */
    rest = str_slice(bytes, 0, HEADER_LOOK);
    for (int i = 0; i < HEADER_LINES && str_split(&rest, '\n', &line); i++)
        if (is_header(line, i == 0))
            return true;
    return false;
}

/* The first of the first records that is a header; else the first. */
const struct node *table_header_of(const struct node *records)
{
    const struct node *n = records->first;

    for (int i = 0; n && i < HEADER_LINES; n = n->next, i++) {
        bool has[C_MOST] = {false};
        int column = 0;

        for (const struct node *c = n->first; c && column < COLUMN_MOST; c = c->next, column++) {
            const int field = table_field_of(c->text);

            if (field >= 0)
                has[field] = true;
        }
        if (is_enough(has, i == 0))
            return n;
    }
    return records->first;
}
