#include "importers/xlsx/xlsx_package.h"

#include "engine/base/lang.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define PART_MAX UINT64_C(2147483648)
#define RATIO_MAX UINT64_C(200)
#define RATIO_FREE UINT64_C(16777216) /* a small part may be packed as tightly as it likes */

struct xlsx_package {
    const struct source *source;
    zip_t *zip;
};

struct xlsx_part {
    struct xlsx_package *package;
    const char *name;
    zip_file_t *file;
    zip_uint64_t packed, size, read;
    size_t forgotten; /* bytes read when the file's pages were last let go of */
};

/* --- what is no .xlsx -------------------------------------------------------------------------------------
 */

static bool is_ole(const struct source *s) {
    return s->length >= 8 && memcmp(s->bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0;
}

static bool refuse_ole(const struct source *s, struct fault *f) {
    static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    if (memmem(s->bytes, s->length, encrypted, sizeof encrypted))
        return fault_set(f,
                         _("%s is protected with a password; open it in Excel, take the password off (File > "
                           "Info > Protect Workbook > Encrypt with Password, and empty the field), save it, "
                           "and import it again"),
                         s->path);
    return fault_set(f,
                     _("%s is an old Excel workbook (.xls); open it in Excel, choose \"Save as\" and \"Excel "
                       "Workbook (.xlsx)\", and import that file"),
                     s->path);
}

static bool zip_fault(const struct source *s, const zip_error_t *error, struct fault *f) {
    int code = zip_error_code_zip(error);
    if (code == ZIP_ER_MEMORY)
        arena_out_of_memory();
    return fault_set(
        f,
        _("%s is no whole Excel workbook or Word document: its end is missing or damaged; copy or "
          "download it again, or open it in the program that wrote it and save it anew"),
        s->path);
}

static bool is_open_document(struct xlsx_package *package) {
    struct fault ignored = {0};
    char type[64] = "";
    size_t length = 0;
    struct xlsx_part *part =
        xlsx_package_has(package, "mimetype") ? xlsx_part_open(package, "mimetype", &ignored) : NULL;
    bool read = part && xlsx_part_read(part, type, sizeof type - 1, &length, &ignored);
    xlsx_part_close(part);
    return read && strstr(type, "opendocument");
}

static bool is_workbook(struct xlsx_package *package, struct fault *f) {
    const char *path = package->source->path;
    if (xlsx_package_has(package, "xl/workbook.bin"))
        return fault_set(
            f,
            _("%s is a binary workbook (.xlsb); open it in Excel, choose \"Save as\" and \"Excel "
              "Workbook (.xlsx)\", and import that file"),
            path);
    if (xlsx_package_has(package, "[Content_Types].xml") && !xlsx_package_has(package, XLSX_DOCUMENT_PART) &&
        !xlsx_package_has(package, "ppt/presentation.xml"))
        return true;
    if (is_open_document(package))
        return fault_set(f,
                         _("%s is an OpenDocument file (LibreOffice); open it there, choose \"Save as\" and "
                           "\"Excel 2007-365 (.xlsx)\" or CSV, and import that file"),
                         path);
    return fault_set(f, _("%s is a zip file but no Excel workbook; unpack it and import what is in it"),
                     path);
}

/* --- the archive ------------------------------------------------------------------------------------------
 */

static struct xlsx_package *open_archive(const struct source *source, struct fault *f) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *bytes = zip_source_buffer_create(source->bytes, source->length, 0, &error);
    zip_t *zip = bytes ? zip_open_from_source(bytes, ZIP_RDONLY, &error) : NULL;
    if (!zip) {
        (void)!zip_fault(source, &error, f);
        zip_source_free(bytes);
        zip_error_fini(&error);
        return NULL;
    }
    zip_error_fini(&error);
    struct xlsx_package *package = malloc(sizeof *package);
    if (!package)
        arena_out_of_memory();
    *package = (struct xlsx_package){.source = source, .zip = zip};
    return package;
}

struct xlsx_package *xlsx_package_open(const struct source *source, struct fault *f) {
    if (is_ole(source)) {
        (void)!refuse_ole(source, f);
        return NULL;
    }
    struct xlsx_package *package = open_archive(source, f);
    if (!package || is_workbook(package, f))
        return package;
    xlsx_package_close(package);
    return NULL;
}

struct xlsx_package *xlsx_package_open_document(const struct source *source, struct fault *f) {
    struct xlsx_package *package = open_archive(source, f);
    if (!package || xlsx_package_has(package, XLSX_DOCUMENT_PART))
        return package;
    xlsx_package_close(package);
    return NULL;
}

void xlsx_package_close(struct xlsx_package *package) {
    if (!package)
        return;
    zip_discard(package->zip);
    free(package);
}

static zip_int64_t locate(const struct xlsx_package *package, const char *name) {
    return zip_name_locate(package->zip, name, ZIP_FL_NOCASE | ZIP_FL_ENC_GUESS);
}

bool xlsx_package_has(const struct xlsx_package *package, const char *name) {
    return locate(package, name) >= 0;
}

/* --- its parts --------------------------------------------------------------------------------------------
 */

static bool part_fault(const char *name, int code, struct fault *f) {
    if (code == ZIP_ER_MEMORY)
        arena_out_of_memory();
    if (code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD || code == ZIP_ER_ENCRNOTSUPP)
        return fault_set(f, _("the file is protected with a password; take the password off in the program "
                              "that wrote it, save it, and import it again"));
    if (code == ZIP_ER_COMPNOTSUPP)
        return fault_set(
            f,
            _("the file is packed in a way that Excel and Word do not use; save it anew with one of them"));
    return fault_set(f,
                     _("the file is damaged: its part %s cannot be unpacked; copy or download it again, or "
                       "open it in the program that wrote it and save it anew"),
                     name);
}

struct xlsx_part *xlsx_part_open(struct xlsx_package *package, const char *name, struct fault *f) {
    zip_int64_t index = locate(package, name);
    zip_stat_t stat;
    if (index < 0) {
        fault_set(f,
                  _("the file is damaged: its part %s is missing; open it in the program that wrote it and "
                    "save it anew"),
                  name);
        return NULL;
    }
    zip_file_t *file = zip_stat_index(package->zip, (zip_uint64_t)index, 0, &stat) == 0
                           ? zip_fopen_index(package->zip, (zip_uint64_t)index, 0)
                           : NULL;
    if (!file) {
        (void)!part_fault(name, zip_error_code_zip(zip_get_error(package->zip)), f);
        return NULL;
    }
    struct xlsx_part *part = malloc(sizeof *part);
    if (!part)
        arena_out_of_memory();
    *part = (struct xlsx_part){.package = package,
                               .name = name,
                               .file = file,
                               .packed = stat.valid & ZIP_STAT_COMP_SIZE ? stat.comp_size : 0,
                               .size = stat.valid & ZIP_STAT_SIZE ? stat.size : 0};
    return part;
}

static bool is_bomb(const struct xlsx_part *part) {
    return part->read > PART_MAX || (part->read > RATIO_FREE && part->read / RATIO_MAX > part->packed);
}

bool xlsx_part_read(struct xlsx_part *part, char *buffer, size_t room, size_t *length, struct fault *f) {
    const struct source *source = part->package->source;
    zip_int64_t got = zip_fread(part->file, buffer, room);
    if (got < 0)
        return part_fault(part->name, zip_error_code_zip(zip_file_get_error(part->file)), f);
    part->read += (zip_uint64_t)got;
    *length = (size_t)got;
    if (is_bomb(part))
        return fault_set(
            f,
            _("the file unpacks to far more than any table or draft holds (its part %s: over %llu MB); "
              "do not open this file, and ask its sender what it is"),
            part->name, (unsigned long long)(part->read >> 20));
    if (part->read - part->forgotten >= SOURCE_STRIDE) {
        part->forgotten = part->read;
        source_forget(source, source->length);
    }
    return true;
}

double xlsx_part_progress(const struct xlsx_part *part) {
    return part->size && part->read < part->size ? (double)part->read / (double)part->size : 1;
}

void xlsx_part_close(struct xlsx_part *part) {
    if (!part)
        return;
    zip_fclose(part->file);
    free(part);
}

static bool feed_all(struct xlsx_part *part, struct xlsx_xml *xml, struct fault *f) {
    char buffer[XLSX_PIECE];
    size_t length;
    do {
        if (!xlsx_part_read(part, buffer, sizeof buffer, &length, f))
            return false;
        if (!xlsx_xml_feed(xml, buffer, length, length == 0, f))
            return fault_context(f, _("part %s of the file cannot be read"), part->name);
    } while (length > 0);
    return true;
}

bool xlsx_part_parse(struct xlsx_package *package, const char *name, struct xlsx_xml *xml, struct fault *f) {
    struct xlsx_part *part = xlsx_part_open(package, name, f);
    bool parsed = part && feed_all(part, xml, f);
    xlsx_part_close(part);
    return parsed;
}
