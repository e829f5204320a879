/* ttf: any bytes are refused or give widths; nothing is read outside them. */
#include "reports/fonts/ttf.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fault f = {0};
    struct ttf ttf;
    if (!ttf_open(&ttf, data, size, &f))
        return 0;
    for (uint32_t code = 0; code < 0x30000; code += 0x3B)
        if (ttf_advance(&ttf, ttf_glyph(&ttf, code)) < 0)
            abort();
    return 0;
}
