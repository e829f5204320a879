/*
 * signs: how signs of numbers are set in print.
 *
 * Values are written with the hyphen of the keyboard ("-4.6"), which programs read back: files for machines keep it.
 * On paper and in figures a hyphen is too short for a minus: it stands below the figures and is taken for a speck on a
 * FAX.  Everything that draws text therefore passes it through here, where a hyphen that is a minus becomes U+2212 and
 * one that joins ("p.2-3", "03-3375-5121", "2024-05") stays what it is: a minus has a digit behind it, and before it
 * nothing, white space, an opening bracket or a mark that parts numbers ("～", "→", "：").
 *
 *     struct signs signs;
 *     const char *printed = signs_print(&signs, text);   // text itself, when it has no minus
 *     ...
 *     signs_end(&signs);
 */
#ifndef SHUKEI_REPORTS_MODEL_SIGNS_H
#define SHUKEI_REPORTS_MODEL_SIGNS_H

#include "engine/base/strbuf.h"

struct signs {
    struct strbuf text;
};

const char *signs_print(struct signs *signs, const char *text);
void signs_end(struct signs *signs);

#endif
