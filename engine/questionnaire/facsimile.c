#include "engine/questionnaire/facsimile.h"

#include "engine/base/utf8.h"

#include <math.h>
#include <string.h>

/* Points, as the form is set on A4: what the page leaves, what a heading, a line of boxes and room to write take. */
static const double PAGE = 842, TOP = 54, BOTTOM = 62, WIDTH = 487;
static const double BOX = 28, BOX_LINE = 15.5, BOX_WIDTH = 469, ROWS_AFTER = 6, HEAD_ROW = 7, HEAD_LINE = 15,
                    HEAD_SIZE = 9.5, HEAD_WIDTH = 400;
static const double HEADING = 10, HEADING_BEFORE = 7, HEADING_LINE = 15, HEADING_SIZE = 10.5;
static const double CHOICES = 3, CHOICE_LINE = 15, CHOICE_SIZE = 9.5, CHOICE_INDENT = 14, CHOICE_BOX = 11,
                    CHOICE_GAP = 14;
static const double ROOM_TO_WRITE = 54;
static const double GRID_WIDTH = 473, GRID_PAD = 4, GRID_ROW = 19, GRID_LINE = 12.5, GRID_SIZE = 9.5,
                    GRID_AFTER = 6, ANSWER_LINE = 11, ANSWER_SIZE = 8.5, ANSWER_WIDTH = 110;

struct estimate {
    const struct questionnaire *q;
    double y; /* on an endless page */
    struct {
        double top, bottom;
    } * spans; /* by question */
};

static double text_width(const char *text, double size) {
    return (double)utf8_width(text) * size / 2;
}

/* Lines are full of whole characters. */
static double line_count(double text, double size, double width) {
    return text > 0 ? ceil(text / (floor(width / size) * size)) : 1;
}

/* Boxes side by side, and on a new line what does not fit. */
struct line {
    double x, height;
};

static void add_item(struct line *line, double width) {
    double right = WIDTH - CHOICE_INDENT;
    if (line->x > 0 && line->x + width > right)
        *line = (struct line){0, line->height + CHOICE_LINE};
    if (width > right)
        line->height += CHOICE_LINE * floor(width / right);
    line->x += width + CHOICE_GAP;
}

static void add_items(struct line *line, const struct questionnaire *q, size_t at) {
    const struct question *question = &q->questions[at];
    if (question->kind != QUESTION_SINGLE && question->kind != QUESTION_MULTI)
        add_item(line, 16 * CHOICE_SIZE);
    for (size_t i = 0; i < question->option_count && question->kind != QUESTION_PREFECTURE; i++) {
        const struct option *option = &question->options[i];
        add_item(line,
                 CHOICE_BOX + text_width(option->text, CHOICE_SIZE) + (option->other ? 16 * CHOICE_SIZE : 0));
        for (size_t nested = 0; nested < q->question_count; nested++)
            if (q->questions[nested].parent == (int)at && q->questions[nested].parent_option == (int)i)
                add_items(line, q, nested);
    }
}

/* The grid of a matrix, as layout_matrix.c sets it: answers above, rows at the left. */
static double grid_height(const struct estimate *e, size_t from, size_t to) {
    const struct question *row = &e->q->questions[from];
    const double most = row->option_count > 3 ? 0.4 : 0.55;
    double stub = 0, head = 0, height = GRID_AFTER;
    for (size_t i = from; i < to; i++)
        stub = fmax(stub, text_width(e->q->questions[i].text, GRID_SIZE) + 2 * GRID_PAD + 1);
    stub = fmin(fmax(stub, 0.3 * GRID_WIDTH), most * GRID_WIDTH);
    const double column = fmin((GRID_WIDTH - stub) / fmax((double)row->option_count, 1), ANSWER_WIDTH);
    for (size_t i = 0; i < row->option_count; i++)
        head = fmax(head, GRID_PAD + ANSWER_LINE * line_count(text_width(row->options[i].text, ANSWER_SIZE),
                                                              ANSWER_SIZE, column - GRID_PAD));
    for (size_t i = from; i < to; i++)
        height +=
            fmax(GRID_ROW, GRID_PAD + GRID_LINE * line_count(text_width(e->q->questions[i].text, GRID_SIZE),
                                                             GRID_SIZE, stub - 2 * GRID_PAD));
    return height + head;
}

static double heading_height(struct arena *arena, const struct question *question) {
    double width = text_width(question_on_form(arena, question), HEADING_SIZE) +
                   (question->number ? text_width(question->number, HEADING_SIZE) + HEADING_SIZE : 0);
    return HEADING + HEADING_LINE * line_count(width, HEADING_SIZE, WIDTH);
}

/* All its rows stand where the grid stands. */
static void add_grid(struct estimate *e, struct arena *arena, size_t from, size_t to) {
    const struct question *shared = question_of_grid(arena, &e->q->questions[from]);
    const double height = heading_height(arena, shared) + grid_height(e, from, to);
    for (size_t i = from; i < to; i++) {
        e->spans[i].top = e->y;
        e->spans[i].bottom = e->y + height;
    }
    e->y += height;
}

static void add_question(struct estimate *e, struct arena *arena, size_t at) {
    const struct question *question = &e->q->questions[at];
    struct line line = {0, CHOICE_LINE};
    e->spans[at].top = e->y;
    e->y += heading_height(arena, question);
    if (question->kind == QUESTION_TEXT) {
        e->y += ROOM_TO_WRITE;
    } else {
        add_items(&line, e->q, at);
        e->y += line.height + CHOICES;
    }
    e->spans[at].bottom = e->y;
}

/* A question is not torn: one that does not fit any more begins the next page, without the gap above its heading; nor
 * does the gap below the last one count. */
static int flow_pages(const struct estimate *e, struct facsimile_place *out) {
    double room = PAGE - TOP - BOTTOM + CHOICES, begun = 0;
    int page = 0;
    for (size_t i = 0; i < e->q->question_count; i++) {
        if (e->q->questions[i].parent >= 0)
            continue;
        if (e->spans[i].bottom - begun > room && e->spans[i].top > begun) {
            begun = e->spans[i].top + HEADING_BEFORE;
            page++;
        }
        out[i].page = page;
        out[i].top = (int)((TOP + e->spans[i].top - begun) / PAGE * FACSIMILE_WHOLE);
        out[i].bottom = (int)((TOP + e->spans[i].bottom - begun) / PAGE * FACSIMILE_WHOLE);
    }
    return page + 1;
}

/* Over as many pages as the sheet at hand has, evenly. */
static void spread(const struct estimate *e, int pages, struct facsimile_place *out) {
    double each = e->y / pages, scale = (PAGE - TOP - BOTTOM) / PAGE * FACSIMILE_WHOLE;
    for (size_t i = 0; i < e->q->question_count; i++) {
        int page = (int)(e->spans[i].top / each);
        double top = e->spans[i].top - page * each, bottom = e->spans[i].bottom - page * each;
        out[i].page = page < pages ? page : pages - 1;
        out[i].top = (int)(TOP / PAGE * FACSIMILE_WHOLE + top / each * scale);
        out[i].bottom = (int)(TOP / PAGE * FACSIMILE_WHOLE + fmin(bottom / each, 1) * scale);
    }
}

/* A row of the head, of one or more lines; none when there is nothing to say. */
static double head_row(struct arena *arena, const char *text) {
    double height = HEAD_ROW;
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, "\n");
        height += HEAD_LINE *
                  line_count(text_width(arena_strndup(arena, at, length), HEAD_SIZE), HEAD_SIZE, HEAD_WIDTH);
        at += length + (at[length] == '\n');
    }
    return *text ? height : 0;
}

static void estimate_all(struct arena *arena, const struct questionnaire *q, int pages,
                         struct facsimile_place *out) {
    struct estimate e = {
        .q = q,
        .y = BOX + BOX_LINE * (1 + line_count(text_width(q->title, HEAD_SIZE), HEAD_SIZE, BOX_WIDTH)) +
             ROWS_AFTER + head_row(arena, q->id) + head_row(arena, q->field_to) +
             head_row(arena, q->contact)};
    e.spans = arena_array(arena, q->question_count, sizeof *e.spans);
    for (size_t i = 0; i < q->question_count;) {
        const size_t end = question_grid_end(q, i);
        if (end > i)
            add_grid(&e, arena, i, end);
        else if (q->questions[i].parent < 0)
            add_question(&e, arena, i);
        i = end > i ? end : i + 1;
    }
    if (flow_pages(&e, out) != pages)
        spread(&e, pages, out);
}

const struct facsimile_place *facsimile_places(struct arena *arena, const struct questionnaire *q,
                                               int pages) {
    struct facsimile_place *out = arena_array(arena, q->question_count, sizeof *out);
    estimate_all(arena, q, pages, out);
    for (size_t i = 0; i < q->question_count; i++)
        if (q->places && q->places[i].bottom)
            out[i] = q->places[i];
        else if (q->questions[i].parent >= 0)
            out[i] = out[q->questions[i].parent];
    return out;
}
