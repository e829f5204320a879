#include "engine/web/web_work.h"

#include "engine/base/lang.h"
#include "engine/web/web_internal.h"

#include <stdlib.h>
#include <string.h>

const char web_uploads[] = "{uploads}";

struct words {
    struct web_request *request;
    bool uploads;       /* operands are files */
    const char *folder; /* of the upload among them */
    const char *items[WEB_JOB_WORDS + 1];
    size_t count;
};

static bool add(struct words *words, const char *word, struct fault *f) {
    if (word == web_uploads) /* the row's, and no text that looks like it */
        return words->uploads = true;
    if (words->count == WEB_JOB_WORDS)
        return fault_usage(f, _("the request asks for too much at once"));
    words->items[words->count++] = word;
    return true;
}

/* "{account}" at the end of a word of the table: whoever asks, whatever the request says. */
static const char *filled(struct words *words, const char *word) {
    static const char mark[] = "{account}";
    size_t length = strlen(word), end = sizeof mark - 1;
    if (length < end || strcmp(word + length - end, mark) != 0)
        return word;
    return arena_printf(words->request->arena, "%.*s%s", (int)(length - end), word,
                        words->request->session->account);
}

static const struct web_work *find(const struct web_work *works, const char *name) {
    for (; works->name; works++)
        if (strcmp(works->name, name) == 0)
            return works;
    return NULL;
}

static bool allowed(const struct web_work *work, const char *option) {
    for (size_t i = 0; i < WEB_WORK_OPTIONS && work->options[i]; i++)
        if (strcmp(work->options[i], option) == 0)
            return true;
    return false;
}

/* An option and its value are one word, so that no value is taken for an option. */
static bool add_options(struct words *words, const struct web_work *work, const struct json *options,
                        struct fault *f) {
    for (const struct json *option = options ? options->first : NULL; option; option = option->next) {
        if (!allowed(work, option->key))
            return json_fault(f, option, _("--%s is no option of this"), option->key);
        if (!json_expect(option, JSON_STRING, f))
            return false;
        if (*option->string &&
            !add(words, arena_printf(words->request->arena, "--%s=%s", option->key, option->string), f))
            return false;
    }
    return true;
}

static bool add_operand(struct words *words, const char *operand, struct fault *f) {
    struct web_request *r = words->request;
    struct web_upload upload;
    if (words->uploads && (!*r->wild[0] || strcmp(operand, r->wild[0]) != 0)) {
        if (strncmp(operand, "upload:", 7) != 0 ||
            !web_upload_get(r->server->jobs, r->arena, r->session->account, atol(operand + 7), &upload))
            return fault_usage(f, _("the file is not here any more; choose it again"));
        operand = upload.name;
        words->folder = upload.folder;
    }
    return add(words, operand, f);
}

static bool add_operands(struct words *words, const struct web_work *work, const struct json *operands,
                         struct fault *f) {
    if (!operands || !operands->count)
        return true;
    if (operands->count > work->operands)
        return json_fault(f, operands, _("at most %zu may stand here"), work->operands);
    if (!add(words, "--", f))
        return false;
    for (const struct json *operand = operands->first; operand; operand = operand->next)
        if (!json_expect(operand, JSON_STRING, f) || !add_operand(words, operand->string, f))
            return false;
    return true;
}

static bool read_request(struct words *words, const struct web_work *works, const struct web_work **work,
                         struct fault *f) {
    static const char *const keys[] = {"do", "options", "operands", NULL};
    const struct json *body = web_json(words->request, f), *options = NULL, *operands = NULL;
    const char *name;
    if (!body || !json_expect(body, JSON_OBJECT, f) || !json_known(body, keys, f) ||
        !json_get_string(body, "do", true, &name, f) ||
        !json_get_object(body, "options", false, &options, f) ||
        !json_get_array(body, "operands", false, &operands, f))
        return false;
    *work = find(works, name);
    if (!*work)
        return fault_usage(f, _("\"%s\" is nothing that can be done here"), name);
    for (size_t i = 0; i < WEB_WORK_WORDS && (*work)->words[i]; i++)
        if (!add(words, filled(words, (*work)->words[i]), f))
            return false;
    const char *survey = words->request->wild[0];
    if ((*work)->survey && !add(words, arena_printf(words->request->arena, "--survey=%s", survey), f))
        return false;
    return add_options(words, *work, options, f) && add_operands(words, *work, operands, f);
}

bool web_work_begin(struct web_request *r, struct web_response *out, const struct web_work *works,
                    struct fault *f) {
    struct words words = {.request = r};
    const struct web_work *work;
    long id;
    if (!read_request(&words, works, &work, f))
        return web_malformed(f);
    if (!(work->roles & 1u << r->session->role))
        return web_refuse(out, f, 403, _("your account may not do this"));
    const struct web_job_spec spec = {
        .account = r->session->account,
        .words = words.items,
        .name = arena_printf(r->arena, work->file ? work->file : "%s.json", r->wild[0]),
        .type = work->type ? work->type : "application/json; charset=utf-8",
        .folder = words.folder,
    };
    if (!web_job_begin(r->server->jobs, &spec, &id, f))
        return false;
    strbuf_printf(&out->body, "{\"job\": %ld}\n", id);
    return true;
}
