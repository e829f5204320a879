#include "reports/svg/svg_figure.h"

#include "engine/base/lang.h"
#include "engine/base/text.h"
#include "reports/svg/svg_canvas.h"

static const double WIDTH = 520, MARGIN = 16;

static const struct figure *with_notes(struct arena *arena, const struct figure *from, const char *notice) {
    struct figure *figure = arena_copy(arena, from, sizeof *from);
    for (size_t i = 0; figure->table && i < figure->table->note_count; i++)
        figure->note =
            text_lines(arena, figure->note, arena_printf(arena, _("Note: %s"), figure->table->notes[i]));
    figure->note = text_lines(arena, figure->note, notice);
    return figure;
}

static void draw(const struct figure *figure, struct canvas *canvas) {
    const double width = WIDTH - 2 * MARGIN, height = figure_height(figure, canvas, width);
    canvas_page(canvas, WIDTH, height + 2 * MARGIN);
    canvas_rectangle(canvas, 0, 0, WIDTH, height + 2 * MARGIN, 0xFFFFFF);
    figure_draw(figure, canvas, (struct box){MARGIN, MARGIN, width, height});
}

static struct svg *drawn(struct arena *arena, const struct figure *figure, const char *notice,
                         const char *lang, struct fault *f) {
    struct svg *svg = svg_create(figure->title, lang, f);
    if (!svg)
        return NULL;
    const char *before = lang_enter(lang);
    draw(with_notes(arena, figure, notice), svg_canvas(svg));
    lang_enter(before);
    return svg;
}

bool svg_figure_write(struct arena *arena, const struct figure *figure, const char *notice, const char *lang,
                      const char *path, struct fault *f) {
    struct svg *svg = drawn(arena, figure, notice, lang, f);
    const bool done = svg && svg_finish(svg, path, f);
    svg_destroy(svg);
    return done;
}

const char *svg_figure_text(struct arena *arena, const struct figure *figure, const char *notice,
                            const char *lang, struct fault *f) {
    struct svg *svg = drawn(arena, figure, notice, lang, f);
    const char *text = svg ? svg_text(svg, arena, f) : NULL;
    svg_destroy(svg);
    return text;
}
