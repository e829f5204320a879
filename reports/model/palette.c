#include "reports/model/palette.h"

/* Lightness goes dark, light, middle, light ...: neighbours differ most. */
const uint32_t palette_categories[PALETTE_CATEGORIES] = {PALETTE_ACCENT, 0xA9CCE3, 0x4F8A8B,
                                                         0xEAD9A8,       0x7A5C78, 0xC9E0CF};

uint32_t palette_text_on(uint32_t fill) {
    const double red = fill >> 16 & 0xFF, green = fill >> 8 & 0xFF, blue = fill & 0xFF;
    const double luma = 0.299 * red + 0.587 * green + 0.114 * blue; /* ITU-R BT.601 */
    return luma < 140 ? PALETTE_WHITE : PALETTE_INK;
}
