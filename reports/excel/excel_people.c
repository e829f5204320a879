#include "reports/excel/excel.h"

#include "engine/base/lang.h"
#include "engine/base/stages.h"
#include "engine/base/utf8.h"
#include "reports/excel/excel_changes.h"
#include "reports/excel/excel_page.h"
#include "reports/excel/excel_sheet.h"
#include "reports/press/words.h"

enum { CONTENTS_HEADER_GAP = 2 };

struct contents {
    struct excel_page page;
    lxw_row_t row;
    int serial;
};

static void contents_fact(struct contents *c, const char *label, const char *text) {
    if (!text || !*text)
        return;
    excel_page_text(&c->page, c->row, 0, label, LOOK_SUBTITLE);
    excel_page_text(&c->page, c->row, 1, text, LOOK_TEXT);
    c->row++;
}

/* Sent, returned and the rate, as printed in the kit. */
static void contents_counts(struct contents *c, struct arena *arena, const struct excel_content *content) {
    const struct questionnaire *q = content->questionnaire;
    char n[PERCENT_TEXT], sent[PERCENT_TEXT], rate[PERCENT_TEXT];
    int64_t returns = content->set_count ? (int64_t)content->sets[0]->dataset->n : 0;
    percent_thousands(n, returns);
    if (q->sent_total <= 0) {
        contents_fact(c, _("Returns"), n);
        return;
    }
    percent_text(rate, returns, q->sent_total, 1);
    contents_fact(
        c, _("Returns"),
        arena_printf(arena, _("%s of %s sent (%s)"), n, percent_thousands(sent, q->sent_total), rate));
}

enum {
    SERIAL_WIDTH = 12,
    TITLE_WIDTH = 52,
    BASE_WIDTH = 44,
    N_WIDTH = 9,
    NAME_WIDTH = 30,
    CONTENTS_COLUMNS = 5
};
static const struct excel_span contents_span = {CONTENTS_COLUMNS - 1, SERIAL_WIDTH + TITLE_WIDTH +
                                                                          BASE_WIDTH + N_WIDTH + NAME_WIDTH};

static void contents_head(struct contents *c, struct arena *arena, const struct excel_content *content) {
    const struct questionnaire *q = content->questionnaire;
    excel_page_wide(&c->page, c->row++, &contents_span, q->title, LOOK_WIDE_TITLE);
    contents_fact(c, _("Organiser"), q->organiser);
    contents_fact(c, _("Field period"), words_period(arena, q->field_from, q->field_to));
    contents_fact(c, _("Method"), q->method);
    contents_counts(c, arena, content);
    contents_fact(c, _("Notice"), content->set_count ? content->sets[0]->dataset->synthetic : NULL);
    c->row++;
    static const char *const headings[] = {N_("No."), N_("Table"), N_("Base"), "n", N_("Worksheet")};
    for (lxw_col_t i = 0; i < CONTENTS_COLUMNS; i++)
        excel_page_text(&c->page, c->row, i, _(headings[i]), LOOK_HEADER);
    worksheet_freeze_panes(c->page.sheet, c->row + 1, 0);
    excel_book_print_setup(c->page.book, c->page.sheet, false, c->row, c->row);
    c->row++;
}

static void contents_height(struct contents *c, const char *title, const char *base, const char *name) {
    const size_t lines[] = {utf8_width(title) / (TITLE_WIDTH - 2), utf8_width(base) / (BASE_WIDTH - 2),
                            utf8_width(name) / (NAME_WIDTH - 2)};
    size_t most = 0;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        most = lines[i] > most ? lines[i] : most;
    if (most > 0)
        worksheet_set_row(c->page.sheet, c->row, (double)((most + 1) * EXCEL_ROW_HEIGHT), NULL);
}

static void contents_entry(struct contents *c, struct arena *arena, const struct table *table,
                           const lxw_worksheet *target) {
    excel_page_number(&c->page, c->row, 0, ++c->serial, LOOK_SERIAL);
    excel_page_link(&c->page, c->row, 1, target, excel_sheet_title(arena, table), LOOK_LINK);
    excel_page_text(&c->page, c->row, 2, table->base_text, LOOK_LABEL);
    if (table->base_n == TABLE_N_HIDDEN)
        excel_page_text(&c->page, c->row, 3, TABLE_HIDDEN, LOOK_COUNT);
    else
        excel_page_number(&c->page, c->row, 3, (double)table->base_n, LOOK_COUNT);
    excel_page_text(&c->page, c->row, 4, target->name, LOOK_LABEL);
    contents_height(c, excel_sheet_title(arena, table), table->base_text, target->name);
    c->row++;
}

static void contents_notes(struct contents *c, struct arena *arena, const struct table_set *set) {
    c->row++;
    for (size_t i = 0; i < set->note_count; i++)
        excel_page_wide(&c->page, c->row++, &contents_span, set->notes[i], LOOK_WIDE_NOTE);
    excel_page_wide(&c->page, c->row++, &contents_span, arena_printf(arena, _("Source: %s"), set->source),
                    LOOK_WIDE_NOTE);
}

/* Another question has the same number: the rows of a matrix. */
static bool shares_its_number(const struct questionnaire *q, const struct question *question) {
    for (size_t i = 0; i < q->question_count; i++)
        if (&q->questions[i] != question && strcmp(q->questions[i].number, question->number) == 0)
            return true;
    return false;
}

static const char *sheet_name(struct arena *arena, const struct questionnaire *q, const struct table *table) {
    const int at = questionnaire_find(q, table->question);
    const char *name = table->number[0] ? table->number : table->title;
    if (table->number[0] && at >= 0 && shares_its_number(q, &q->questions[at]))
        name = arena_printf(arena, "%s %s", table->number, q->questions[at].label);
    return table->key_label ? arena_printf(arena, _("%s by %s"), name, table->key_label) : name;
}

static void write_set(struct contents *c, struct arena *arena, const struct questionnaire *q,
                      const struct table_set *set) {
    for (size_t i = 0; i < set->count; i++) {
        const struct table *table = &set->tables[i];
        lxw_worksheet *sheet = excel_book_sheet(c->page.book, sheet_name(arena, q, table));
        excel_sheet_write(arena, &(struct excel_page){c->page.book, sheet}, set, table, c->page.sheet);
        contents_entry(c, arena, table, sheet);
    }
}

static void write_changes(struct contents *c, struct arena *arena, const struct comparison *comparison) {
    lxw_worksheet *sheet = excel_book_sheet(c->page.book, _("Changes"));
    excel_changes_write(arena, &(struct excel_page){c->page.book, sheet}, comparison, c->page.sheet);
    excel_page_number(&c->page, c->row, 0, ++c->serial, LOOK_SERIAL);
    excel_page_link(&c->page, c->row, 1, sheet, excel_changes_title(), LOOK_LINK);
    excel_page_text(&c->page, c->row, 2, _("the base in common"), LOOK_LABEL);
    excel_page_text(&c->page, c->row, 3, "", LOOK_LABEL);
    excel_page_text(&c->page, c->row, 4, sheet->name, LOOK_LABEL);
    c->row++;
}

bool excel_write_people(struct arena *arena, const struct excel_content *content, const char *path,
                        struct fault *f) {
    struct excel_book book;
    const struct excel_about about = excel_about_of(content);
    if (!excel_book_begin(&book, path, &about, f))
        return false;
    struct contents c = {.page = {&book, excel_book_sheet(&book, _("Contents"))}};
    static const double widths[CONTENTS_COLUMNS] = {SERIAL_WIDTH, TITLE_WIDTH, BASE_WIDTH, N_WIDTH,
                                                    NAME_WIDTH};
    for (lxw_col_t i = 0; i < CONTENTS_COLUMNS; i++)
        worksheet_set_column(c.page.sheet, i, i, widths[i], NULL);
    contents_head(&c, arena, content);
    for (size_t s = 0; s < content->set_count; s++) {
        stages_at(s, content->set_count);
        write_set(&c, arena, content->questionnaire, content->sets[s]);
    }
    if (content->comparison)
        write_changes(&c, arena, content->comparison);
    if (content->set_count)
        contents_notes(&c, arena, content->sets[0]);
    excel_book_fit(&book, c.page.sheet,
                   &(struct excel_extent){.characters = contents_span.characters,
                                          .columns = CONTENTS_COLUMNS,
                                          .height = (double)c.row * EXCEL_ROW_HEIGHT * 1.3});
    worksheet_activate(c.page.sheet);
    return excel_book_finish(&book, f);
}
