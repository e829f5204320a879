#include "importers/xlsx/xlsx_merges.h"

#include "engine/base/heap.h"
#include "engine/base/lang.h"

#include <stdlib.h>
#include <string.h>

enum { MERGES_MAX = 200000, TAG_MAX = 512 };

const char *xlsx_cell_of(const char *text, uint32_t *row, uint32_t *column) {
    uint32_t letters = 0, digits = 0;
    for (; (*text | 0x20) >= 'a' && (*text | 0x20) <= 'z'; text++) {
        letters = letters * 26 + (uint32_t)((*text | 0x20) - 'a' + 1);
        if (letters > XLSX_COLUMNS_MAX)
            return NULL;
    }
    bool has_row = *text >= '0' && *text <= '9';
    for (; *text >= '0' && *text <= '9'; text++) {
        digits = digits * 10 + (uint32_t)(*text - '0');
        if (digits > XLSX_ROWS_MAX)
            return NULL;
    }
    if (letters == 0 || (has_row && digits == 0))
        return NULL;
    *column = letters - 1;
    *row = has_row ? digits - 1 : UINT32_MAX;
    return text;
}

/* "A1:C2" */
static bool read_range(const char *text, struct xlsx_range *range) {
    uint32_t row, column, last_row, last_column;
    text = xlsx_cell_of(text, &row, &column);
    if (!text || *text != ':')
        return false;
    text = xlsx_cell_of(text + 1, &last_row, &last_column);
    if (!text || row == UINT32_MAX || last_row == UINT32_MAX || last_row < row || last_column < column)
        return false;
    *range = (struct xlsx_range){row, last_row, (uint16_t)column, (uint16_t)last_column};
    return true;
}

/* tag: <mergeCell ref="A1:C2"/ */
static void add_range(struct xlsx_merges *merges, const char *tag, size_t length) {
    char copy[TAG_MAX + 1];
    struct xlsx_range range;
    memcpy(copy, tag, length);
    copy[length] = '\0';
    const char *ref = strstr(copy, "ref=");
    if (!ref || (ref[4] != '"' && ref[4] != '\'') || !read_range(ref + 5, &range))
        return;
    merges->items = heap_grow(merges->items, merges->count, &merges->capacity, sizeof *merges->items);
    merges->items[merges->count++] = range;
}

size_t xlsx_merges_scan(struct xlsx_merges *merges, const char *bytes, size_t length) {
    static const char word[] = "mergeCell "; /* also of x:mergeCell */
    size_t at = 0, size = sizeof word - 1;
    while (merges->count <= MERGES_MAX) {
        const char *found = memmem(bytes + at, length - at, word, size);
        if (!found)
            break;
        size_t left = length - (size_t)(found - bytes);
        const char *end = memchr(found, '>', left < TAG_MAX ? left : TAG_MAX);
        if (!end && left < TAG_MAX)
            return (size_t)(found - bytes);
        if (end)
            add_range(merges, found, (size_t)(end - found));
        at = (size_t)(found - bytes) + size;
    }
    /* The beginning of a word may stand at the end. */
    return length - at < size ? at : length - size + 1;
}

static int by_row(const void *a, const void *b) {
    const struct xlsx_range *x = a, *y = b;
    return x->row != y->row ? (x->row < y->row ? -1 : 1) : (int)x->column - (int)y->column;
}

static bool scan_all(struct xlsx_part *part, struct xlsx_merges *merges, struct fault *f) {
    char buffer[XLSX_PIECE + TAG_MAX];
    size_t kept = 0, length;
    do {
        if (!xlsx_part_read(part, buffer + kept, XLSX_PIECE, &length, f))
            return false;
        size_t held = kept + length, used = xlsx_merges_scan(merges, buffer, held);
        kept = held - used;
        memmove(buffer, buffer + used, kept);
    } while (length > 0);
    return true;
}

bool xlsx_merges_read(struct xlsx_package *package, const char *name, struct xlsx_merges *merges,
                      struct fault *f) {
    *merges = (struct xlsx_merges){.count = 0};
    struct xlsx_part *part = xlsx_part_open(package, name, f);
    bool read = part && scan_all(part, merges, f);
    xlsx_part_close(part);
    if (read && merges->count > MERGES_MAX)
        read =
            fault_set(f, _("the sheet has more than 200,000 merged cells; unmerge them in Excel and save"));
    if (read && merges->count)
        qsort(merges->items, merges->count, sizeof *merges->items, by_row);
    if (!read)
        xlsx_merges_end(merges);
    return read;
}

void xlsx_merges_end(struct xlsx_merges *merges) {
    free(merges->items);
    *merges = (struct xlsx_merges){.count = 0};
}
