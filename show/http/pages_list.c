/* Every page, in the order of the navigation. */
#include <stddef.h>

#include "http/page.h"

extern const page page_brief, page_timeline, page_meetings, page_meeting, page_positions, page_plan,
    page_differ, page_people, page_person, page_said, page_reports, page_report, page_origins,
    page_stories, page_search, page_method, page_decisions;

const page *const pages[] = {
    &page_brief,   &page_timeline, &page_meetings, &page_meeting,   &page_positions, &page_plan,
    &page_differ,  &page_people,   &page_person,   &page_said,      &page_reports,   &page_report,
    &page_origins, &page_stories,  &page_search,   &page_decisions, &page_method,    NULL,
};
