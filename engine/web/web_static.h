/*
 * web_static: the pages, styles and scripts of templates/web, read once when the server starts.
 *
 * They hold no data: what they show they fetch.  Only files whose ending is known are served; a browser keeps them under
 * their hash (ETag).
 */
#ifndef SHUKEI_ENGINE_WEB_WEB_STATIC_H
#define SHUKEI_ENGINE_WEB_WEB_STATIC_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

struct web_file {
    const char *path; /* "/app.js" */
    const char *type;
    const char *bytes;
    size_t length;
    const char *etag; /* quoted */
};

struct web_files;
struct web_files *web_files_read(struct arena *arena, struct fault *f) FAULT_CHECKED;
/* "/" is index.html; NULL when there is no such file. */
const struct web_file *web_file_find(const struct web_files *files, const char *path);

#endif
