/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/form.h"

#include <string.h>

#include "app/pdf/pdf.h"

const struct flag flag_format = {
    .name = "format", .value = "FORM",
    .choices = "text markdown html json pdf confluence slack teams mail xlsx csv",
    .doc = "as text (default), markdown, html, json, pdf, confluence (storage format), slack "
           "(blocks), teams (a card), mail (a draft as a file), xlsx (a workbook) or csv; nothing "
           "is sent"};
const struct flag flag_table = {
    .name = "table", .value = "NAME",
    .choices = "report commitments tasks handoffs risks decisions findings claims",
    .doc = "with --format csv: that table of the workbook instead of the report's lines"};
const struct flag flag_paper = {
    .name = "paper", .value = "SIZE", .choices = "a4 letter",
    .doc = "with --format pdf: a4 (default) or letter"};

static const char *format_of(const struct request *request)
{
    const char *format = request_value(request, &flag_format);

    return format ? format : "";
}

static bool is_pdf(const struct request *request)
{
    return strcmp(format_of(request), "pdf") == 0;
}

bool form_take(const struct request *request, struct answer *answer,
               struct baton_report_options *options)
{
    const char *format = format_of(request);
    const bool other = request_has(request, &flag_json) || request_has(request, &flag_html) ||
                       request_has(request, &flag_md);

    if (*format && other) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage",
                      "--format says the form; --json, --html and --md say it too", NULL);
        return false;
    }
    if (request_has(request, &flag_table) && strcmp(format, "csv") != 0) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "--table goes with --format csv",
                      NULL);
        return false;
    }
    if (request_has(request, &flag_paper) && !is_pdf(request)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "--paper goes with --format pdf",
                      NULL);
        return false;
    }
    options->json = options->json || strcmp(format, "json") == 0;
    options->html = options->html || strcmp(format, "html") == 0;
    options->markdown = options->markdown || strcmp(format, "markdown") == 0;
    for (unsigned i = 0; i < baton_form_count(); i++)
        if (strcmp(format, baton_form(i).name) == 0)
            options->format = baton_form(i).name;
    options->table = text_of(request_value(request, &flag_table));
    options->explain = text_of(request_value(request, &flag_explain));
    return true;
}

static enum baton_outcome print_pdf(const struct request *request, struct answer *answer,
                                    const struct baton_study *study, const char *name,
                                    const struct baton_report_options *options)
{
    const char *paper = request_value(request, &flag_paper);
    char problem[PDF_MESSAGE];
    struct baton_document document;
    struct baton_text bytes;
    enum baton_outcome outcome =
        baton_report_document(answer->b, study, name, options, &document);

    if (outcome != BATON_DONE)
        return outcome;
    if (!pdf_write(&document, paper && strcmp(paper, "letter") == 0, &bytes, problem))
        answer_refuse(answer, OUTCOME_UNUSABLE, "no-pdf", problem,
                      "print the page instead: --format html, then the browser's print");
    else if (answer_keep(answer, bytes))
        answer->bytes = bytes;
    return BATON_DONE;
}

void form_print(const struct request *request, struct answer *answer,
                const struct baton_study *study, const char *name,
                const struct baton_report_options *options)
{
    switch (is_pdf(request) ? print_pdf(request, answer, study, name, options)
                            : baton_report(answer->b, study, name, options, &answer->bytes)) {
    case BATON_DONE:
        break;
    case BATON_NOT_FOUND:
        answer->outcome = OUTCOME_NOT_FOUND;
        break;
    case BATON_UNFIT:
        answer_refuse(answer, OUTCOME_INTERNAL, "unfit", "the report lacks what it reads", NULL);
        break;
    }
}
