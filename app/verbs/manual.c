/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/manual.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_COLUMNS = 12, FLAG_COLUMNS = 19, PAGE_COLUMNS = 78, SPELLED = 64 };

struct exit_code {
    int code;
    const char *doc;
};

static const struct exit_code exit_codes[] = {
    {0, "done"},
    {1, "findings at or above --fail-on (check); differences (diff --exit-code)"},
    {2, "wrong usage, or a plan that cannot be read or is invalid"},
    {3, "no such object or rule"},
    {4, "somebody changed it first, or it is there already; nothing was written"},
    {7, "the store cannot be reached or written; nothing was written"},
    {8, "no honest forecast is possible yet"},
    {70, "internal error, or out of memory"},
    {130, "interrupted"},
};

static FILE *begin(struct answer *answer, size_t *size)
{
    answer->made = NULL;
    return open_memstream(&answer->made, size);
}

static void finish(struct answer *answer, FILE *out, const size_t *size)
{
    fclose(out);
    answer->bytes = (struct baton_text){answer->made, *size};
}

/* Words set in lines of PAGE_COLUMNS, each line after `indent` blanks but the first, which
 * stands at `column` already. */
static void put_wrapped(FILE *out, const char *text, int indent, int column)
{
    int used = column;

    while (*text) {
        const int length = (int)strcspn(text, " ");

        if (used > indent && used + 1 + length > PAGE_COLUMNS) {
            fprintf(out, "\n%*s", indent, "");
            used = indent;
        } else if (used > indent) {
            fputc(' ', out);
            used++;
        }
        fprintf(out, "%.*s", length, text);
        used += length;
        text += length;
        text += strspn(text, " ");
    }
    fputc('\n', out);
}

static void put_usage(FILE *out, const struct verb *verb)
{
    fprintf(out, "baton %s", verb->name);
    for (int i = 0; i < ARGUMENT_MOST && verb->arguments[i].name; i++)
        fprintf(out, verb->arguments[i].required ? " %s" : " [%s]", verb->arguments[i].name);
    fprintf(out, verb->many ? "..." : "");
    fprintf(out, " [flags]");
}

static const char *spell(const struct flag *flag, char room[SPELLED])
{
    snprintf(room, SPELLED, "--%s%s%s", flag->name, flag->value ? " " : "",
             flag->value ? flag->value : "");
    return room;
}

static void put_flags(FILE *out, const struct flag *const *flags)
{
    char room[SPELLED];

    for (; *flags; flags++) {
        fprintf(out, "  %-*s", FLAG_COLUMNS, spell(*flags, room));
        put_wrapped(out, (*flags)->doc, FLAG_COLUMNS + 2, FLAG_COLUMNS + 2);
    }
}

void manual_overview(struct answer *answer)
{
    char plan[512];
    size_t size;
    FILE *out = begin(answer, &size);

    if (!out)
        return;
    fprintf(out, "Baton works out what will really happen to a program of work, finds what is\n"
                 "about to go wrong, and says what needs whom by when.\n\n"
                 "usage: baton VERB [PLAN] [flags]\n\n");
    snprintf(plan, sizeof(plan), "PLAN is %s; or a folder of *.yaml; or - for standard input.",
             baton_formats());
    put_wrapped(out, plan, 0, 0);
    fputc('\n', out);
    for (unsigned i = 0; i < verbs_count; i++) {
        fprintf(out, "  %-*s", NAME_COLUMNS, verbs_all[i]->name);
        put_wrapped(out, verbs_all[i]->summary, NAME_COLUMNS + 2, NAME_COLUMNS + 2);
        fprintf(out, "  %-*s    baton %s%s%s\n", NAME_COLUMNS, "", verbs_all[i]->name,
                verbs_all[i]->example[0] ? " " : "", verbs_all[i]->example);
    }
    fprintf(out, "\nFlags of every verb:\n");
    put_flags(out, flags_of_all);
    fprintf(out, "\nnext: baton brief PLAN      (baton VERB --help says more)\n");
    finish(answer, out, &size);
}

void manual_verb(struct answer *answer, const struct verb *verb)
{
    size_t size;
    FILE *out = begin(answer, &size);

    if (!out)
        return;
    fprintf(out, "baton %s:", verb->name);
    put_wrapped(out, verb->summary, 0, (int)strlen(verb->name) + 7);
    fprintf(out, "\nusage: ");
    put_usage(out, verb);
    fprintf(out, "\n\n");
    put_wrapped(out, verb->detail, 0, 0);
    fprintf(out, "\nexample: baton %s%s%s\n", verb->name, verb->example[0] ? " " : "",
            verb->example);
    if (verb->arguments[0].name)
        fprintf(out, "\n");
    for (int i = 0; i < ARGUMENT_MOST && verb->arguments[i].name; i++) {
        fprintf(out, "  %-*s", FLAG_COLUMNS, verb->arguments[i].name);
        put_wrapped(out, verb->arguments[i].doc, FLAG_COLUMNS + 2, FLAG_COLUMNS + 2);
    }
    if (verb->flags[0])
        fprintf(out, "\n");
    put_flags(out, verb->flags);
    fprintf(out, "\nFlags of every verb:\n");
    put_flags(out, flags_of_all);
    fprintf(out, "\nExit codes:\n");
    for (size_t i = 0; i < sizeof(exit_codes) / sizeof(exit_codes[0]); i++)
        fprintf(out, "  %3d  %s\n", exit_codes[i].code, exit_codes[i].doc);
    finish(answer, out, &size);
}

/* --- man pages ------------------------------------------------------------------------------ */

/* Text as troff takes it: a hyphen is a minus, a line may not begin with a control. */
static void put_troff(FILE *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", out);
    for (; *text; text++) {
        if (*text == '-')
            fputs("\\-", out);
        else if (*text == '\\')
            fputs("\\e", out);
        else
            fputc(*text, out);
    }
    fputc('\n', out);
}

static void put_troff_flags(FILE *out, const struct flag *const *flags)
{
    for (; *flags; flags++) {
        fprintf(out, ".TP\n.BI \\-\\-%s%s%s%s\n", (*flags)->name,
                (*flags)->value ? " \" " : "", (*flags)->value ? (*flags)->value : "",
                (*flags)->value ? "\"" : "");
        put_troff(out, (*flags)->doc);
    }
}

static void put_troff_codes(FILE *out)
{
    fprintf(out, ".SH EXIT STATUS\n");
    for (size_t i = 0; i < sizeof(exit_codes) / sizeof(exit_codes[0]); i++) {
        fprintf(out, ".TP\n.B %d\n", exit_codes[i].code);
        put_troff(out, exit_codes[i].doc);
    }
}

static void put_troff_verb(FILE *out, const struct verb *verb)
{
    fprintf(out, ".TH BATON\\-%s 1 \"\" \"Baton %s\" \"Baton manual\"\n.SH NAME\nbaton\\-%s \\- ",
            verb->name, baton_version(), verb->name);
    put_troff(out, verb->summary);
    fprintf(out, ".SH SYNOPSIS\n.B ");
    put_usage(out, verb);
    fprintf(out, "\n.SH DESCRIPTION\n");
    put_troff(out, verb->detail);
    for (int i = 0; i < ARGUMENT_MOST && verb->arguments[i].name; i++) {
        fprintf(out, ".TP\n.I %s\n", verb->arguments[i].name);
        put_troff(out, verb->arguments[i].doc);
    }
    fprintf(out, ".SH OPTIONS\n");
    put_troff_flags(out, verb->flags);
    put_troff_flags(out, flags_of_all);
    fprintf(out, ".SH EXAMPLES\n.B ");
    fprintf(out, "baton %s%s", verb->name, verb->example[0] ? " " : "");
    put_troff(out, verb->example);
    put_troff_codes(out);
    fprintf(out, ".SH SEE ALSO\n.BR baton (1)\n");
}

void manual_page(struct answer *answer, const struct verb *verb)
{
    size_t size;
    FILE *out = begin(answer, &size);

    if (!out)
        return;
    if (verb) {
        put_troff_verb(out, verb);
        finish(answer, out, &size);
        return;
    }
    fprintf(out, ".TH BATON 1 \"\" \"Baton %s\" \"Baton manual\"\n.SH NAME\n"
                 "baton \\- what will really happen to a program, and what needs whom by when\n"
                 ".SH SYNOPSIS\n.B baton\n.I VERB\n.RI [ PLAN ]\n.RI [ flags ]\n.SH VERBS\n",
            baton_version());
    for (unsigned i = 0; i < verbs_count; i++) {
        fprintf(out, ".TP\n.BR baton\\-%s (1)\n", verbs_all[i]->name);
        put_troff(out, verbs_all[i]->summary);
    }
    fprintf(out, ".SH OPTIONS OF EVERY VERB\n");
    put_troff_flags(out, flags_of_all);
    put_troff_codes(out);
    finish(answer, out, &size);
}

/* --- completion ------------------------------------------------------------------------------- */

static void put_flag_words(FILE *out, const struct flag *const *flags)
{
    for (; flags && *flags; flags++)
        fprintf(out, " --%s", (*flags)->name);
}

static void put_bash(FILE *out)
{
    fprintf(out, "# baton completion for bash: eval \"$(baton completion bash)\"\n"
                 "_baton() {\n    local word=${COMP_WORDS[COMP_CWORD]} flags\n"
                 "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                 "        COMPREPLY=($(compgen -W \"");
    for (unsigned i = 0; i < verbs_count; i++)
        fprintf(out, "%s%s", i > 0 ? " " : "", verbs_all[i]->name);
    fprintf(out, "\" -- \"$word\"))\n        return\n    fi\n    case ${COMP_WORDS[1]} in\n");
    for (unsigned i = 0; i < verbs_count; i++) {
        fprintf(out, "    %s) flags='", verbs_all[i]->name);
        put_flag_words(out, verbs_all[i]->flags);
        fprintf(out, "' ;;\n");
    }
    fprintf(out, "    esac\n    flags=\"$flags");
    put_flag_words(out, flags_of_all);
    fprintf(out, "\"\n    case $word in\n"
                 "    -*) COMPREPLY=($(compgen -W \"$flags\" -- \"$word\")) ;;\n"
                 "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n    esac\n}\n"
                 "complete -o filenames -F _baton baton\n");
}

/* Single quotes, as zsh and fish take them. */
static void put_quoted(FILE *out, const char *text, const char *quote)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs(quote, out);
        else
            fputc(*text, out);
    }
}

static void put_zsh_flags(FILE *out, const struct flag *const *flags)
{
    for (; *flags; flags++) {
        fprintf(out, " '--%s", (*flags)->name);
        fputc('[', out);
        put_quoted(out, (*flags)->doc, "'\\''");
        fprintf(out, "]%s%s'", (*flags)->value ? ":" : "",
                (*flags)->value ? (*flags)->value : "");
    }
}

static void put_zsh(FILE *out)
{
    fprintf(out, "#compdef baton\n# save as _baton in a folder of $fpath\n_baton() {\n"
                 "    local -a verbs\n    verbs=(\n");
    for (unsigned i = 0; i < verbs_count; i++) {
        fprintf(out, "        '%s:", verbs_all[i]->name);
        put_quoted(out, verbs_all[i]->summary, "'\\''");
        fprintf(out, "'\n");
    }
    fprintf(out, "    )\n    if (( CURRENT == 2 )); then\n        _describe verb verbs\n"
                 "        return\n    fi\n    shift words\n    (( CURRENT-- ))\n"
                 "    case $words[1] in\n");
    for (unsigned i = 0; i < verbs_count; i++) {
        fprintf(out, "    %s) _arguments '*:file:_files'", verbs_all[i]->name);
        put_zsh_flags(out, verbs_all[i]->flags);
        put_zsh_flags(out, flags_of_all);
        fprintf(out, " ;;\n");
    }
    fprintf(out, "    esac\n}\n_baton \"$@\"\n");
}

static void put_fish_flags(FILE *out, const struct flag *const *flags, const char *condition)
{
    for (; *flags; flags++) {
        fprintf(out, "complete -c baton -n '%s' -l %s%s", condition, (*flags)->name,
                (*flags)->value ? " -r" : "");
        if ((*flags)->choices)
            fprintf(out, " -f -a '%s'", (*flags)->choices);
        fprintf(out, " -d '");
        put_quoted(out, (*flags)->doc, "\\'");
        fprintf(out, "'\n");
    }
}

static void put_fish(FILE *out)
{
    char condition[128];

    fprintf(out, "# baton completion for fish: baton completion fish | source\n");
    for (unsigned i = 0; i < verbs_count; i++) {
        fprintf(out, "complete -c baton -n __fish_use_subcommand -f -a %s -d '",
                verbs_all[i]->name);
        put_quoted(out, verbs_all[i]->summary, "\\'");
        fprintf(out, "'\n");
        snprintf(condition, sizeof(condition), "__fish_seen_subcommand_from %s",
                 verbs_all[i]->name);
        put_fish_flags(out, verbs_all[i]->flags, condition);
    }
    put_fish_flags(out, flags_of_all, "not __fish_use_subcommand");
}

bool manual_completion(struct answer *answer, const char *shell)
{
    static const struct {
        const char *shell;
        void (*put)(FILE *out);
    } shells[] = {{"bash", put_bash}, {"zsh", put_zsh}, {"fish", put_fish}};

    for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++)
        if (strcmp(shells[i].shell, shell) == 0) {
            size_t size;
            FILE *out = begin(answer, &size);

            if (!out)
                return true;
            shells[i].put(out);
            finish(answer, out, &size);
            return true;
        }
    return false;
}
