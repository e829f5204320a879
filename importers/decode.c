#include "importers/decode.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { PIECE = 64 * 1024 };

enum encoding { ENCODING_UTF8, ENCODING_UTF16LE, ENCODING_UTF16BE, ENCODING_CP932, ENCODING_MIXED };

static const struct {
    const char *name, *iconv;
} encodings[] = {
    [ENCODING_UTF8] = {"UTF-8", "UTF-8"},
    [ENCODING_UTF16LE] = {"UTF-16LE", "UTF-16LE"},
    [ENCODING_UTF16BE] = {"UTF-16BE", "UTF-16BE"},
    [ENCODING_CP932] = {"CP932 (Shift_JIS)", "CP932"},
    [ENCODING_MIXED] = {"UTF-8, CP932 (Shift_JIS)", "CP932"}, /* what is not UTF-8 */
};

/* --- what is no text --- */

static const struct {
    const char *start;
    size_t length;
    const char *what; /* what it is and what to do */
} not_text[] = {
    {"PK\x03\x04", 4,
     N_("%s is an Excel workbook or a zip file, not CSV; leave out --as csv, and a workbook is read as "
        "it is")},
    {"\xD0\xCF\x11\xE0", 4,
     N_("%s is an old Excel workbook (.xls), not CSV; open it in Excel, choose \"Save as\" and \"CSV "
        "UTF-8\", "
        "and "
        "import that file")},
    {"%PDF", 4,
     N_("%s is a PDF, not CSV; key in the returns in Excel, save as \"CSV UTF-8\", and import that")},
    {"\x89PNG", 4, N_("%s is a picture, not CSV; key in the returns in Excel and save as \"CSV UTF-8\"")},
    {"\xFF\xD8\xFF", 3,
     N_("%s is a picture, not CSV; key in the returns in Excel and save as \"CSV UTF-8\"")},
    {"II*\0", 4, N_("%s is a picture, not CSV; key in the returns in Excel and save as \"CSV UTF-8\"")},
    {"MM\0*", 4, N_("%s is a picture, not CSV; key in the returns in Excel and save as \"CSV UTF-8\"")},
    {"SQLite format 3", 15,
     N_("%s is a store of this program or another database, not CSV; use --store to work with it")},
    {"\x1F\x8B", 2, N_("%s is a compressed file; unpack it and import what is in it")},
};

static bool is_text(const struct source *s, struct fault *f) {
    for (size_t i = 0; i < sizeof not_text / sizeof *not_text; i++)
        if (s->length >= not_text[i].length && memcmp(s->bytes, not_text[i].start, not_text[i].length) == 0)
            return fault_set(f, _(not_text[i].what), s->path);
    return true;
}

/* Where people look: lines as an editor counts them. */
static size_t line_of(const struct source *s, size_t offset, enum encoding encoding) {
    size_t unit = encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE ? 2 : 1;
    size_t low = encoding == ENCODING_UTF16BE ? 1 : 0, breaks = 0, returns = 0;
    for (size_t i = 0; i + unit <= offset; i += unit) {
        if (unit == 2 && s->bytes[i + 1 - low])
            continue;
        breaks += s->bytes[i + low] == '\n';
        returns += s->bytes[i + low] == '\r';
    }
    return 1 + (breaks ? breaks : returns);
}

static bool nul_fault(const struct source *s, size_t at, struct fault *f) {
    if (at == 0)
        return fault_set(
            f,
            _("%s is not text: it begins with bytes of zero; the file is damaged or was not saved "
              "completely, so save or copy it again"),
            s->path);
    return fault_set(
        f,
        _("%s is not text: line %zu holds a byte of zero; the file is damaged, or not a CSV; save "
          "it again as \"CSV UTF-8\""),
        s->path, line_of(s, at, ENCODING_UTF8));
}

static bool other_japanese(const struct source *s, const char *name, struct fault *f) {
    return fault_set(
        f,
        _("%s is written in %s, which is not read; open it in an editor or Excel and save it as UTF-8 "
          "(\"CSV UTF-8\")"),
        s->path, name);
}

static bool has_escape_to_kanji(const struct source *s, size_t from, size_t to) {
    const unsigned char *end = s->bytes + to, *at = s->bytes + from;
    for (; (at = memchr(at, 0x1B, (size_t)(end - at))); at++)
        if (at + 1 < s->bytes + s->length && at[1] == '$')
            return true;
    return false;
}

/* What no text in UTF-8 or CP932 has: zeros, and the escapes of ISO-2022-JP. */
static bool is_plain(const struct source *s, struct fault *f) {
    for (size_t at = 0, stride; at < s->length; at += stride) {
        stride = s->length - at < SOURCE_STRIDE ? s->length - at : SOURCE_STRIDE;
        const unsigned char *nul = memchr(s->bytes + at, 0, stride);
        if (nul)
            return nul_fault(s, (size_t)(nul - s->bytes), f);
        if (has_escape_to_kanji(s, at, at + stride))
            return other_japanese(s, "JIS (ISO-2022-JP)", f);
        source_forget(s, at + stride);
    }
    return true;
}

/* --- which encoding --- */

/* Offset of the first byte that is not UTF-8, or one at or past `stop`. */
static size_t utf8_run(const struct source *s, size_t at, size_t stop) {
    while (at < stop) {
        uint64_t word;
        if (s->length - at >= sizeof word) {
            memcpy(&word, s->bytes + at, sizeof word);
            if ((word & UINT64_C(0x8080808080808080)) == 0) {
                at += sizeof word;
                continue;
            }
        }
        size_t left = s->length - at;
        if (utf8_common(s->bytes + at, left)) {
            at += 3;
            continue;
        }
        utf8proc_int32_t code;
        utf8proc_ssize_t used = utf8proc_iterate(s->bytes + at, left > 4 ? 4 : (utf8proc_ssize_t)left, &code);
        if (used <= 0)
            return at;
        at += (size_t)used;
    }
    return at;
}

/* Offset of the first byte that is not UTF-8, or the length. */
static size_t utf8_prefix(const struct source *s, size_t at) {
    while (at < s->length) {
        size_t stop = s->length - at < SOURCE_STRIDE ? s->length : at + SOURCE_STRIDE;
        at = utf8_run(s, at, stop);
        if (at < stop)
            return at;
        source_forget(s, at);
    }
    return s->length;
}

static iconv_t open_iconv(enum encoding encoding, struct fault *f) {
    iconv_t convert = iconv_open("UTF-8", encodings[encoding].iconv);
    if (convert == (iconv_t)-1)
        fault_set(f, _("this computer cannot read %s (package libc6 incomplete?); save the file as UTF-8"),
                  encodings[encoding].name);
    return convert;
}

/* Offset of the first byte that is not of the encoding, or the length; SIZE_MAX on a fault. */
static size_t iconv_prefix(const struct source *s, size_t at, enum encoding encoding, struct fault *f) {
    iconv_t convert = open_iconv(encoding, f);
    if (convert == (iconv_t)-1)
        return SIZE_MAX;
    char out[PIECE];
    while (at < s->length) {
        size_t stride = s->length - at < SOURCE_STRIDE ? s->length - at : SOURCE_STRIDE, left = stride;
        char *in = (char *)s->bytes + at, *to = out;
        size_t room = sizeof out;
        bool stuck = iconv(convert, &in, &left, &to, &room) == (size_t)-1 && errno != E2BIG;
        at += stride - left;
        /* A character cut by the end of a stride is whole in the next; one cut by the end of the file is not.
         */
        if (stuck && (errno != EINVAL || stride == left || at + left == s->length))
            break;
        source_forget(s, at);
    }
    iconv_close(convert);
    return at;
}

/* EUC-JP has no byte of 0x80-0xA0 but 8E and 8F, CP932 almost always has: its kana and common kanji begin
 * there. */
static bool looks_like_euc(const struct source *s) {
    size_t i = 0, pairs = 0;
    while (i < s->length) {
        unsigned char byte = s->bytes[i];
        size_t used = byte < 0x80 ? 1 : byte == 0x8F ? 3 : 2;
        if (used > s->length - i || (byte >= 0x80 && byte < 0xA1 && byte != 0x8E && byte != 0x8F))
            return false;
        for (size_t j = 1; j < used; j++)
            if (s->bytes[i + j] < 0xA1)
                return false;
        pairs += used > 1;
        i += used;
    }
    return pairs > 0;
}

/* Less than a character is left, and it is not a whole one: a download or a copy that broke off. */
static bool is_cut_short(const struct source *s, size_t at) {
    return s->length - at < 4 && s->bytes[at] >= 0x80;
}

static bool cut_short(const struct source *s, struct fault *f) {
    return fault_set(f,
                     _("%s is cut short: it ends in the middle of a character (line %zu); get the whole file "
                       "again"),
                     s->path, line_of(s, s->length, ENCODING_UTF8));
}

static bool undecodable(const struct source *s, size_t at, enum encoding encoding, struct fault *f) {
    if (is_cut_short(s, at))
        return cut_short(s, f);
    return fault_set(
        f,
        _("%s: line %zu: the byte 0x%02X is neither UTF-8 nor CP932 (Shift_JIS); open the file in "
          "Excel, correct that line, and save it as \"CSV UTF-8\""),
        s->path, line_of(s, at, encoding), s->bytes[at]);
}

static size_t line_end(const struct source *s, size_t at) {
    const unsigned char *end = memchr(s->bytes + at, '\n', s->length - at);
    return end ? (size_t)(end - s->bytes) + 1 : s->length;
}

static size_t line_start(const struct source *s, size_t from, size_t at) {
    const unsigned char *before = memrchr(s->bytes + from, '\n', at - from);
    return before ? (size_t)(before - s->bytes) + 1 : from;
}

/* A line of UTF-8 with a damaged byte can often be read as CP932 too, as nonsense: but then most of its bytes
 * are kana or kanji of UTF-8, which in CP932 come about by chance only. */
static bool looks_like_utf8(const struct source *s, size_t at, size_t end) {
    size_t of_utf8 = 0, high = 0;
    for (size_t i = at; i < end; i++)
        high += s->bytes[i] >= 0x80;
    for (; at + 2 < end; at++)
        if (s->bytes[at] >= 0xE3 && s->bytes[at] <= 0xE9 && (s->bytes[at + 1] & 0xC0) == 0x80 &&
            (s->bytes[at + 2] & 0xC0) == 0x80) {
            of_utf8 += 3;
            at += 2;
        }
    return of_utf8 * 2 > high;
}

static bool is_cp932(iconv_t convert, const struct source *s, size_t at, size_t end) {
    if (looks_like_utf8(s, at, end))
        return false;
    char out[PIECE];
    char *in = (char *)s->bytes + at;
    size_t left = end - at;
    iconv(convert, NULL, NULL, NULL, NULL);
    while (left > 0) {
        char *to = out;
        size_t room = sizeof out;
        if (iconv(convert, &in, &left, &to, &room) == (size_t)-1 && errno != E2BIG)
            return false;
    }
    return true;
}

/* Whether every line by itself is UTF-8 or CP932.  *first: the first CP932 line, as an editor counts; *lines:
 * how many there are. */
static bool is_mixed(const struct source *s, size_t *first, size_t *lines, struct fault *f) {
    iconv_t convert = open_iconv(ENCODING_CP932, f);
    size_t line = 1;
    bool mixed = convert != (iconv_t)-1;
    *lines = 0;
    for (size_t at = 0, end; mixed && at < s->length; at = end, line++) {
        end = line_end(s, at);
        if (utf8_run(s, at, end) == end)
            continue;
        mixed = is_cp932(convert, s, at, end);
        if ((*lines)++ == 0)
            *first = line;
    }
    if (convert != (iconv_t)-1)
        iconv_close(convert);
    return mixed && *lines > 0;
}

static bool detect_unmarked(const struct source *s, enum encoding *encoding, struct fault *f) {
    if (!is_plain(s, f))
        return false;
    *encoding = ENCODING_UTF8;
    size_t utf8 = utf8_prefix(s, 0);
    if (utf8 == s->length)
        return true;
    if (looks_like_euc(s))
        return other_japanese(s, "EUC-JP", f);
    *encoding = ENCODING_CP932;
    size_t cp932 = iconv_prefix(s, 0, ENCODING_CP932, f);
    if (cp932 == s->length || cp932 == SIZE_MAX)
        return cp932 == s->length;
    size_t first, lines;
    if (is_cut_short(s, utf8))
        return cut_short(s, f);
    if (is_mixed(s, &first, &lines, f)) {
        *encoding = ENCODING_MIXED;
        return true;
    }
    /* The encoding that got further is the one it was meant to be. */
    return undecodable(s, utf8 > cp932 ? utf8 : cp932, *encoding, f);
}

static bool detect_utf16(const struct source *s, size_t from, enum encoding encoding, struct fault *f) {
    size_t valid = iconv_prefix(s, from, encoding, f);
    if (valid == SIZE_MAX)
        return false;
    if (valid < s->length)
        return fault_set(
            f, _("%s: line %zu: the file is cut short or damaged (%s); save it again as \"CSV UTF-8\""),
            s->path, line_of(s, valid, encoding), encodings[encoding].name);
    for (size_t i = from; i + 1 < s->length; i += 2)
        if (!s->bytes[i] && !s->bytes[i + 1])
            return fault_set(
                f, _("%s is not text: line %zu holds a zero character; save it again as \"CSV UTF-8\""),
                s->path, line_of(s, i, encoding));
    return true;
}

/* UTF-16 without its mark: zeros on one side only, and one beside most line ends. */
static bool is_utf16(const struct source *s, enum encoding *encoding) {
    const size_t head = s->length < PIECE ? s->length : PIECE;
    size_t zeros[2] = {0}, ends[2] = {0}, breaks = 0;
    for (size_t i = 0; i < head; i++) {
        zeros[i % 2] += s->bytes[i] == 0;
        breaks += s->bytes[i] == '\n';
        if (i % 2 == 1) {
            ends[0] += s->bytes[i - 1] == 0 && s->bytes[i] == '\n';
            ends[1] += s->bytes[i - 1] == '\n' && s->bytes[i] == 0;
        }
    }
    const int high = zeros[1] > 0; /* where the zeros are: behind in little-endian text */
    *encoding = high ? ENCODING_UTF16LE : ENCODING_UTF16BE;
    return s->length % 2 == 0 && zeros[high] > 0 && zeros[!high] == 0 && ends[high] * 2 > breaks;
}

/* What the file is in.  *mark: bytes of its byte order mark. */
static bool detect(const struct source *s, enum encoding *encoding, size_t *mark, struct fault *f) {
    *mark = 2;
    if (s->length >= 2 && s->bytes[0] == 0xFF && s->bytes[1] == 0xFE)
        return detect_utf16(s, 2, *encoding = ENCODING_UTF16LE, f);
    if (s->length >= 2 && s->bytes[0] == 0xFE && s->bytes[1] == 0xFF)
        return detect_utf16(s, 2, *encoding = ENCODING_UTF16BE, f);
    *mark = 0;
    if (!is_text(s, f))
        return false;
    if (is_utf16(s, encoding))
        return detect_utf16(s, 0, *encoding, f);
    if (s->length < 3 || memcmp(s->bytes, "\xEF\xBB\xBF", 3) != 0)
        return detect_unmarked(s, encoding, f);
    *mark = 3;
    *encoding = ENCODING_UTF8;
    size_t valid = utf8_prefix(s, 3);
    if (valid < s->length && is_cut_short(s, valid))
        return cut_short(s, f);
    size_t first, lines;
    if (valid < s->length && is_plain(s, f) && is_mixed(s, &first, &lines, f))
        *encoding = ENCODING_MIXED;
    else if (f->kind != FAULT_NONE)
        return false;
    else if (valid < s->length)
        return fault_set(
            f,
            _("%s: line %zu: the byte 0x%02X is not UTF-8, though the file says it is; open it in Excel, "
              "correct that line, and save it as \"CSV UTF-8\""),
            s->path, line_of(s, valid, ENCODING_UTF8), s->bytes[valid]);
    return is_plain(s, f);
}

/* --- the pieces --- */

struct decoder {
    const struct source *source;
    enum encoding encoding;
    size_t at, forgotten;
    size_t line_end; /* ENCODING_MIXED: of the lines at hand, which are all UTF-8 or one of CP932 */
    bool line_utf8;
    iconv_t convert;
    char out[PIECE];
};

struct decoder *decode_open(const struct source *source, struct fault *f) {
    enum encoding encoding = ENCODING_UTF8;
    size_t mark = 0;
    if (!detect(source, &encoding, &mark, f))
        return NULL;
    iconv_t convert = encoding == ENCODING_UTF8 ? (iconv_t)-1 : open_iconv(encoding, f);
    if (encoding != ENCODING_UTF8 && convert == (iconv_t)-1)
        return NULL;
    struct decoder *d = malloc(sizeof *d);
    if (!d)
        arena_out_of_memory();
    d->source = source;
    d->encoding = encoding;
    d->at = d->forgotten = mark;
    d->line_end = mark;
    d->convert = convert;
    return d;
}

/* A piece ends before a byte that begins a character. */
static size_t utf8_piece(const struct decoder *d, size_t end) {
    size_t left = end - d->at;
    if (left <= PIECE)
        return left;
    size_t length = PIECE;
    while (length > PIECE - 4 && (d->source->bytes[d->at + length] & 0xC0) == 0x80)
        length--;
    return length;
}

static int convert_piece(struct decoder *d, size_t end, size_t *length, struct fault *f) {
    char *in = (char *)d->source->bytes + d->at, *out = d->out;
    size_t left = end - d->at, room = sizeof d->out;
    size_t result = iconv(d->convert, &in, &left, &out, &room);
    if (result == (size_t)-1 && errno != E2BIG) {
        /* It was valid when it was opened: somebody is writing to it. */
        fault_set(f, _("%s changed while it was being read; import it again when it is saved"),
                  d->source->path);
        return -1;
    }
    d->at = end - left;
    *length = sizeof d->out - room;
    return 1;
}

/* Lines as they lie there while they are UTF-8, else one line converted; long ones in pieces. */
static int mixed_piece(struct decoder *d, const char **text, size_t *length, struct fault *f) {
    const struct source *s = d->source;
    if (d->at >= d->line_end) {
        size_t bad = utf8_run(s, d->at, s->length);
        d->line_end = bad == s->length ? bad : line_start(s, d->at, bad);
        d->line_utf8 = d->line_end > d->at;
        if (!d->line_utf8)
            d->line_end = line_end(s, d->at);
    }
    if (!d->line_utf8) {
        *text = d->out;
        return convert_piece(d, d->line_end, length, f);
    }
    *text = (const char *)s->bytes + d->at;
    *length = utf8_piece(d, d->line_end);
    d->at += *length;
    return 1;
}

int decode_next(struct decoder *d, const char **text, size_t *length, struct fault *f) {
    if (d->at - d->forgotten >= SOURCE_STRIDE)
        source_forget(d->source, d->forgotten = d->at);
    if (d->at >= d->source->length)
        return 0;
    if (d->encoding == ENCODING_MIXED)
        return mixed_piece(d, text, length, f);
    if (d->encoding != ENCODING_UTF8) {
        *text = d->out;
        return convert_piece(d, d->source->length, length, f);
    }
    *text = (const char *)d->source->bytes + d->at;
    *length = utf8_piece(d, d->source->length);
    d->at += *length;
    return 1;
}

char *decode_note(struct arena *arena, const struct decoder *d) {
    struct fault ignored = {0};
    size_t first, lines;
    if (d->encoding != ENCODING_MIXED || !is_mixed(d->source, &first, &lines, &ignored))
        return NULL;
    return arena_printf(
        arena,
        _("%zu lines, the first of them line %zu, are in CP932 (Shift_JIS) and the others in UTF-8; "
          "each was read as what it is"),
        lines, first);
}

size_t decode_consumed(const struct decoder *d) {
    return d->at;
}

void decode_close(struct decoder *d) {
    if (!d)
        return;
    if (d->convert != (iconv_t)-1)
        iconv_close(d->convert);
    free(d);
}
