/*
 * hand_tables: small tables written by hand, for tests of figures, pages and bindings; cells are computed
 * from counts as the table model does it.
 */
#ifndef SHUKEI_TESTS_UNIT_HAND_TABLES_H
#define SHUKEI_TESTS_UNIT_HAND_TABLES_H

#include "reports/model/table.h"

#include <string.h>

struct hand_row {
    const char *key, *label;
    int64_t count; /* -1: suppressed */
    enum table_row_kind kind;
};

static inline struct table_cell hand_cell(int64_t count, int64_t n, int decimals) {
    struct table_cell cell = {.count = count, .n = n};
    if (count < 0) {
        cell.suppressed = true;
        strcpy(cell.text, "x");
        return cell;
    }
    cell.percent = n ? 100.0 * (double)count / (double)n : 0;
    percent_text(cell.text, count, n, decimals);
    return cell;
}

/* One total column; `rows` end with a NULL key. */
static inline struct table *hand_table(struct arena *arena, const char *id, const char *kind,
                                       const char *title, int64_t n, const struct hand_row *rows) {
    struct table *table = arena_alloc(arena, sizeof *table);
    struct table_column *columns = arena_array(arena, 1, sizeof *columns);
    columns[0] = (struct table_column){.key = "total", .label = "全体", .n = n};
    size_t count = 0;
    while (rows[count].key)
        count++;
    struct table_row *out = arena_array(arena, count + 1, sizeof *out);
    for (size_t i = 0; i < count; i++) {
        struct table_cell cell = hand_cell(rows[i].count, n, 1);
        out[i] = (struct table_row){rows[i].kind, rows[i].key, rows[i].label, NULL,
                                    arena_copy(arena, &cell, sizeof cell)};
    }
    *table = (struct table){.id = id,
                            .question = id,
                            .number = "問4",
                            .kind = kind,
                            .title = title,
                            .unit = "医療機関",
                            .base_text = "回答医療機関全体",
                            .base_n = n,
                            .columns = columns,
                            .column_count = 1,
                            .rows = out,
                            .row_count = count,
                            .multi = strcmp(kind, "multi") == 0};
    return table;
}

static inline struct table *hand_trouble(struct arena *arena) {
    static const struct hand_row rows[] = {{"yes", "あった", 5188, TABLE_OPTION},
                                           {"no", "なかった", 3042, TABLE_OPTION},
                                           {"no_answer", "無回答", 442, TABLE_SILENCE},
                                           {0}};
    return hand_table(arena, "q3", "single", "トラブルの有無", 8672, rows);
}

static inline struct table *hand_kinds(struct arena *arena) {
    static const struct hand_row rows[] = {
        {"no_match", "該当の被保険者番号がない", 1321, TABLE_OPTION},
        {"invalid", "資格情報の無効がある", 2554, TABLE_OPTION},
        {"name_address", "名前や住所の間違い", 1071, TABLE_OPTION},
        {"masked", "名前や住所が●で表記される", 3492, TABLE_OPTION},
        {"copay", "負担割合の齟齬", 776, TABLE_OPTION},
        {"ceiling", "限度額認定に誤り等があった", 307, TABLE_OPTION},
        {"other_person", "他人の情報が紐づけられていた", 102, TABLE_OPTION},
        {"wrong_medical", "間違った医療情報が紐づけられていた", 99, TABLE_OPTION},
        {"reader", "カードリーダーでエラーがでる", 2063, TABLE_OPTION},
        {"no_answer", "無回答", 31, TABLE_SILENCE},
        {0}};
    return hand_table(arena, "q4", "multi", "トラブルの種類", 5188, rows);
}

#endif
