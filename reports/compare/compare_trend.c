#include "reports/compare/compare_trend.h"

#include "engine/base/file.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/waves/comparison_series.h"
#include "reports/compare/compare_text.h"

struct course { /* a series and its comparison */
    const char *series;
    const struct comparison *comparison;
};

static void write_json(FILE *out, const char *concept, const struct course *courses, size_t count) {
    struct strbuf head = {0};
    strbuf_add(&head, "{\"concept\": ");
    json_add_string(&head, concept);
    strbuf_add(&head, ", \"series\": [");
    fputs(head.text, out);
    for (size_t i = 0; i < count; i++) {
        strbuf_clear(&head);
        strbuf_add(&head, i ? ",\n{" : "\n{");
        json_add_member(&head, "series", courses[i].series);
        strbuf_add(&head, ", \"comparison\": ");
        fputs(head.text, out);
        compare_json_write(out, courses[i].comparison);
        fputs("}", out);
    }
    fputs("]}\n", out);
    strbuf_end(&head);
}

static void write_courses(FILE *out, enum output_format format, const char *concept,
                          const struct course *courses, size_t count) {
    if (format == OUTPUT_JSON) {
        write_json(out, concept, courses, count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (format != OUTPUT_TEXT) {
            if (i == 0)
                compare_csv_head(out, format == OUTPUT_CSV ? CSV_PROGRAM : CSV_EXCEL);
            compare_csv_lines(out, courses[i].comparison);
            continue;
        }
        fprintf(out, "%s", i ? "\n\n" : "");
        fprintf(out, _("== %s ==\n"), courses[i].series);
        compare_text_write(out, courses[i].comparison);
    }
}

static bool find_courses(struct arena *arena, struct store *store, const struct comparison_request *request,
                         struct course **courses, size_t *count, struct fault *f) {
    struct comparison_series *series;
    size_t series_count;
    if (!comparison_series(arena, store, request->concepts[0], &series, &series_count, f))
        return false;
    *courses = arena_array(arena, series_count + 1, sizeof **courses);
    for (size_t i = 0; i < series_count; i++) {
        if (series[i].count < 2)
            continue;
        struct comparison_request *one = arena_copy(arena, request, sizeof *one);
        one->surveys = series[i].surveys;
        one->survey_count = series[i].count;
        const struct comparison *c = comparison_make(arena, store, one, f);
        if (!c)
            return false;
        (*courses)[(*count)++] = (struct course){series[i].series, c};
    }
    return *count > 0 ||
           fault_set(f,
                     _("no series in the store has two waves with the concept %s; load the waves "
                       "(import --as published, or returns) and see that they share a series"),
                     request->concepts[0]);
}

static bool open_courses(struct arena *arena, const char *store_path,
                         const struct comparison_request *request, struct course **courses, size_t *count,
                         struct fault *f) {
    struct store *store = store_open(store_path, STORE_READ, f);
    const bool found = store && find_courses(arena, store, request, courses, count, f);
    store_close(store);
    return found;
}

const struct comparison *compare_trend_only(struct arena *arena, const char *store_path,
                                            const struct comparison_request *request, struct fault *f) {
    struct course *courses;
    size_t count = 0;
    if (!open_courses(arena, store_path, request, &courses, &count, f))
        return NULL;
    if (count == 1)
        return courses[0].comparison;
    const char *names = courses[0].series;
    for (size_t i = 1; i < count; i++)
        names = arena_printf(arena, "%s, %s", names, courses[i].series);
    fault_set(f, _("%s is asked in several series (%s); a figure shows one: name its surveys with compare"),
              request->concepts[0], names);
    return NULL;
}

bool compare_trend(struct arena *arena, const char *store_path, const struct comparison_request *request,
                   enum output_format format, const char *output, struct fault *f) {
    struct course *courses;
    size_t count = 0;
    struct file_writer w;
    if (!open_courses(arena, store_path, request, &courses, &count, f) || !file_begin(&w, output, f))
        return false;
    write_courses(w.stream, format, request->concepts[0], courses, count);
    return file_commit(&w, f);
}
