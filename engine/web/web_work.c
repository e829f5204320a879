#include "engine/web/web_work.h"

#include "engine/base/lang.h"
#include "engine/web/web_internal.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

const char web_uploads[] = "{uploads}";

enum { OF_ONE = 2 }; /* a question, and its option */

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

/* What a request may ask for: one of these tables. */
struct offer {
    const struct web_work *works; /* or NULL */
    const struct web_view *views;
};

/* A row without more to it is a view with nothing more. */
static bool find(const struct offer *offer, const char *name, struct web_view *view) {
    for (const struct web_work *work = offer->works; work && work->name; work++)
        if (strcmp(work->name, name) == 0) {
            *view = (struct web_view){.work = *work};
            return true;
        }
    for (const struct web_view *row = offer->views; row && row->work.name; row++)
        if (strcmp(row->work.name, name) == 0) {
            *view = *row;
            return true;
        }
    return false;
}

static bool is_among(const char *const *names, size_t most, const char *name) {
    for (size_t i = 0; i < most && names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool is_plain(const char *value) {
    for (const char *c = value; *c; c++)
        if (!((unsigned char)*c >= 0x80 || (*c >= '0' && *c <= '9') ||
              ((*c | 0x20) >= 'a' && (*c | 0x20) <= 'z') || strchr("-_.", *c)))
            return false;
    return *value != '.' && *value != '-';
}

/* A flag never takes the word behind it for its value, nor is one handed to an option that wants a value. */
static bool add_flag(struct words *words, const struct json *option, struct fault *f) {
    return json_expect(option, JSON_BOOL, f) &&
           (!option->truth || add(words, arena_printf(words->request->arena, "--%s", option->key), f));
}

/* "map:upload" in a row: --map, whose value is a file that was uploaded. */
static bool is_file(const struct web_work *work, const char *option) {
    const size_t length = strlen(option);
    for (size_t i = 0; i < WEB_WORK_OPTIONS && work->options[i]; i++)
        if (strncmp(work->options[i], option, length) == 0 &&
            strcmp(work->options[i] + length, ":upload") == 0)
            return true;
    return false;
}

static bool add_file(struct words *words, const struct json *option, struct fault *f) {
    struct web_request *r = words->request;
    struct web_upload upload;
    if (!json_expect(option, JSON_STRING, f))
        return false;
    if (strncmp(option->string, "upload:", 7) != 0 ||
        !web_upload_get(r->server->jobs, r->arena, r->session->account, atol(option->string + 7), &upload))
        return fault_usage(f, _("the file is not here any more; choose it again"));
    return add(words, arena_printf(r->arena, "--%s=%s/%s", option->key, upload.folder, upload.name), f);
}

/* An option and its value are one word, so that no value is taken for an option. */
static bool add_option(struct words *words, const struct web_view *view, const struct json *option,
                       struct fault *f) {
    if (is_among(view->flags, WEB_WORK_FLAGS, option->key))
        return add_flag(words, option, f);
    if (!strchr(option->key, ':') && is_file(&view->work, option->key))
        return add_file(words, option, f);
    if (strchr(option->key, ':') || !is_among(view->work.options, WEB_WORK_OPTIONS, option->key))
        return json_fault(f, option, _("--%s is no option of this"), option->key);
    if (!json_expect(option, JSON_STRING, f))
        return false;
    if (is_among(view->plain, WEB_WORK_FLAGS, option->key) && !is_plain(option->string))
        return json_fault(f, option, _("expected a name, not a path"));
    return !*option->string ||
           add(words, arena_printf(words->request->arena, "--%s=%s", option->key, option->string), f);
}

static bool add_options(struct words *words, const struct web_view *view, const struct json *options,
                        struct fault *f) {
    for (const struct json *option = options ? options->first : NULL; option; option = option->next)
        if (!add_option(words, view, option, f))
            return false;
    return true;
}

static const struct web_work_form *find_form(const struct web_work_form *forms, const char *as) {
    while (as && forms && forms->name && strcmp(forms->name, as) != 0)
        forms++;
    return forms && forms->name ? forms : NULL;
}

/* *form: NULL of a view without forms. */
static bool add_form(struct words *words, const struct web_view *view, const char *as,
                     const struct web_work_form **form, struct fault *f) {
    const struct web_work_form *found = find_form(view->forms, as);
    if (as && !found)
        return fault_usage(f, _("\"%s\" is nothing that this can be had as"), as);
    *form = found;
    if (!found)
        return true;
    for (size_t i = 0; i < WEB_WORK_FORM_WORDS && found->words[i]; i++)
        if (!add(words, found->words[i], f))
            return false;
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

struct wish {
    struct web_view view;
    const struct web_work_form *form; /* or NULL */
};

static bool read_request(struct words *words, const struct offer *offer, struct wish *wish, struct fault *f) {
    static const char *const keys[] = {"do", "as", "options", "operands", NULL};
    const struct json *body = web_json(words->request, f), *options = NULL, *operands = NULL;
    const char *name, *as = NULL;
    if (!body || !json_expect(body, JSON_OBJECT, f) || !json_known(body, keys, f) ||
        !json_get_string(body, "do", true, &name, f) || !json_get_string(body, "as", false, &as, f) ||
        !json_get_object(body, "options", false, &options, f) ||
        !json_get_array(body, "operands", false, &operands, f))
        return false;
    const struct web_work *work = &wish->view.work;
    if (!find(offer, name, &wish->view))
        return fault_usage(f, _("\"%s\" is nothing that can be done here"), name);
    for (size_t i = 0; i < WEB_WORK_WORDS && work->words[i]; i++)
        if (!add(words, filled(words, work->words[i]), f))
            return false;
    const char *survey = words->request->wild[0];
    if (work->survey && !add(words, arena_printf(words->request->arena, "--survey=%s", survey), f))
        return false;
    return add_form(words, &wish->view, as, &wish->form, f) && add_options(words, &wish->view, options, f) &&
           add_operands(words, work, operands, f);
}

/* The value of an option that is among the words, "--by=type", where it can stand in a file's name; else NULL. */
static const char *value_of(const struct words *words, const char *option) {
    const size_t length = strlen(option);
    for (size_t i = 0; i < words->count && strcmp(words->items[i], "--") != 0; i++)
        if (strncmp(words->items[i], "--", 2) == 0 && strncmp(words->items[i] + 2, option, length) == 0 &&
            words->items[i][2 + length] == '=' && is_plain(words->items[i] + 3 + length))
            return words->items[i] + 3 + length;
    return NULL;
}

/* "-sells-boat-by-type": what it is of, where that is one thing and no list.  Operands stand behind "--". */
static const char *of_what(struct arena *arena, const struct words *words) {
    const char *out = "", *by = value_of(words, "by");
    size_t from = 0;
    while (from < words->count && strcmp(words->items[from], "--") != 0)
        from++;
    for (size_t i = from + 1; words->count <= from + 1 + OF_ONE && i < words->count; i++)
        out = is_plain(words->items[i]) ? arena_printf(arena, "%s-%s", out, words->items[i]) : out;
    return by ? arena_printf(arena, "%s-by-%s", out, by) : out;
}

/* "tables.xlsx" is "tables-20240131.xlsx": a file is known by its day long after it was taken away. */
static const char *dated(struct arena *arena, const char *name) {
    const char *dot = strrchr(name, '.');
    const time_t now = time(NULL);
    struct tm tm;
    char day[16];
    strftime(day, sizeof day, "%Y%m%d", localtime_r(&now, &tm));
    return arena_printf(arena, "%.*s-%s%s", (int)(dot - name), name, day, dot);
}

static const char *file_name(const struct words *words, const struct wish *wish) {
    struct arena *arena = words->request->arena;
    const struct web_work *work = &wish->view.work;
    const char *survey = words->request->wild[0], *named = value_of(words, "kit");
    if (wish->form)
        return dated(arena, arena_printf(arena, "%s-%s%s%s", survey, work->name, of_what(arena, words),
                                         wish->form->ending));
    return work->file ? dated(arena, arena_printf(arena, work->file, named ? named : survey))
                      : arena_printf(arena, "%s.json", survey);
}

static bool begin(struct web_request *r, struct web_response *out, const struct offer *offer,
                  struct fault *f) {
    struct words words = {.request = r};
    struct wish wish = {.form = NULL};
    long id;
    if (!read_request(&words, offer, &wish, f))
        return web_malformed(f);
    const char *type = wish.form ? wish.form->type : wish.view.work.type;
    if (!(wish.view.work.roles & 1u << r->session->role))
        return web_refuse(out, f, 403, _("your account may not do this"));
    const struct web_job_spec spec = {
        .account = r->session->account,
        .words = words.items,
        .name = file_name(&words, &wish),
        .type = type ? type : "application/json; charset=utf-8",
        .folder = words.folder,
    };
    if (!web_job_begin(r->server->jobs, &spec, &id, f))
        return false;
    strbuf_printf(&out->body, "{\"job\": %ld}\n", id);
    return true;
}

bool web_work_begin(struct web_request *r, struct web_response *out, const struct web_work *works,
                    struct fault *f) {
    return begin(r, out, &(struct offer){works, NULL}, f);
}

bool web_view_begin(struct web_request *r, struct web_response *out, const struct web_view *views,
                    struct fault *f) {
    return begin(r, out, &(struct offer){NULL, views}, f);
}
