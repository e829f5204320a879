/* facsimile: where the estimate says that a question stands is where the form has it, for every questionnaire there is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/questionnaire/facsimile.h"
#include "reports/form/form.h"
#include "reports/model/layout.h"
#include "reports/text/trace_canvas.h"

static const double PAGE = 842, HEADING_DOWN = 18, TOLERANCE = 16; /* points; a line is 15 high */

/* Where a line of the trace stands that begins so; its page is -1 when there is none. */
static int find(const char *trace, const char *begins, double *y) {
    int page = -1;
    char wanted[96];
    snprintf(wanted, sizeof wanted, "\"%s　", begins);
    for (const char *line = trace; *line; line += strcspn(line, "\n") + 1) {
        double x;
        page += strncmp(line, "page ", 5) == 0;
        const char *text = strchr(line, '"');
        if (sscanf(line, "text %lf %lf bold", &x, y) == 2 && text &&
            strncmp(text, wanted, strlen(wanted)) == 0)
            return page;
    }
    return -1;
}

static size_t compare(const struct questionnaire *q, const struct facsimile_place *places,
                      const char *trace) {
    size_t compared = 0;
    for (size_t i = 0; i < q->question_count; i++) {
        const struct question *question = &q->questions[i];
        /* every row of a matrix has its number; the first is compared */
        bool row = i > 0 && question->group && q->questions[i - 1].group &&
                   strcmp(question->group, q->questions[i - 1].group) == 0;
        double y;
        int page = !row && question->parent < 0 && question->number && *question->number
                       ? find(trace, question->number, &y)
                       : -1;
        if (page < 0)
            continue;
        double expected = places[i].top * PAGE / FACSIMILE_WHOLE + HEADING_DOWN;
        if (page != places[i].page || y < expected - TOLERANCE || y > expected + TOLERANCE)
            fail_msg("%s %s: page %d at %.0f, expected on page %d at %.0f", q->id, question->id, page, y,
                     places[i].page, expected);
        compared++;
    }
    return compared;
}

static void test_forms(void **state) {
    (void)state;
    static const char *const surveys[] = {"templates/surveys/trouble-2023-10.json",
                                          "templates/surveys/yamaguchi-trouble-2024-05.json",
                                          "templates/surveys/yamaguchi-facilities-2024-09.json",
                                          "templates/surveys/yamaguchi-municipal-2024-08.json",
                                          "templates/surveys/federation-web-2022-08.json",
                                          "tests/unit/facsimile/grids.json"};
    for (size_t i = 0; i < sizeof surveys / sizeof *surveys; i++) {
        struct arena *arena = arena_create();
        struct fault f = {0};
        struct trace *trace = trace_create();
        struct document_pages pages;
        const char *path = arena_printf(arena, "%s/%s", SHUKEI_SOURCE_DIR, surveys[i]);
        const struct questionnaire *q = questionnaire_load(arena, path, &f);
        if (!q || !document_layout(arena, form_document(arena, q, NULL), trace_canvas(trace), &pages, &f))
            fail_msg("%s", f.text);
        size_t compared = compare(q, facsimile_places(arena, q, (int)pages.count), trace_text(trace));
        if (compared < 5)
            fail_msg("%s: only %zu questions were found on the form", surveys[i], compared);
        trace_destroy(trace);
        arena_destroy(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_forms)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
