/*
 * decode: from the bytes of a text file to UTF-8, once, at the door.
 *
 * `decode_open` looks at the whole file and decides what it is written in: UTF-8 (with or without a byte
 * order mark), UTF-16 with a byte order mark (Excel's "Unicode text"), or CP932, which is what Excel on a
 * Japanese Windows calls CSV.  CP932 and not SHIFT_JIS, which lacks ① and 髙.  A file that is none of these
 * is refused with the line of the first byte that cannot be, and how to save it; so is one that is no text at
 * all (a workbook, a PDF, zeros).  Where files were pasted together, some lines may be UTF-8 and others
 * CP932; each is read as what it is, and decode_note says so. What has been opened holds no NUL and no
 * invalid sequence.
 *
 *     struct decoder *d = decode_open(source, f);
 *     while ((more = decode_next(d, &text, &length, f)) > 0) ...
 *     decode_close(d);
 *
 * Memory is one buffer of 64 KB, whatever the size of the file; UTF-8 is handed out where it lies.
 */
#ifndef SHUKEI_IMPORTERS_DECODE_H
#define SHUKEI_IMPORTERS_DECODE_H

#include "importers/importer.h"

struct decoder;
struct decoder *decode_open(const struct source *source, struct fault *f) FAULT_CHECKED;
/* 1: a piece, valid until the next call and never cut inside a character; 0: the end; -1: a fault */
int decode_next(struct decoder *decoder, const char **text, size_t *length, struct fault *f);
/* What a person should know about the encoding, or NULL. */
char *decode_note(struct arena *arena, const struct decoder *decoder);
size_t decode_consumed(const struct decoder *decoder); /* bytes of the file */
void decode_close(struct decoder *decoder);            /* NULL is allowed */

#endif
