#include "reports/model/canvas.h"

#include "reports/model/signs.h"

bool canvas_face_is_bold(enum canvas_face face) {
    return face == FACE_GOTHIC_BOLD || face == FACE_TABULAR_BOLD;
}

bool canvas_face_is_tabular(enum canvas_face face) {
    return face == FACE_TABULAR || face == FACE_TABULAR_BOLD;
}

void canvas_page(struct canvas *c, double width, double height) {
    c->operations->page(c, width, height);
}

double canvas_text_width(struct canvas *c, enum canvas_face face, double size, const char *text) {
    struct signs signs;
    const double width = c->operations->text_width(c, face, size, signs_print(&signs, text));
    signs_end(&signs);
    return width;
}

void canvas_text(struct canvas *c, double x, double y, enum canvas_align align, enum canvas_face face,
                 double size, uint32_t colour, const char *text) {
    if (align == ALIGN_CENTER)
        x -= canvas_text_width(c, face, size, text) / 2;
    else if (align == ALIGN_RIGHT)
        x -= canvas_text_width(c, face, size, text);
    struct signs signs;
    c->operations->text(c, x, y, face, size, colour, signs_print(&signs, text));
    signs_end(&signs);
}

void canvas_rectangle(struct canvas *c, double x, double y, double width, double height, uint32_t fill) {
    c->operations->rectangle(c, x, y, width, height, fill);
}

void canvas_line(struct canvas *c, double x1, double y1, double x2, double y2, double width,
                 uint32_t colour) {
    c->operations->line(c, x1, y1, x2, y2, width, colour, false);
}

void canvas_frame(struct canvas *c, double x, double y, double width, double height, double line,
                  uint32_t colour) {
    /* Horizontal sides reach over the corners, so that thick frames close. */
    double half = line / 2;
    canvas_line(c, x - half, y, x + width + half, y, line, colour);
    canvas_line(c, x - half, y + height, x + width + half, y + height, line, colour);
    canvas_line(c, x, y, x, y + height, line, colour);
    canvas_line(c, x + width, y, x + width, y + height, line, colour);
}
