#include "reports/model/palette.h"

uint32_t palette_text_on(uint32_t fill) {
    const double red = fill >> 16 & 0xFF, green = fill >> 8 & 0xFF, blue = fill & 0xFF;
    const double luma = 0.299 * red + 0.587 * green + 0.114 * blue; /* ITU-R BT.601 */
    return luma < 140 ? PALETTE_WHITE : PALETTE_INK;
}
