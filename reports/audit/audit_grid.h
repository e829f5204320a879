/*
 * audit_grid: consecutive rows of a draft as a table with typed columns.
 *
 * Rows with as many cells as most rows are the body; the others above are headings, or titles.  A column is one of counts when most of
 * its cells are, of percentages when they bear a % or its heading says so (割合, 率), of ranks when its heading says 順位, of bounds (下限, 信頼区間)
 * likewise, else of labels.  A row whose label is 合計, 計, 総計 ... is a total.  Cells that hold a count and its percentage, 180 (64.1%), are two columns.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_GRID_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_GRID_H

#include "reports/audit/audit_base.h"

enum audit_column { COLUMN_LABEL, COLUMN_COUNT, COLUMN_PERCENT, COLUMN_RANK, COLUMN_VALUE, COLUMN_BOUND };
enum audit_row_kind { ROW_PART, ROW_TOTAL, ROW_SOFT_TOTAL, ROW_SUBTOTAL };

/* What of a segment's cells a column is: a cell, or the count or the percentage of one. */
enum audit_source_part { SOURCE_CELL, SOURCE_COUNT, SOURCE_PERCENT };

struct audit_source {
    size_t cell;
    enum audit_source_part part;
};

struct audit_grid_row {
    size_t segment;
    enum audit_row_kind kind;
    const char *label;
    struct audit_token **cells; /* the number that a cell is, or NULL */
};

struct audit_grid {
    size_t first_segment, last_segment;
    enum audit_column *columns;
    const char **headings;
    const struct audit_token **bases; /* the n= of its heading, or NULL */
    struct audit_source *sources;
    int *padding; /* percent columns: zeros at the end of every cell */
    size_t column_count;
    struct audit_grid_row *rows;
    size_t row_count;
    bool rounded; /* its numbers are in 万件 or the like: sums may be off by the rounding */
    bool multi;   /* the title or a heading says that several answers were possible */
};

/* Calls `each` for every grid of the draft. */
void audit_grids(struct audit *a, void (*each)(struct audit *a, const struct audit_grid *g, void *data),
                 void *data);

/* Counts of a cell; low > high where it is none. */
struct audit_range audit_cell(const struct audit_grid *g, size_t row, size_t column);

/* Whether a row of these segments has two labels, or says the same twice (件数, 割合 ... 件数, 割合): two tables side by side. */
bool audit_side_by_side(const struct audit *a, size_t from, size_t to);

#endif
