/*
 * web_keep: backups that the server keeps, in one folder: beside the store, or where `serve --backups` says, which is better
 * another disk.
 *
 * A backup is made by `shukei backup --verify` as a job, so it is listed only when it was read again and found whole.  Its name is
 * the time at which it was begun, 20240131-181203.db; nothing else in the folder is shown, sent or touched.  It is old when
 * WEB_KEEP_DAYS have passed and the store has changed since: then whoever keeps the accounts is told.
 */
#ifndef SHUKEI_ENGINE_WEB_WEB_KEEP_H
#define SHUKEI_ENGINE_WEB_WEB_KEEP_H

#include "engine/web/web.h"

enum { WEB_KEEP_DAYS = 7 };

bool web_keep_list(struct web_request *request, struct web_response *out, struct fault *f);
/* {"do": "make"}, {"do": "verify", "name": "..."} or {"do": "verify-store"}: {"job": 12} */
bool web_keep_work(struct web_request *request, struct web_response *out, struct fault *f);
bool web_keep_file(struct web_request *request, struct web_response *out, struct fault *f);

#endif
