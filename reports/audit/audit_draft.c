#include "reports/audit/audit_draft.h"
#include "reports/audit/audit_columns.h"
#include "reports/audit/audit_commas.h"
#include "reports/audit/audit_numerals.h"

#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"

#include <ctype.h>
#include <string.h>

/* --- characters ------------------------------------------------------------------------------------------- */

static const char *folded(uint32_t code) {
    static const struct {
        uint32_t code;
        const char *text;
    } table[] = {{0x3000, "  "}, {0x301C, "~"}, {0x2212, "-"},  {0x2010, "-"}, {0x2013, "~"}, {0x332B, "%"},
                 {0xFE6A, "%"},  {0x00A0, " "}, {0x200B, ""},   {0xFEFF, ""},  {0x00A5, "¥"}, {0x3250, ""},
                 {0x2044, "/"},  {0x2215, "/"}, {0xFF65, "・"}, {0x2029, ""}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].code == code)
            return table[i].text;
    return NULL;
}

char *audit_normalise(struct arena *arena, const char *text, size_t length) {
    struct strbuf out = {0};
    const char *at = text, *end = text + length;
    strbuf_add(&out, "");
    while (at < end) {
        const char *before = at;
        uint32_t code = utf8_next(&at);
        const char *instead = folded(code);
        if (code == 0)
            break;
        if (code >= 0xFF01 && code <= 0xFF5E)
            strbuf_char(&out, (char)(code - 0xFF01 + '!'));
        else if (instead)
            strbuf_add(&out, instead);
        else if (before[0] == '*' && at < end && at[0] == '*')
            at++;
        else
            strbuf_add_bytes(&out, before, (size_t)(at - before));
    }
    char *copy = arena_strndup(arena, out.text, out.length);
    strbuf_end(&out);
    return copy;
}

/* --- lines ------------------------------------------------------------------------------------------------ */

struct line {
    char *text; /* normalised and trimmed */
    size_t number;
    bool row, blank_before, item; /* item: begins with the mark of a list */
    bool whole;                   /* a paragraph of its own, which no page's width has cut */
};

static bool begins(const char *text, const char *word) {
    return strncmp(text, word, strlen(word)) == 0;
}

static bool ends(const char *text, const char *word) {
    size_t length = strlen(text), tail = strlen(word);
    return length >= tail && strcmp(text + length - tail, word) == 0;
}

/* Circled and bracketed numbers stand at the head of items. */
static bool numbered(const char *text) {
    const char *at = text;
    uint32_t code = utf8_next(&at);
    if (code >= 0x2460 && code <= 0x24FF)
        return true;
    at = text;
    if (*at == '(')
        at++;
    const char *digits = at;
    while (isdigit((unsigned char)*at))
        at++;
    return at > digits && at - digits <= 2 && (*at == ')' || (*at == '.' && !isdigit((unsigned char)at[1])));
}

static bool is_item(const char *text) {
    static const char *const heads[] = {"・", "◎", "○", "●", "◆", "■",  "□",  "▽", "▼",  "※", "- ", "* ",
                                        "+ ", "#", "⇒", "→", "◇", "【", "＜", "<", "《", "★", ">",  "•"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (begins(text, heads[i]))
            return true;
    return numbered(text);
}

static char *trimmed(char *text) {
    while (*text == ' ' || *text == '\t')
        text++;
    size_t length = strlen(text);
    while (length && strchr(" \t\r", text[length - 1]))
        text[--length] = '\0';
    return text;
}

static bool has_gap(const char *text) {
    return strchr(text, '\t') || strstr(text, "  ");
}

static bool is_row(const char *text) {
    const char *bar = strchr(text, '|');
    if (bar && strchr(bar + 1, '|'))
        return true;
    return has_gap(text) && !strstr(text, "。") && !is_item(text);
}

/* Lines that are a file of commas, pasted: their cells are set apart by tabs. */
static void split_commas(struct line *lines, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t run = 0;
        while (i + run < count && audit_commas(lines[i].text, lines[i + run].text))
            run++;
        for (size_t k = i; run >= AUDIT_COMMAS_LEAST && k < i + run; k++) {
            audit_commas_split(lines[k].text);
            lines[k].row = true;
        }
        i += run >= AUDIT_COMMAS_LEAST ? run - 1 : 0;
    }
}

static struct line *read_lines(struct arena *arena, const struct audit_words *w, const char *text,
                               size_t length, size_t *count) {
    size_t piece_count, capacity = 0;
    const struct audit_piece *pieces = audit_pieces(arena, text, length, &piece_count);
    struct line *lines = NULL;
    bool blank = true;
    for (const struct audit_piece *p = pieces; p < pieces + piece_count; p++) {
        char *whole = audit_numerals(arena, w, audit_normalise(arena, p->text, p->length)),
             *line = trimmed(whole);
        char *indent = memchr(whole, '\t', (size_t)(line - whole));
        if (indent && has_gap(line))
            line = indent; /* the first cells of a row are empty */
        if (*line) {
            bool paragraph = p->length >= 3 && memcmp(p->text + p->length - 3, "\xE2\x80\xA9", 3) == 0;
            lines = arena_grow(arena, lines, *count, &capacity, sizeof *lines);
            lines[(*count)++] = (struct line){line, p->line, is_row(line), blank, is_item(line), paragraph};
        }
        blank = !*line;
    }
    split_commas(lines, *count);
    return lines;
}

/* --- which lines are one paragraph ------------------------------------------------------------------------ */

static int open_brackets(const char *text) {
    int open = 0;
    for (; *text; text++)
        open += *text == '(' ? 1 : *text == ')' ? -1 : 0;
    return open;
}

/* "Q2. (...と答えた319人) 週何日ですか": a question is no beginning of its first answer. */
static bool is_question(const char *text) {
    static const char *const heads[] = {"Q", "問", "設問", "質問"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (begins(text, heads[i]) && isdigit((unsigned char)text[strlen(heads[i])]))
            return ends(text, "か") || ends(text, "か。") || ends(text, "?");
    return false;
}

/* Whether the page's width has cut what goes on in the next line. */
static bool goes_on(const struct line *line, const struct line *next) {
    static const char *const stops[] = {"。", "!", "?", ")", "」", "】", ":", ">", "』"};
    if (line->whole || next->item || line->row || next->row || line->text[0] == '#' ||
        is_question(line->text))
        return false;
    if (open_brackets(line->text) > 0)
        return true;
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (ends(line->text, stops[i]))
            return false;
    size_t width = utf8_width(line->text), length = strlen(line->text);
    if (length > 1 && ends(line->text, ".") && !isdigit((unsigned char)line->text[length - 2]))
        return false;
    return ends(line->text, "、") || width >= (next->blank_before ? 50u : 36u);
}

/* --- segments --------------------------------------------------------------------------------------------- */

struct building {
    struct arena *arena;
    const struct audit_words *words;
    struct audit_draft *draft;
    size_t capacity, block, in_block;
};

static struct audit_segment *add_segment(struct building *b) {
    struct audit_draft *d = b->draft;
    d->segments = arena_grow(b->arena, d->segments, d->count, &b->capacity, sizeof *d->segments);
    d->segments[d->count] = (struct audit_segment){.block = b->block, .first = true};
    b->in_block++;
    return &d->segments[d->count++];
}

static void new_block(struct building *b) {
    b->block++;
    b->in_block = 0;
}

size_t audit_line(const struct audit_segment *segment, size_t offset) {
    size_t line = segment->line;
    for (size_t i = 0; i < segment->mark_count && segment->marks[i].offset <= offset; i++)
        line = segment->marks[i].line;
    return line;
}

/* "...was 59.8%. Among", "in 2023. The": after what is no abbreviation */
static bool full_stop(const char *at) {
    char before = at[-1];
    bool figure = isdigit((unsigned char)before) || strchr("%)\"", before);
    return islower((unsigned char)before) || (figure && (isupper((unsigned char)at[2]) || at[2] == '"'));
}

/* The end of the sentence that begins at `at`: after 。 or an English full stop outside of brackets. */
static size_t sentence_end(const char *text, size_t at) {
    int depth = 0;
    for (; text[at]; at++) {
        depth += text[at] == '(' ? 1 : text[at] == ')' && depth > 0 ? -1 : 0;
        if (depth == 0 && begins(text + at, "。"))
            return at + strlen("。");
        if (depth == 0 && text[at] == '.' && text[at + 1] == ' ' && at > 0 && full_stop(text + at))
            return at + 1;
    }
    return at;
}

static void add_sentences(struct building *b, const char *text, const struct audit_line_mark *marks,
                          size_t mark_count) {
    for (size_t at = 0; text[at];) {
        size_t stop = sentence_end(text, at), first = 0;
        struct audit_segment *s = add_segment(b);
        while (first + 1 < mark_count && marks[first + 1].offset <= at)
            first++;
        struct audit_line_mark *own = arena_array(b->arena, mark_count - first, sizeof *own);
        for (size_t i = first; i < mark_count; i++)
            own[i - first] =
                (struct audit_line_mark){marks[i].offset > at ? marks[i].offset - at : 0, marks[i].line};
        s->text = arena_strndup(b->arena, text + at, stop - at);
        s->length = stop - at;
        s->marks = own;
        s->mark_count = mark_count - first;
        s->line = own[0].line;
        s->first = at == 0;
        at = stop;
    }
}

/* Lines [from, to) as one text.  Latin words keep a space between them, Japanese needs none. */
static void add_prose(struct building *b, const struct line *lines, size_t from, size_t to) {
    struct strbuf text = {0};
    struct audit_line_mark *marks = arena_array(b->arena, to - from, sizeof *marks);
    strbuf_add(&text, "");
    for (size_t i = from; i < to; i++) {
        if (text.length && isalpha((unsigned char)text.text[text.length - 1]) &&
            isalnum((unsigned char)lines[i].text[0]))
            strbuf_char(&text, ' ');
        marks[i - from] = (struct audit_line_mark){text.length, lines[i].number};
        strbuf_add(&text, lines[i].text);
    }
    add_sentences(b, arena_strdup(b->arena, text.text), marks, to - from);
    strbuf_end(&text);
}

static void set_row(struct building *b, struct audit_segment *s, size_t line, const char **cells,
                    size_t count) {
    struct strbuf text = {0};
    strbuf_add(&text, "");
    for (size_t i = 0; i < count; i++)
        strbuf_printf(&text, "%s%s", i ? "\t" : "", cells[i]);
    s->kind = SEGMENT_ROW;
    s->text = arena_strndup(b->arena, text.text, text.length);
    s->length = text.length;
    s->line = line;
    s->cells = cells;
    s->cell_count = count;
    strbuf_end(&text);
}

/* |---|--:| under the headings of a Markdown table */
static bool is_rule(const char *text) {
    return strspn(text, "|-: \t") == strlen(text) && strchr(text, '-');
}

/* The next cell; *at moves past its separator.  Runs of spaces are one separator, tabs and bars each one. */
static char *next_cell(struct arena *arena, const char **at, bool bars) {
    const char *start = *at, *stop = start;
    while (*stop && *stop != '\t' && !(bars && *stop == '|') && !(!bars && stop[0] == ' ' && stop[1] == ' '))
        stop++;
    char *cell = trimmed(arena_strndup(arena, start, (size_t)(stop - start)));
    const char *after = stop;
    if (*after == '\t' || (bars && *after == '|'))
        after++;
    else
        while (*after == ' ')
            after++;
    *at = *stop ? after : NULL;
    return cell;
}

/* "無回答 3" before further columns: one space was all that the page had. */
static size_t hidden_number(const char *cell) {
    size_t length = strlen(cell), at = length;
    while (at && (isdigit((unsigned char)cell[at - 1]) || cell[at - 1] == ','))
        at--;
    return at > 1 && at < length && cell[at - 1] == ' ' && (cell[at - 2] & 0x80) ? at : 0;
}

static bool only_numbers(const char *const *cells, size_t from, size_t count) {
    for (size_t i = from; i < count; i++)
        if (!isdigit((unsigned char)cells[i][0]) && cells[i][0] != '(')
            return false;
    return from < count;
}

static const char **split_label(struct arena *arena, const char **cells, size_t *count) {
    size_t at = *count ? hidden_number(cells[0]) : 0;
    if (!at || !only_numbers(cells, 1, *count))
        return cells;
    const char **split = arena_array(arena, *count + 1, sizeof *split);
    split[0] = trimmed(arena_strndup(arena, cells[0], at));
    split[1] = cells[0] + at;
    memcpy(split + 2, cells + 1, (*count - 1) * sizeof *split);
    (*count)++;
    return split;
}

static void add_row(struct building *b, const struct line *line) {
    const char **cells = NULL, *at = line->text;
    size_t count = 0, capacity = 0;
    bool bars = strchr(line->text, '|') != NULL;
    if (is_rule(line->text))
        return;
    at += bars && *at == '|';
    while (at) {
        char *cell = next_cell(b->arena, &at, bars);
        if (!at && !*cell)
            break;
        cells = arena_grow(b->arena, cells, count, &capacity, sizeof *cells);
        cells[count++] = cell;
    }
    if (!bars)
        cells = split_label(b->arena, cells, &count);
    struct audit_segment *s = add_segment(b);
    set_row(b, s, line->number, cells, count);
    s->aligned = bars || strchr(line->text, '\t');
}

static void finish(struct building *b) {
    for (size_t i = 0; i < b->draft->count; i++)
        audit_tokens(b->arena, b->words, &b->draft->segments[i]);
}

struct audit_draft *audit_draft_text(struct arena *arena, const struct audit_words *w, const char *text,
                                     size_t length) {
    struct building b = {.arena = arena, .words = w, .draft = arena_alloc(arena, sizeof *b.draft)};
    size_t count = 0;
    struct line *lines = read_lines(arena, w, text, length, &count);
    for (size_t i = 0, next; i < count; i = next) {
        /* single lines with blanks between them are one list as well */
        if ((lines[i].blank_before && b.in_block > 1) || lines[i].text[0] == '#' ||
            (i && lines[i].row != lines[i - 1].row))
            new_block(&b);
        next = i + 1;
        if (lines[i].row) {
            add_row(&b, &lines[i]);
            continue;
        }
        while (next < count && next - i < 40 && goes_on(&lines[next - 1], &lines[next]))
            next++;
        add_prose(&b, lines, i, next);
    }
    finish(&b);
    return b.draft;
}

/* --- tables ----------------------------------------------------------------------------------------------- */

struct audit_rows {
    struct building b;
};

struct audit_rows *audit_rows_begin(struct arena *arena, const struct audit_words *w) {
    struct audit_rows *rows = arena_alloc(arena, sizeof *rows);
    rows->b =
        (struct building){.arena = arena, .words = w, .draft = arena_alloc(arena, sizeof *rows->b.draft)};
    return rows;
}

void audit_rows_break(struct audit_rows *rows) {
    new_block(&rows->b);
}

void audit_rows_add(struct audit_rows *rows, size_t line, const char *const *cells, size_t count) {
    struct building *b = &rows->b;
    const char **own = arena_array(b->arena, count + 1, sizeof *own);
    size_t filled = 0;
    for (size_t i = 0; i < count; i++) {
        char *cell = trimmed(
            audit_numerals(b->arena, b->words, audit_normalise(b->arena, cells[i], strlen(cells[i]))));
        for (char *c = cell; *c; c++)
            *c = *c == '\t' || *c == '\n' || *c == '\r' ? ' ' : *c;
        own[i] = cell;
        filled += *cell != '\0';
    }
    if (filled) {
        struct audit_segment *s = add_segment(b);
        set_row(b, s, line, own, count);
        s->aligned = true;
    } else {
        new_block(b);
    }
}

struct audit_draft *audit_rows_end(struct audit_rows *rows) {
    finish(&rows->b);
    return rows->b.draft;
}
