#include "reports/press/trace.h"

#include "engine/base/file.h"

#include <cjson/cJSON.h>

static void add_text(cJSON *object, const char *key, const char *text) {
    if (text)
        cJSON_AddStringToObject(object, key, text);
    else
        cJSON_AddNullToObject(object, key);
}

static cJSON *number_json(const struct binding *b) {
    cJSON *number = cJSON_CreateObject();
    add_text(number, "at", b->pointer);
    add_text(number, "reference", b->reference);
    add_text(number, "source", *b->source ? b->source : NULL);
    add_text(number, "text", b->text);
    add_text(number, "table", b->table);
    add_text(number, "row", b->row);
    add_text(number, "column", b->column);
    cJSON_AddNumberToObject(number, "count", (double)b->count);
    if (b->n > 0)
        cJSON_AddNumberToObject(number, "n", (double)b->n);
    else
        cJSON_AddNullToObject(number, "n");
    add_text(number, "weight", b->weight);
    cJSON *base = cJSON_AddObjectToObject(number, "base");
    add_text(base, "text", b->base_text);
    add_text(base, "where", b->base_where);
    return number;
}

static cJSON *trace_json(const struct press *press, const struct kit *kit, const struct table_set *tables) {
    cJSON *root = cJSON_CreateObject();
    add_text(root, "kit", kit->file);
    if (tables) {
        add_text(root, "survey", tables->questionnaire->id);
        add_text(root, "template", tables->questionnaire->hash);
        cJSON *dataset = cJSON_AddObjectToObject(root, "dataset");
        cJSON_AddNumberToObject(dataset, "returns", (double)tables->dataset->n);
        add_text(dataset, "state", tables->dataset->state);
    }
    cJSON *numbers = cJSON_AddArrayToObject(root, "numbers");
    for (size_t i = 0; i < press->binding_count; i++)
        cJSON_AddItemToArray(numbers, number_json(&press->bindings[i]));
    return root;
}

bool press_trace(const struct press *press, const struct kit *kit, const struct table_set *tables,
                 const char *path, struct fault *f) {
    cJSON *root = trace_json(press, kit, tables);
    char *text = cJSON_Print(root);
    cJSON_Delete(root);
    if (!text)
        arena_out_of_memory();
    struct file_writer w;
    bool done = file_begin(&w, path, f);
    if (done) {
        fprintf(w.stream, "%s\n", text);
        done = file_commit(&w, f);
    }
    cJSON_free(text);
    return done;
}
