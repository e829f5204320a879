#include "reports/audit/audit_read.h"

#include "engine/app/door.h"
#include "engine/base/lang.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool ends_in(const char *path, const char *ending) {
    size_t length = strlen(path), tail = strlen(ending);
    return length > tail && strcasecmp(path + length - tail, ending) == 0;
}

static void first_bytes(const char *path, char out[5]) {
    FILE *file = fopen(path, "rb");
    size_t read = file ? fread(out, 1, 4, file) : 0;
    out[read] = '\0';
    if (file)
        fclose(file);
}

struct taking {
    struct audit_rows *rows;
    const char *sheet;
};

static void take(void *data, const struct door_row *row) {
    struct taking *t = data;
    if (row->sheet != t->sheet)
        audit_rows_break(t->rows);
    t->sheet = row->sheet;
    audit_rows_add(t->rows, row->row, row->cells, row->count);
}

static const struct audit_draft *read_table(struct arena *arena, const struct audit_words *w,
                                            const char *path, struct fault *f) {
    struct taking t = {.rows = audit_rows_begin(arena, w)};
    if (!importers_door.rows(arena, path, take, &t, f))
        return NULL;
    return audit_rows_end(t.rows);
}

/* An old Word file, which is no archive. */
static bool refuse_old(const char *path, const char *head, struct fault *f) {
    if (memcmp(head, "\xD0\xCF\x11\xE0", 4) != 0 || !(ends_in(path, ".doc") || ends_in(path, ".docx")))
        return false;
    return !fault_set(
        f,
        _("%s is an old Word file (.doc), or one with a password; open it in Word, choose \"Save as\" "
          "and \"Word Document (.docx)\" without a password, and give that file"),
        path);
}

/* A workbook or a Word document. */
static const struct audit_draft *read_archive(struct arena *arena, const struct audit_words *w,
                                              const char *path, struct fault *f) {
    size_t length;
    char *text = importers_door.document(arena, path, &length, f);
    if (text)
        return audit_draft_text(arena, w, text, length);
    return f->kind == FAULT_NONE ? read_table(arena, w, path, f) : NULL;
}

const struct audit_draft *audit_read(struct arena *arena, const struct audit_words *w, const char *path,
                                     struct fault *f) {
    char head[5] = "";
    size_t length;
    first_bytes(path, head);
    if (strcmp(head, "PK\x03\x04") == 0)
        return read_archive(arena, w, path, f);
    if (refuse_old(path, head, f))
        return NULL;
    if (ends_in(path, ".csv") || ends_in(path, ".tsv"))
        return read_table(arena, w, path, f);
    char *text = strcmp(head, "%PDF") == 0 ? audit_read_pdf(arena, path, &length, f)
                                           : importers_door.text(arena, path, &length, f);
    if (!text)
        return NULL;
    if (text[strspn(text, " \t\r\n")] == '{') {
        const struct audit_draft *figures = audit_read_figures(arena, w, text, length, path, f);
        if (figures || f->kind != FAULT_NONE)
            return figures;
    }
    return audit_draft_text(arena, w, text, length);
}
