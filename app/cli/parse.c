/* SPDX-License-Identifier: Apache-2.0 */
#include "app/cli/parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGE = 256, NAMES_MOST = 64 };

static void complain(struct answer *answer, const char *code, const char *text, const char *hint)
{
    answer_refuse(answer, OUTCOME_UNUSABLE, code, text, hint);
}

/* "no verb 'brif'", with the nearest of the names as a hint, else `otherwise`. */
static void complain_unknown(struct answer *answer, const char *code, const char *what,
                             const char *dashes, const char *written,
                             const struct baton_text *names, size_t count, const char *otherwise)
{
    const struct baton_text nearest = baton_nearest(text_of(written), names, count);
    char text[MESSAGE], hint[MESSAGE];

    snprintf(text, sizeof(text), "there is no %s '%s%.80s'", what, dashes, written);
    if (nearest.len > 0)
        snprintf(hint, sizeof(hint), "did you mean %s%.*s?", dashes, (int)nearest.len,
                 nearest.ptr);
    else
        snprintf(hint, sizeof(hint), "%s", otherwise);
    complain(answer, code, text, hint);
}

static void unknown_verb(struct answer *answer, const char *written)
{
    struct baton_text names[NAMES_MOST];
    size_t count = 0;

    for (unsigned i = 0; i < verbs_count && count < NAMES_MOST; i++)
        names[count++] = text_of(verbs_all[i]->name);
    complain_unknown(answer, "unknown-verb", "verb", "", written, names, count,
                     "baton --help lists them");
}

static void unknown_flag(struct answer *answer, const struct verb *verb, const char *written)
{
    struct baton_text names[NAMES_MOST];
    char otherwise[MESSAGE];
    size_t count = 0;

    for (const struct flag *const *f = verb->flags; *f && count < NAMES_MOST; f++)
        names[count++] = text_of((*f)->name);
    for (const struct flag *const *f = flags_of_all; *f && count < NAMES_MOST; f++)
        names[count++] = text_of((*f)->name);
    snprintf(otherwise, sizeof(otherwise), "baton %s --help lists its flags", verb->name);
    complain_unknown(answer, "unknown-flag", "flag", "--", written, names, count, otherwise);
}

static bool is_choice(const char *choices, const char *value)
{
    const size_t length = strlen(value);

    while (*choices) {
        const size_t word = strcspn(choices, " ");

        if (word == length && strncmp(choices, value, word) == 0)
            return true;
        choices += word;
        choices += strspn(choices, " ");
    }
    return false;
}

static void check_value(struct answer *answer, const struct flag *flag, const char *value)
{
    char text[MESSAGE], *rest;

    if (flag->choices && !is_choice(flag->choices, value)) {
        snprintf(text, sizeof(text), "--%s is one of: %s", flag->name, flag->choices);
        complain(answer, "bad-value", text, NULL);
    }
    if (flag->number) {
        const long long number = strtoll(value, &rest, 10);

        if (*value == '\0' || *rest != '\0' || number < flag->least ||
            number > 1000000000000000000) {
            snprintf(text, sizeof(text), "--%s takes a whole number from %lld on, not '%.60s'",
                     flag->name, (long long)flag->least, value);
            complain(answer, "bad-value", text, NULL);
        }
    }
}

/* --name, --name value, --name=value; -o FILE and -h. Returns how many of argv it took. */
static int take_flag(int left, char **argv, struct request *request, struct answer *answer)
{
    const char *written = argv[0][1] == '-' ? argv[0] + 2 : argv[0] + 1;
    const char *equals = strchr(written, '=');
    const struct flag *flag;
    char name[MESSAGE], text[MESSAGE];
    int taken = 1;

    snprintf(name, sizeof(name), "%.*s", equals ? (int)(equals - written) : 100, written);
    if (argv[0][1] != '-')
        snprintf(name, sizeof(name), "%s", strcmp(written, "o") == 0 ? "output"
                                           : strcmp(written, "h") == 0 ? "help" : written);
    flag = verb_flag(request->verb, name);
    if (!flag) {
        unknown_flag(answer, request->verb, name);
        return 1;
    }
    if (request_has(request, flag)) {
        snprintf(text, sizeof(text), "--%s stands twice", flag->name);
        complain(answer, "bad-usage", text, NULL);
    }
    if (!flag->value && equals) {
        snprintf(text, sizeof(text), "--%s takes no value", flag->name);
        complain(answer, "bad-usage", text, NULL);
    }
    if (flag->value && !equals && left < 2) {
        snprintf(text, sizeof(text), "--%s needs a value: --%s %s", flag->name, flag->name,
                 flag->value);
        complain(answer, "bad-usage", text, NULL);
        return 1;
    }
    if (request->given_count == FLAG_MOST)
        return 1;
    request->values[request->given_count] = !flag->value ? "" : equals ? equals + 1 : argv[1];
    request->given[request->given_count++] = flag;
    if (flag->value && !equals)
        taken = 2;
    if (flag->value)
        check_value(answer, flag, request->values[request->given_count - 1]);
    return taken;
}

static void check_arguments(struct request *request, struct answer *answer)
{
    const struct verb *verb = request->verb;
    char text[MESSAGE], hint[MESSAGE];

    snprintf(hint, sizeof(hint), "for example: baton %s %s", verb->name, verb->example);
    for (int i = 0; i < ARGUMENT_MOST && verb->arguments[i].name; i++)
        if (verb->arguments[i].required && !request->arguments[i]) {
            snprintf(text, sizeof(text), "%s is missing", verb->arguments[i].name);
            complain(answer, "bad-usage", text, hint);
        }
    if (request_has(request, &flag_json) && !verb->json_kind) {
        snprintf(text, sizeof(text), "%s has no JSON form", verb->name);
        complain(answer, "bad-usage", text, NULL);
    }
    if (request_has(request, &flag_today)) {
        const char *value = request_value(request, &flag_today);

        if (strcmp(value, "now") != 0 && !baton_day(text_of(value), &request->today)) {
            snprintf(text, sizeof(text),
                     "--today takes a date like 2026-11-23, or now, not '%.60s'", value);
            complain(answer, "bad-value", text, NULL);
        }
        request->read_on = request->today;      /* of now: the system's date, as the mouth has it */
    }
}

/* --store takes the place of PLAN, so the arguments are those behind it. */
static bool names_store(int argc, char **argv)
{
    for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--store") == 0 || strncmp(argv[i], "--store=", 8) == 0)
            return true;
    return false;
}

bool parse_arguments(int argc, char **argv, struct request *request, struct answer *answer)
{
    bool plain = false;         /* after -- */
    int most = 0, count = 0;
    char text[MESSAGE];

    if (argv[1][0] == '-') {
        complain(answer, "bad-usage", "the verb comes first",
                 "for example: baton brief examples/sherlock --json");
        return false;
    }
    request->verb = verb_find(argv[1]);
    if (!request->verb) {
        unknown_verb(answer, argv[1]);
        return false;
    }
    while (most < ARGUMENT_MOST && request->verb->arguments[most].name)
        most++;
    if (most > 0 && strcmp(request->verb->arguments[0].name, "PLAN") == 0 &&
        names_store(argc, argv))
        count = 1;
    for (int i = 2; i < argc;) {
        if (!plain && strcmp(argv[i], "--") == 0) {
            plain = true;
            i++;
        } else if (!plain && argv[i][0] == '-' && argv[i][1] != '\0') {
            i += take_flag(argc - i, argv + i, request, answer);
        } else if (count < most) {
            request->arguments[count++] = argv[i++];
        } else if (request->verb->many && request->more_count < MORE_MOST) {
            request->more[request->more_count++] = argv[i++];
        } else {
            snprintf(text, sizeof(text), "'%.80s' is one argument too many", argv[i++]);
            complain(answer, "bad-usage", text, NULL);
        }
    }
    if (request_has(request, &flag_help))
        return true;
    if (request_has(request, &flag_store) && most > 0 &&
        strcmp(request->verb->arguments[0].name, "PLAN") == 0)
        request->arguments[0] = request_value(request, &flag_store);
    check_arguments(request, answer);
    return answer->outcome == OUTCOME_DONE;
}
