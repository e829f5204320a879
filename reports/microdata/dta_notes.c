#include "reports/microdata/dta_notes.h"

#include "engine/base/lang.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { NAME_BYTES = 129, PLACES = 14, PLACE_CHARACTERISTICS = 8 };
static const char map_tag[] = "<map>", opening[] = "<characteristics>";

static void add_name(struct strbuf *bytes, const char *name) {
    char field[NAME_BYTES] = "";
    memcpy(field, name, strlen(name));
    strbuf_add_bytes(bytes, field, sizeof field);
}

static void add_count(struct strbuf *bytes, size_t notes) {
    char count[24];
    snprintf(count, sizeof count, "%zu", notes);
    const uint32_t length = (uint32_t)(2 * NAME_BYTES + strlen(count) + 1);
    strbuf_add(bytes, "<ch>");
    strbuf_add_bytes(bytes, &length, sizeof length);
    add_name(bytes, "_dta");
    add_name(bytes, "note0");
    strbuf_add_bytes(bytes, count, strlen(count) + 1);
    strbuf_add(bytes, "</ch>");
}

/* Where the map's places stand, and where the characteristics begin; false: this is no such file. */
static bool find(const struct strbuf *bytes, size_t *map, size_t *characteristics) {
    const char *at = memmem(bytes->text, bytes->length, map_tag, strlen(map_tag));
    uint64_t place;
    if (!at)
        return false;
    *map = (size_t)(at - bytes->text) + strlen(map_tag);
    if (*map + PLACES * sizeof place > bytes->length)
        return false;
    memcpy(&place, bytes->text + *map + PLACE_CHARACTERISTICS * sizeof place, sizeof place);
    *characteristics = (size_t)place;
    return place + strlen(opening) <= bytes->length &&
           memcmp(bytes->text + place, opening, strlen(opening)) == 0;
}

bool dta_notes_count(struct strbuf *bytes, size_t notes, struct fault *f) {
    size_t map, characteristics;
    struct strbuf whole = {0};
    if (!find(bytes, &map, &characteristics))
        return fault_set(f, _("ReadStat cannot write the file: %s"), _("its map leads nowhere"));
    const size_t before = characteristics + strlen(opening);
    strbuf_add_bytes(&whole, bytes->text, before);
    add_count(&whole, notes);
    const uint64_t moved = whole.length - before;
    strbuf_add_bytes(&whole, bytes->text + before, bytes->length - before);
    for (size_t i = PLACE_CHARACTERISTICS + 1; i < PLACES; i++) {
        uint64_t place;
        memcpy(&place, whole.text + map + i * sizeof place, sizeof place);
        place += moved;
        memcpy(whole.text + map + i * sizeof place, &place, sizeof place);
    }
    strbuf_end(bytes);
    *bytes = whole;
    return true;
}
