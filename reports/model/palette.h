/*
 * palette: the few colours of printed pages.
 *
 * Calm, told apart by colour-blind readers, and stepped in lightness, so that a page that went through a
 * black-and-white FAX still tells its parts apart; silences are grey and, in bars, hatched.  Text is never
 * coloured to mean something.
 */
#ifndef SHUKEI_REPORTS_MODEL_PALETTE_H
#define SHUKEI_REPORTS_MODEL_PALETTE_H

#include <stdint.h>

#define PALETTE_INK ((uint32_t)0x222222)
#define PALETTE_GREY ((uint32_t)0x4A4E53)
#define PALETTE_RULE ((uint32_t)0x9AA0A6)
#define PALETTE_HAIR ((uint32_t)0xD9DCE0)
#define PALETTE_WASH ((uint32_t)0xF2F5F8)
#define PALETTE_WHITE ((uint32_t)0xFFFFFF)
#define PALETTE_ACCENT ((uint32_t)0x1B4B72) /* the first category, headings' bars */
#define PALETTE_SECOND ((uint32_t)0x7FAACB) /* bars below the first */
#define PALETTE_SILENCE ((uint32_t)0xD0D3D6)
#define PALETTE_BEST ((uint32_t)0xC9DCEC) /* behind the figures of the best */
#define PALETTE_WARNING ((uint32_t)0x8A2B1B)

enum { PALETTE_CATEGORIES = 6 };
extern const uint32_t palette_categories[PALETTE_CATEGORIES];

/* White or ink, whichever is read better on the fill. */
uint32_t palette_text_on(uint32_t fill);

#endif
