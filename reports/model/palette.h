/*
 * palette: the few colours of printed pages.
 *
 * Calm, told apart by colour-blind readers, and stepped in lightness, so that a page that went through a
 * black-and-white FAX still tells its parts apart; silences are grey and hatched.  Text is never coloured to mean
 * something.
 *
 * Measured (contrast after WCAG 2.2, 2023; colour blindness after Machado, Oliveira and Fernandes, 2009; differences
 * CIE 1976): text on every fill 5:1 and more; the frame of an area on paper 8.4:1; hatching on its fill 4.2:1; the
 * first six areas (figures/paint.c) from one to the next 2.9:1 and more; the six lines (figures/line.c) on paper 4.5:1,
 * and two of them never nearer than 9.7, whichever of the three kinds of colour blindness.  Areas may come as near as
 * 6.9, and those differ in hatching.
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
#define PALETTE_HATCH ((uint32_t)0x5A6067)  /* of hatching on light fills: dark enough for a FAX */
#define PALETTE_SILENCE ((uint32_t)0xD0D3D6)
#define PALETTE_BEST ((uint32_t)0xC9DCEC) /* behind the figures of the best */
#define PALETTE_WARNING ((uint32_t)0x8A2B1B)

/* White or ink, whichever is read better on the fill. */
uint32_t palette_text_on(uint32_t fill);

#endif
