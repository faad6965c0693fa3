/* SPDX-License-Identifier: Apache-2.0 */
/* What of an XER file is not carried over, or not exactly. */
#include "core/format/xer_read.h"

static const struct {
    const char *code, *text;
} losses[XER_LOSS_COUNT] = {
    [XER_ACTIVITY_CODES] = {"left-out-activity-codes",
                            "activity codes that name no activity or no value"},
    [XER_CUSTOM_FIELDS] = {"left-out-custom-fields",
                           "user-defined fields of anything but activities, parts of the WBS, "
                           "resources and assignments"},
    [XER_ROLES] = {"left-out-roles", "roles, and assignments of a role to nobody"},
    [XER_RATES] = {"left-out-rates", "prices of resources and roles"},
    [XER_AVAILABILITY] = {"left-out-availability",
                          "periods of availability; the first number of units is taken"},
    [XER_CURVES] = {"left-out-curves", "resource curves; the work is taken as even"},
    [XER_NOTES] = {"left-out-notes", "notebook topics"},
    [XER_STEPS] = {"left-out-steps", "steps of activities"},
    [XER_COSTS] = {"left-out-costs", "expenses, budgets and their accounts"},
    [XER_DOCUMENTS] = {"left-out-documents", "documents"},
    [XER_RISKS] = {"left-out-risks", "risks, issues and thresholds"},
    [XER_PERIODS] = {"left-out-periods", "past periods"},
    [XER_ORGANISATION] = {"left-out-organisation", "organisation, users and places"},
    [XER_PROJECT_CODES] = {"left-out-project-codes", "codes of projects and resources"},
    [XER_BASELINES] = {"left-out-baselines",
                       "projects that are templates, or baselines of none that is here"},
    [XER_COPIES] = {"baselines", "projects that are baselines of others; of each activity the "
                                 "planned dates, duration and work are taken"},
    [XER_GONE_TASKS] = {"left-out-baseline-tasks",
                        "activities of a baseline that the project has no more"},
    [XER_STALE_LINKS] = {"left-out-links", "links as stated in Baton, which have been changed or "
                                           "taken out since; what Primavera says of them counts"},
    [XER_COMMENTS] = {"left-out-comments", "comments on links"},
    [XER_NO_WBS] = {"left-out-wbs", "places in the WBS, whose table (PROJWBS) the file has not"},
    [XER_NO_RESOURCES] = {"left-out-assignments",
                          "assignments, as the file has no table of resources (RSRC)"},
    [XER_EMPTY_PROJECTS] = {"left-out-projects", "projects without tasks"},
    [XER_EMPTY_WBS] = {"left-out-empty-wbs", "parts of the WBS without activities"},
    [XER_OTHER_TABLES] = {"left-out-tables", "rows of tables that Baton does not know"},
    [XER_EXTERNAL_LINKS] = {"left-out-external-links", "links to tasks of other projects"},
    [XER_EXTERNAL_DATES] = {"external-dates",
                            "dates set by other projects, taken as constraints"},
    [XER_LEVEL_OF_EFFORT] = {"level-of-effort",
                             "levels of effort; they stand outside the schedule, as inactive"},
    [XER_WBS_SUMMARIES] = {"wbs-summaries",
                           "WBS summary activities; they stand outside the schedule, as inactive"},
    [XER_MATERIALS] = {"left-out-resources", "materials"},
    [XER_UNUSED_RESOURCES] = {"left-out-unused-resources", "resources that work on nothing here"},
    [XER_UNUSED_CALENDARS] = {"left-out-unused-calendars", "calendars that nothing uses"},
    [XER_EMPTY_CALENDARS] = {"assumed-hours",
                             "calendars without hours of their own; Monday to Friday, nine to "
                             "six with an hour's break, is taken"},
    [XER_LOST_BASE_CALENDARS] = {"left-out-base-calendars",
                                 "calendars based on one that the file has not"},
    [XER_BAD_EXCEPTIONS] = {"left-out-exceptions", "calendar days outside 1900 to 2200"},
    [XER_RESOURCE_CALENDARS] = {"approximated-resource-calendars",
                                "resource-dependent activities whose resources work at different "
                                "times; the first one's calendar is taken"},
    [XER_EXPECTED_FINISHES] = {"left-out-expected-finishes",
                               "expected finishes, which the file's own options leave aside"},
    [XER_LOST_CONSTRAINTS] = {"left-out-constraints",
                              "constraints without a date, or beyond two of a task"},
    [XER_LONGEST_PATH] = {"approximated-critical",
                          "critical is the longest path in the file; here it is float"},
    [XER_UNKNOWN_WORDS] = {"unknown-words", "words that Baton does not know, left aside"},
    [XER_RENAMED] = {"renamed", "activity codes that are no ids here, or stand twice; they are "
                                "kept as source_id"},
    [XER_DATA_DATES] = {"approximated-data-date",
                        "projects with another data date than the first one's, which is taken"},
};

static const struct {
    const char *table;
    enum xer_loss loss;
} left_out[] = {
    {"ROLES", XER_ROLES}, {"RSRCROLE", XER_ROLES},
    {"ROLERATE", XER_RATES}, {"ROLELIMIT", XER_AVAILABILITY},
    {"RSRCCURV", XER_CURVES}, {"RSRCCURVDATA", XER_CURVES},
    {"MEMOTYPE", XER_NOTES}, {"TASKMEMO", XER_NOTES}, {"WBSMEMO", XER_NOTES},
    {"TASKNOTE", XER_NOTES}, {"TASKPROC", XER_STEPS}, {"WBSSTEP", XER_STEPS},
    {"PROJCOST", XER_COSTS}, {"ACCOUNT", XER_COSTS}, {"COSTTYPE", XER_COSTS},
    {"WBSBUDG", XER_COSTS}, {"FUNDSRC", XER_COSTS}, {"PROJFUND", XER_COSTS},
    {"DOCUMENT", XER_DOCUMENTS}, {"TASKDOC", XER_DOCUMENTS}, {"DOCCATG", XER_DOCUMENTS},
    {"DOCSTAT", XER_DOCUMENTS}, {"TASKWKSP", XER_DOCUMENTS},
    {"PROJRISK", XER_RISKS}, {"RISKTYPE", XER_RISKS}, {"TASKRISK", XER_RISKS},
    {"PROJISSU", XER_RISKS}, {"ISSUHIST", XER_RISKS}, {"PROJTHRS", XER_RISKS},
    {"THRSPARM", XER_RISKS}, {"FINDATES", XER_PERIODS}, {"FINTMPL", XER_PERIODS},
    {"TASKFIN", XER_PERIODS}, {"TRSRCFIN", XER_PERIODS},
    {"OBS", XER_ORGANISATION}, {"USERS", XER_ORGANISATION}, {"LOCATION", XER_ORGANISATION},
    {"SHIFT", XER_ORGANISATION}, {"SHIFTPER", XER_ORGANISATION}, {"PCATTYPE", XER_PROJECT_CODES},
    {"PCATVAL", XER_PROJECT_CODES}, {"PROJPCAT", XER_PROJECT_CODES},
    {"RCATTYPE", XER_PROJECT_CODES}, {"RCATVAL", XER_PROJECT_CODES},
    {"RSRCRCAT", XER_PROJECT_CODES}, {"RSRCLEVELLIST", XER_PROJECT_CODES},
};

/* Tables that are read, or that hold nothing about the plan. */
static const char *const known[] = {"PROJECT", "SCHEDOPTIONS", "CALENDAR", "PROJWBS", "TASK",
                                    "TASKPRED", "RSRC", "RSRCRATE", "TASKRSRC", "CURRTYPE",
                                    "UMEASURE", "NONWORK", "ACTVTYPE", "ACTVCODE", "TASKACTV",
                                    "UDFTYPE", "UDFVALUE", "UDFCODE"};

static bool is_known(struct str table)
{
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (str_equal_nocase(table, str_of(known[i])))
            return true;
    return false;
}

static enum xer_loss loss_of(struct str table)
{
    for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++)
        if (str_equal_nocase(table, str_of(left_out[i].table)))
            return left_out[i].loss;
    return XER_OTHER_TABLES;
}

void xer_lose_tables(struct xer *x)
{
    for (size_t i = 0; i < x->tables.count; i++) {
        const struct xer_table *table = &x->tables.tables[i];
        enum xer_loss loss;

        if (is_known(table->name))
            continue;
        loss = loss_of(table->name);
        for (size_t row = 0; row < table->row_count; row++)
            xer_lose_word(x, loss, xer_row_place(&x->tables, &table->rows[row]),
                          loss == XER_OTHER_TABLES ? xer_clean(x, table->name)
                                                   : (struct str){NULL, 0});
    }
}

void xer_report_losses(const struct xer *x)
{
    for (int i = 0; i < XER_LOSS_COUNT; i++) {
        const struct str word = str_slice(x->loss_first[i], 0, 40);

        diag_note_places(x->out, losses[i].code, &x->lost[i], "%s%s%s%.*s",
                         str_starts(str_of(losses[i].code), STR("left-out")) ? "not carried over: "
                                                                              : "",
                         losses[i].text, word.len > 0 ? ", first " : "", STR_ARG(word));
    }
}
