#include "importers/sheet.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <string.h>

static void keep_record(struct arena *arena, struct record *to, const struct record *from) {
    const char **cells = arena_array(arena, from->count + 1, sizeof *cells);
    for (size_t i = 0; i < from->count; i++)
        cells[i] = arena_strdup(arena, from->cells[i]);
    *to = *from;
    to->cells = cells;
    if (from->spans)
        to->spans = arena_copy(arena, from->spans, from->count * sizeof *from->spans);
}

static bool read_first_rows(struct arena *arena, struct sheet *sheet, struct fault *f) {
    struct record record;
    while (sheet->first_count <= SHEET_FIRST_ROWS) {
        int more = sheet->reader->next(sheet->reader, &record, f);
        if (more < 0)
            return false;
        sheet->ended = more == 0;
        if (sheet->ended)
            break;
        keep_record(arena, &sheet->first[sheet->first_count++], &record);
    }
    return sheet->first_count > 0 || fault_set(f, _("there is nothing in it but blank rows"));
}

static size_t filled(const struct record *record) {
    size_t count = 0;
    for (size_t i = 0; i < record->count; i++)
        count += record->cells[i][0] != '\0';
    return count;
}

/* Up to which column a heading reaches: as far as it was merged; where no cell of the row is, as far as there
 * are empty ones. */
static size_t reach(const struct record *row, size_t column) {
    return row->spans ? column + row->spans[column] : SIZE_MAX;
}

/* One row of headings from two: the upper one reaches to the right over its empty cells.  A cell merged
 * downwards is both of them. */
static struct record joined(struct arena *arena, const struct record *upper, const struct record *lower) {
    size_t count = upper->count > lower->count ? upper->count : lower->count, end = 0;
    const char **cells = arena_array(arena, count + 1, sizeof *cells), *over = "";
    for (size_t i = 0; i < count; i++) {
        const char *top = i < upper->count ? upper->cells[i] : "";
        const char *below = i < lower->count ? lower->cells[i] : "";
        if (*top) {
            over = top;
            end = reach(upper, i);
        }
        bool under = *over && i < end && strcmp(over, below) != 0;
        cells[i] = *below && under ? arena_printf(arena, "%s_%s", over, below) : *below ? below : top;
    }
    return (struct record){.row = upper->row, .cells = cells, .count = count};
}

struct candidate {
    struct record record;
    size_t index, rows, score;
};

static void consider(struct candidate *best, const struct record *record, size_t index, size_t rows,
                     size_t score) {
    if (score > best->score || best->rows == 0)
        *best = (struct candidate){.record = *record, .index = index, .rows = rows, .score = score};
}

static bool has_digit(struct arena *arena, const char *cell) {
    return strpbrk(utf8_fold(arena, cell), "0123456789") != NULL;
}

/* 千円, 人, 単位: words below the headings of number questions and below no other are the units that those count.
 * A unit that is none of the question's then makes the heading unknown, where a return would make it 0. */
static bool is_row_of_units(struct arena *arena, const struct vocabulary *v, struct column_map *map,
                            const struct record *headings, const struct record *row) {
    const struct questionnaire *q = vocabulary_questionnaire(v);
    const struct columns *columns = columns_resolve(arena, v, map, headings->cells, headings->count);
    size_t units = 0;
    for (size_t i = 0; i < row->count; i++) {
        if (!row->cells[i][0] || strcmp(vocabulary_key(arena, row->cells[i]), "単位") == 0)
            continue;
        const struct meaning *meaning = i < columns->count ? &columns->items[i].meaning : NULL;
        if (!meaning || meaning->kind != MEANING_QUESTION || has_digit(arena, row->cells[i]) ||
            q->questions[meaning->question].kind != QUESTION_NUMBER)
            return false;
        units++;
    }
    return units > 0;
}

static struct candidate find_headings(struct arena *arena, const struct vocabulary *v, struct column_map *map,
                                      const struct sheet *sheet) {
    struct candidate best = {.rows = 0};
    for (size_t i = 0; i < sheet->first_count && i < SHEET_FIRST_ROWS; i++) {
        const struct record *row = &sheet->first[i];
        consider(&best, row, i, 1, columns_score(arena, v, map, row->cells, row->count));
    }
    for (size_t i = 0; i + 1 < sheet->first_count && i + 1 < SHEET_FIRST_ROWS; i++) {
        struct record two = joined(arena, &sheet->first[i], &sheet->first[i + 1]);
        consider(&best, &two, i, 2, columns_score(arena, v, map, two.cells, two.count));
    }
    if (best.rows == 1 && best.index + 1 < sheet->first_count &&
        is_row_of_units(arena, v, map, &sheet->first[best.index], &sheet->first[best.index + 1])) {
        best.record = joined(arena, &sheet->first[best.index], &sheet->first[best.index + 1]);
        best.rows = 2;
    }
    /* A row with merged cells right above the headings is their upper half, whatever it says. */
    if (best.rows == 1 && best.index > 0 && sheet->first[best.index - 1].spans &&
        filled(&sheet->first[best.index - 1]) > 1) {
        size_t upper = best.index - 1;
        best = (struct candidate){.record = joined(arena, &sheet->first[upper], &sheet->first[upper + 1]),
                                  .index = upper,
                                  .rows = 2};
    }
    return best;
}

static bool use_headings(struct sheet *sheet, const struct candidate *found, struct fault *f) {
    size_t width = filled(&found->record);
    for (size_t i = 0; i < found->index; i++)
        if (filled(&sheet->first[i]) > 2 && filled(&sheet->first[i]) * 2 > width)
            return fault_set(f,
                             _("row %zu looks like a return but stands above the headings (row %zu); move "
                               "the headings to the "
                               "top, or delete the row"),
                             sheet->first[i].row, found->record.row);
    sheet->headings = found->record.cells;
    sheet->heading_count = found->record.count;
    sheet->heading_row = found->record.row;
    sheet->heading_rows = found->rows;
    sheet->titles = found->index;
    sheet->first_next = found->index + found->rows;
    return true;
}

static void drop_empty_headings(struct sheet *sheet) {
    while (sheet->heading_count > 0) {
        const char *last = sheet->headings[sheet->heading_count - 1];
        if (last[strspn(last, " \t\n")])
            return;
        sheet->heading_count--;
    }
}

bool sheet_start(struct arena *arena, struct reader *reader, const struct vocabulary *v,
                 struct column_map *map, struct sheet *sheet, struct fault *f) {
    *sheet = (struct sheet){
        .reader = reader, .headings = reader->headings, .heading_count = reader->heading_count};
    if (reader->headings)
        return true;
    if (!read_first_rows(arena, sheet, f))
        return false;
    struct candidate found = find_headings(arena, v, map, sheet);
    if (!use_headings(sheet, &found, f))
        return false;
    drop_empty_headings(sheet);
    return true;
}

/* The same words as the headings, wherever both have any. */
static bool is_heading_again(const struct sheet *sheet, const struct record *record) {
    size_t same = 0;
    for (size_t i = 0; i < record->count; i++) {
        if (!record->cells[i][0])
            continue;
        if (i >= sheet->heading_count || strcmp(record->cells[i], sheet->headings[i]) != 0)
            return false;
        same++;
    }
    return same > 1 && same * 2 >= sheet->heading_count;
}

int sheet_next(struct sheet *sheet, struct record *record, struct fault *f) {
    for (;;) {
        if (sheet->first_next < sheet->first_count)
            *record = sheet->first[sheet->first_next++];
        else {
            int more = sheet->ended ? 0 : sheet->reader->next(sheet->reader, record, f);
            sheet->ended = more == 0;
            if (more <= 0)
                return more;
        }
        if (!is_heading_again(sheet, record))
            return 1;
        sheet->repeats++;
    }
}
