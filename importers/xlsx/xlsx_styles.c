#include "importers/xlsx/xlsx_styles.h"

#include "engine/base/heap.h"
#include "engine/base/lang.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { STYLES_MAX = 65536 };

struct number_format {
    long id;
    struct xlsx_format format;
};

struct xlsx_styles {
    struct number_format *formats;
    size_t format_count, format_capacity;
    struct xlsx_format *cells; /* by index */
    size_t cell_count, cell_capacity;

    struct xlsx_xml *xml;
    bool in_cells;
};

/* --- a format's code --------------------------------------------------------------------------------------
 */

/* The letters of the first section that mean something: without quoted text, colours and conditions, escaped
 * and padding characters. */
struct letters {
    bool year_or_day, month, time, elapsed, percent, only_zeros;
    size_t zeros;
};

static const char *skip_brackets(const char *at, struct letters *found) {
    const char *end = strchr(at, ']');
    if (!end)
        return at + strlen(at);
    size_t length = (size_t)(end - at) - 1, same = 0;
    char first = (char)tolower((unsigned char)at[1]);
    while (same < length && tolower((unsigned char)at[1 + same]) == first)
        same++;
    if (length > 0 && same == length && strchr("hms", first))
        found->elapsed = true; /* [h]:mm counts hours beyond 24 */
    return end + 1;
}

static const char *skip_literal(const char *at, struct letters *found) {
    if (*at == '"') {
        const char *end = strchr(at + 1, '"');
        return end ? end + 1 : at + strlen(at);
    }
    if (*at == '[')
        return skip_brackets(at, found);
    if (*at == '\\' || *at == '_' || *at == '*')
        return at[1] ? at + 2 : at + 1;
    return NULL;
}

static void read_letter(char letter, char before, struct letters *found) {
    bool exponent = letter == 'e' && before && strchr("0#?.", before);
    switch (letter) {
    case 'e':
    case 'y':
    case 'd':
    case 'g':
        found->year_or_day |= !exponent;
        break;
    case 'm':
        found->month = true;
        break;
    case 'h':
    case 's':
        found->time = true;
        break;
    case '%':
        found->percent = true;
        break;
    case '0':
        found->zeros++;
        break;
    }
    found->only_zeros &= letter == '0';
}

static struct letters read_code(const char *code) {
    struct letters found = {.only_zeros = true};
    char before = '\0';
    while (*code && *code != ';') {
        const char *next = skip_literal(code, &found);
        if (next) {
            found.only_zeros = false;
            code = next;
            continue;
        }
        char letter = (char)tolower((unsigned char)*code++);
        read_letter(letter, before, &found);
        before = letter;
    }
    return found;
}

struct xlsx_format xlsx_format_of(const char *code) {
    if (strncasecmp(code, "general", 7) == 0)
        return (struct xlsx_format){XLSX_GENERAL, 0};
    struct letters found = read_code(code);
    bool time = found.time || found.elapsed;
    bool date = found.year_or_day || (found.month && !time);
    if (date)
        return (struct xlsx_format){time ? XLSX_DATETIME : XLSX_DATE, 0};
    if (time)
        return (struct xlsx_format){found.elapsed ? XLSX_ELAPSED : XLSX_TIME, 0};
    if (found.percent)
        return (struct xlsx_format){XLSX_PERCENT, 0};
    if (found.only_zeros && found.zeros > 1 && found.zeros <= 20)
        return (struct xlsx_format){XLSX_ZEROS, (unsigned char)found.zeros};
    return (struct xlsx_format){XLSX_GENERAL, 0};
}

/* Formats known by number alone (ECMA-376, 18.8.30), with those of Japanese Excel. */
static struct xlsx_format builtin(long id) {
    static const struct {
        long first, last;
        enum xlsx_kind kind;
    } known[] = {
        {9, 10, XLSX_PERCENT},  {14, 17, XLSX_DATE}, {18, 21, XLSX_TIME}, {22, 22, XLSX_DATETIME},
        {27, 31, XLSX_DATE},    {32, 33, XLSX_TIME}, {34, 36, XLSX_DATE}, {45, 45, XLSX_TIME},
        {46, 46, XLSX_ELAPSED}, {47, 47, XLSX_TIME}, {50, 58, XLSX_DATE},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (id >= known[i].first && id <= known[i].last)
            return (struct xlsx_format){(unsigned char)known[i].kind, 0};
    return (struct xlsx_format){XLSX_GENERAL, 0};
}

/* --- the part ---------------------------------------------------------------------------------------------
 */

static void *grown(struct xlsx_styles *s, void *items, size_t count, size_t *capacity, size_t bytes_each) {
    if (count >= STYLES_MAX)
        xlsx_xml_stop(s->xml, _("it holds more styles than Excel allows"));
    return heap_grow(items, count, capacity, bytes_each);
}

static struct xlsx_format format_by_id(const struct xlsx_styles *s, long id) {
    for (size_t i = 0; i < s->format_count; i++)
        if (s->formats[i].id == id)
            return s->formats[i].format;
    return builtin(id);
}

static void add_format(struct xlsx_styles *s, const char **attributes) {
    const char *id = xlsx_attribute(attributes, "numFmtId"), *code = xlsx_attribute(attributes, "formatCode");
    if (!id || !code)
        return;
    s->formats = grown(s, s->formats, s->format_count, &s->format_capacity, sizeof *s->formats);
    s->formats[s->format_count++] = (struct number_format){strtol(id, NULL, 10), xlsx_format_of(code)};
}

static void add_cell_style(struct xlsx_styles *s, const char **attributes) {
    const char *id = xlsx_attribute(attributes, "numFmtId");
    s->cells = grown(s, s->cells, s->cell_count, &s->cell_capacity, sizeof *s->cells);
    s->cells[s->cell_count++] = format_by_id(s, id ? strtol(id, NULL, 10) : 0);
}

static void on_start(void *data, const char *name, const char **attributes) {
    struct xlsx_styles *s = data;
    if (strcmp(name, "numFmt") == 0)
        add_format(s, attributes);
    else if (strcmp(name, "cellXfs") == 0)
        s->in_cells = true;
    else if (s->in_cells && strcmp(name, "xf") == 0)
        add_cell_style(s, attributes);
}

static void on_end(void *data, const char *name) {
    struct xlsx_styles *s = data;
    if (strcmp(name, "cellXfs") == 0)
        s->in_cells = false;
}

static struct xlsx_styles *begin(void) {
    static const struct xlsx_handler handler = {on_start, on_end, NULL};
    struct xlsx_styles *styles = calloc(1, sizeof *styles);
    if (!styles)
        arena_out_of_memory();
    styles->xml = xlsx_xml_create(&handler, styles);
    return styles;
}

static struct xlsx_styles *finish(struct xlsx_styles *styles, bool read) {
    xlsx_xml_destroy(styles->xml);
    styles->xml = NULL;
    if (read)
        return styles;
    xlsx_styles_destroy(styles);
    return NULL;
}

struct xlsx_styles *xlsx_styles_read(struct xlsx_package *package, const char *part, struct fault *f) {
    struct xlsx_styles *styles = begin();
    return finish(styles, !part || xlsx_part_parse(package, part, styles->xml, f));
}

struct xlsx_styles *xlsx_styles_parse(const char *xml, size_t length, struct fault *f) {
    struct xlsx_styles *styles = begin();
    return finish(styles, xlsx_xml_feed(styles->xml, xml, length, true, f));
}

void xlsx_styles_destroy(struct xlsx_styles *styles) {
    if (!styles)
        return;
    free(styles->formats);
    free(styles->cells);
    free(styles);
}

struct xlsx_format xlsx_styles_get(const struct xlsx_styles *styles, size_t index) {
    return index < styles->cell_count ? styles->cells[index] : (struct xlsx_format){XLSX_GENERAL, 0};
}
