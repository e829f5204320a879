/* A consistent copy of a store that may be in use. */
#include "engine/store/internal.h"

#include "engine/base/file.h"
#include "engine/base/lang.h"
#include "engine/base/stages.h"
#include "engine/store/schema.h"

#include <string.h>
#include <sys/stat.h>

/* Its name and whose it is stand at the beginning (sqlite.org/fileformat.html).  SQLite itself would leave a log beside it. */
static bool is_store(const char *path) {
    enum { OF_WHOM = 68, READ = OF_WHOM + 4 };
    unsigned char head[READ];
    FILE *file = fopen(path, "rbe");
    const bool whole = file && fread(head, 1, READ, file) == READ;
    if (file)
        fclose(file);
    uint32_t application = 0;
    for (int i = 0; whole && i < 4; i++)
        application = application << 8 | head[OF_WHOM + i];
    return whole && memcmp(head, "SQLite format 3", sizeof "SQLite format 3") == 0 &&
           application == SCHEMA_APPLICATION;
}

/* An older backup may be replaced; somebody's letter may not, nor a store that is in use: a backup has no log beside it. */
static bool may_replace(struct store *store, const char *path, struct fault *f) {
    struct stat target, own;
    const bool there = stat(path, &target) == 0;
    if (there && stat(sqlite3_db_filename(store->db, "main"), &own) == 0 && own.st_ino == target.st_ino &&
        own.st_dev == target.st_dev)
        return fault_set(f, _("%s is the store itself; name another file for the backup"), path);
    if (store_log_bytes(path) != STORE_NO_LOG)
        return fault_set(
            f,
            _("%s is a store that somebody works on, or that was left in the middle of a change (%s-wal "
              "lies beside it); name another file for the backup"),
            path, path);
    if (there && S_ISDIR(target.st_mode))
        return fault_set(f, _("%s is a directory; name a file"), path);
    return !there || target.st_size == 0 || is_store(path) ||
           fault_set(f, _("%s exists and is no backup of a store; name another file"), path);
}

static bool copy(struct store *store, sqlite3 *to, struct fault *f) {
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", store->db, "main");
    if (!backup)
        return sql_fault(to, f);
    int code;
    while ((code = sqlite3_backup_step(backup, 4096)) == SQLITE_OK || code == SQLITE_BUSY ||
           code == SQLITE_LOCKED) {
        const int pages = sqlite3_backup_pagecount(backup), left = sqlite3_backup_remaining(backup);
        stages_at((size_t)(pages - left), (size_t)pages);
        if (code != SQLITE_OK)
            sqlite3_sleep(50);
    }
    code = sqlite3_backup_finish(backup);
    return code == SQLITE_OK || sql_fault(to, f);
}

static bool write_copy(struct store *store, const char *temporary, struct fault *f) {
    sqlite3 *to = NULL;
    bool done =
        sqlite3_open_v2(temporary, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK;
    if (!done)
        sql_fault(to, f);
    done = done && copy(store, to, f);
    sqlite3_close(to);
    return done;
}

bool store_backup(struct store *store, const char *path,
                  bool (*is_whole)(void *data, const char *copy, struct fault *f), void *data,
                  struct fault *f) {
    struct file_writer w;
    if (!may_replace(store, path, f) || !file_temporary(&w, path, f))
        return false;
    chmod(w.temporary, STORE_FILE_MODE);
    if (write_copy(store, w.temporary, f) && (!is_whole || is_whole(data, w.temporary, f)))
        return file_replace(&w, f);
    file_abandon(&w);
    return fault_context(f, _("backup"));
}
