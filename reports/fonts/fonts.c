#include "reports/fonts/fonts.h"

#include "engine/base/file.h"
#include "engine/base/home.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "reports/fonts/ttf.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct font {
    const char *id, *family, *package, *path;
    bool bold, opened, usable;
    struct ttf ttf;
};

/* What was found out about a character; 0 bytes are "nothing yet". */
struct known {
    uint16_t code;
    int16_t advance, shift;
    int8_t font;
    bool known : 1, missing : 1, thin : 1;
};

enum { BMP = 0x10000, GETA = 0x3013, MINUS = 0x2212, FONT_BYTES_MAX = 64 << 20 };

struct fonts {
    struct arena *arena;
    struct font list[FONTS_MAX];
    size_t count;
    size_t chains[FACE_COUNT][FONTS_MAX];
    size_t chain_lengths[FACE_COUNT];
    struct known *known[FACE_COUNT]; /* BMP of them each */
    int digit_advance[FACE_COUNT];   /* of all digits, in tabular faces */
    struct fault fault;              /* the first font that could not be read */
};

static const char *const face_keys[FACE_COUNT] = {[FACE_GOTHIC] = "gothic",
                                                  [FACE_GOTHIC_BOLD] = "gothic_bold",
                                                  [FACE_TABULAR] = "gothic",
                                                  [FACE_TABULAR_BOLD] = "gothic_bold"};

/* ---- reading the list ---- */

static bool find_file(struct fonts *fonts, struct font *font, const struct json *paths, struct fault *f) {
    for (const struct json *path = paths->first; path; path = path->next) {
        if (!json_expect(path, JSON_STRING, f))
            return false;
        const char *home = path->string[0] == '/' ? "" : home_directory(f);
        if (!home)
            return false;
        font->path = arena_printf(fonts->arena, "%s%s%s", home, *home ? "/" : "", path->string);
        if (access(font->path, R_OK) == 0)
            return true;
    }
    return fault_set(f, _("the font %s is not installed; install the package %s (apt-get install %s)"),
                     font->family, font->package, font->package);
}

static bool read_font(struct fonts *fonts, const struct json *node, struct fault *f) {
    static const char *const keys[] = {"id", "family", "weight", "package", "paths", NULL};
    if (fonts->count == FONTS_MAX)
        return json_fault(f, node, _("more than %d fonts"), FONTS_MAX);
    struct font *font = &fonts->list[fonts->count++];
    const char *weight = NULL;
    const struct json *paths = NULL;
    if (!json_expect(node, JSON_OBJECT, f) || !json_known(node, keys, f) ||
        !json_get_string(node, "id", true, &font->id, f) ||
        !json_get_string(node, "family", true, &font->family, f) ||
        !json_get_string(node, "weight", true, &weight, f) ||
        !json_get_string(node, "package", true, &font->package, f) ||
        !json_get_array(node, "paths", true, &paths, f))
        return false;
    if (strcmp(weight, "bold") != 0 && strcmp(weight, "regular") != 0)
        return json_fault(f, json_member(node, "weight"), _("expected \"regular\" or \"bold\""));
    font->bold = strcmp(weight, "bold") == 0;
    return find_file(fonts, font, paths, f);
}

static bool read_link(struct fonts *fonts, enum canvas_face face, const struct json *node, struct fault *f) {
    if (!json_expect(node, JSON_STRING, f))
        return false;
    for (size_t i = 0; i < fonts->count; i++) {
        if (strcmp(fonts->list[i].id, node->string) != 0)
            continue;
        if (fonts->chain_lengths[face] == FONTS_MAX)
            return json_fault(f, node, _("more than %d fonts"), FONTS_MAX);
        fonts->chains[face][fonts->chain_lengths[face]++] = i;
        return true;
    }
    return json_fault(f, node, _("there is no font \"%s\" in /fonts"), node->string);
}

static bool read_faces(struct fonts *fonts, const struct json *faces, struct fault *f) {
    static const char *const keys[] = {"gothic", "gothic_bold", NULL};
    if (!json_known(faces, keys, f))
        return false;
    for (int face = 0; face < FACE_COUNT; face++) {
        const struct json *chain = NULL;
        if (!json_get_array(faces, face_keys[face], true, &chain, f))
            return false;
        if (!chain->first)
            return json_fault(f, chain, _("a face needs at least one font"));
        for (const struct json *link = chain->first; link; link = link->next)
            if (!read_link(fonts, (enum canvas_face)face, link, f))
                return false;
    }
    return true;
}

static bool read_list(struct fonts *fonts, const struct json *root, struct fault *f) {
    static const char *const keys[] = {"format", "fonts", "faces", NULL};
    const char *format = NULL;
    const struct json *list = NULL, *faces = NULL;
    if (!json_expect(root, JSON_OBJECT, f) || !json_known(root, keys, f) ||
        !json_get_string(root, "format", true, &format, f) ||
        !json_get_array(root, "fonts", true, &list, f) || !json_get_object(root, "faces", true, &faces, f))
        return false;
    if (strcmp(format, "shukei-fonts-1") != 0)
        return json_fault(f, json_member(root, "format"), _("expected \"%s\""), "shukei-fonts-1");
    for (const struct json *node = list->first; node; node = node->next)
        if (!read_font(fonts, node, f))
            return false;
    return read_faces(fonts, faces, f);
}

static bool load_list(struct fonts *fonts, struct fault *f) {
    const char *path = home_path(fonts->arena, "templates/fonts.json", f);
    const struct json *root = path ? json_read_file(fonts->arena, path, f) : NULL;
    if (!root)
        return false;
    return read_list(fonts, root, f) || fault_context(f, "%s", path);
}

struct fonts *fonts_create(struct fault *f) {
    struct fonts *fonts = calloc(1, sizeof *fonts);
    if (!fonts)
        arena_out_of_memory();
    fonts->arena = arena_create();
    for (int face = 0; face < FACE_COUNT; face++)
        if (!(fonts->known[face] = calloc(BMP, sizeof *fonts->known[face])))
            arena_out_of_memory();
    if (load_list(fonts, f))
        return fonts;
    fonts_destroy(fonts);
    return NULL;
}

void fonts_destroy(struct fonts *fonts) {
    if (!fonts)
        return;
    for (int face = 0; face < FACE_COUNT; face++)
        free(fonts->known[face]);
    arena_destroy(fonts->arena);
    free(fonts);
}

/* ---- characters ---- */

static const struct ttf *open_font(struct fonts *fonts, size_t index) {
    struct font *font = &fonts->list[index];
    if (!font->opened) {
        font->opened = true;
        size_t length = 0;
        struct fault why = {0};
        const char *bytes = file_read(fonts->arena, font->path, FONT_BYTES_MAX, &length, &why);
        font->usable =
            bytes && (ttf_open(&font->ttf, bytes, length, &why) || fault_context(&why, "%s", font->path));
        if (!font->usable && fonts->fault.kind == FAULT_NONE)
            fonts->fault = why;
    }
    return font->usable ? &font->ttf : NULL;
}

/* Characters that only steer the setting of others, and variation selectors, whose base is printed. */
static bool is_formless(uint32_t code) {
    return code < 0x20 || code == 0x7F || code == 0xAD || (code >= 0x200B && code <= 0x200F) ||
           (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF ||
           (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF);
}

/* Spaces that few fonts have. */
static uint32_t ordinary(uint32_t code) {
    return code == 0xA0 || code == 0x202F || (code >= 0x2000 && code <= 0x200A) ? ' ' : code;
}

/* Signs of forms that Japanese fonts lack, printed by the nearest one they have, and 𠮟 (which the PDF library does not
 * know) by 叱, the same character according to 常用漢字表 (2010); 0: none. */
static uint32_t stand_in(uint32_t code) {
    static const uint32_t pairs[][2] = {{0x2610, 0x25A1}, {0x2611, 0x2713}, {0x2612, 0x00D7},
                                        {0x2714, 0x2713}, {0x2705, 0x2713}, {0x20B9F, 0x53F1}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] == code)
            return pairs[i][1];
    return 0;
}

static bool look_up(struct fonts *fonts, enum canvas_face face, uint32_t code, struct known *known) {
    size_t first = fonts->chains[face][0];
    for (size_t i = 0; i < fonts->chain_lengths[face]; i++) {
        size_t index = fonts->chains[face][i];
        const struct ttf *ttf = open_font(fonts, index);
        unsigned glyph = ttf ? ttf_glyph(ttf, code) : 0;
        if (!glyph)
            continue;
        known->font = (int8_t)index;
        known->code = (uint16_t)code;
        known->advance = (int16_t)ttf_advance(ttf, glyph);
        known->thin = fonts->list[first].bold && !fonts->list[index].bold;
        return true;
    }
    return false;
}

/* The widest digit's, but so that two of the narrowest stand no further apart than DIGIT_GAP: readers take more
 * for a space between words. */
static int digit_advance(struct fonts *fonts, enum canvas_face face) {
    enum { DIGIT_GAP = 90 };
    if (fonts->digit_advance[face])
        return fonts->digit_advance[face];
    int widest = 0, narrowest = INT16_MAX;
    for (uint32_t digit = '0'; digit <= '9'; digit++) {
        struct known known = {0};
        if (!look_up(fonts, face, digit, &known))
            continue;
        widest = known.advance > widest ? known.advance : widest;
        narrowest = known.advance < narrowest ? known.advance : narrowest;
    }
    const int most = narrowest + DIGIT_GAP;
    return fonts->digit_advance[face] = widest < most ? widest : most;
}

/* The glyph stands in the middle of another one's advance. */
static void take_room_of(struct fonts *fonts, enum canvas_face face, uint32_t other, struct known *known) {
    struct known model = {0};
    if (!look_up(fonts, face, other, &model))
        return;
    known->shift = (int16_t)((model.advance - known->advance) / 2);
    known->advance = model.advance;
    known->thin =
        canvas_face_is_bold(face); /* mathematical signs of Japanese bold faces are as thin as the others' */
}

static struct known find_out(struct fonts *fonts, enum canvas_face face, uint32_t code) {
    struct known known = {.known = true, .font = -1};
    if (is_formless(code))
        return known;
    if (!look_up(fonts, face, ordinary(code), &known) && !look_up(fonts, face, stand_in(code), &known)) {
        known.missing = true;
        known.advance = 1000;
        look_up(fonts, face, GETA, &known);
    }
    if (canvas_face_is_tabular(face) && code >= '0' && code <= '9' && !known.missing) {
        const int advance = digit_advance(fonts, face);
        known.shift = (int16_t)((advance - known.advance) / 2);
        known.advance = (int16_t)advance;
    }
    if (code == MINUS && !known.missing)
        take_room_of(fonts, face, '+', &known);
    return known;
}

struct fonts_glyph fonts_glyph(struct fonts *fonts, enum canvas_face face, uint32_t code) {
    struct known beyond, *known = &beyond;
    if (code >= BMP) {
        /* The PDF library knows characters by 16 bits only. */
        const uint32_t near = stand_in(code);
        beyond = find_out(fonts, face, is_formless(code) ? 0 : near ? near : GETA);
        beyond.missing = beyond.missing || (!near && beyond.font >= 0);
    } else {
        known = &fonts->known[face][code];
        if (!known->known)
            *known = find_out(fonts, face, code);
    }
    return (struct fonts_glyph){known->font,  known->code,    known->advance,
                                known->shift, known->missing, known->thin};
}

double fonts_text_width(struct fonts *fonts, enum canvas_face face, double size, const char *text) {
    long thousandths = 0;
    for (uint32_t code; (code = utf8_next(&text)) != 0;)
        thousandths += fonts_glyph(fonts, face, code).advance;
    return (double)thousandths * size / 1000;
}

const char *fonts_path(const struct fonts *fonts, int font) {
    return fonts->list[font].path;
}

const char *fonts_family(const struct fonts *fonts, enum canvas_face face) {
    return fonts->list[fonts->chains[face][0]].family;
}

bool fonts_healthy(const struct fonts *fonts, struct fault *f) {
    return fonts->fault.kind == FAULT_NONE || fault_set(f, "%s", fonts->fault.text);
}
