/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/report.h"

#include "core/report/list.h"

#define ENTRY(report) &report,
const struct report *const reports_all[] = { REPORT_LIST(ENTRY) };
const unsigned reports_count = sizeof(reports_all) / sizeof(reports_all[0]);

const struct report *report_find(struct str name)
{
    for (unsigned i = 0; i < reports_count; i++)
        if (str_equal(name, str_of(reports_all[i]->name)))
            return reports_all[i];
    return NULL;
}
