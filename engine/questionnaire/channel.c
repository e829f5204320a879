#include "engine/questionnaire/channel.h"

#include "engine/base/utf8.h"

#include <string.h>

static const struct {
    const char *word, *channel;
} channels[] = {
    {"fax", "fax"},        {"ファックス", "fax"},     {"ファクス", "fax"},    {"ファクシミリ", "fax"},
    {"f", "fax"},          {"post", "post"},          {"郵送", "post"},       {"郵便", "post"},
    {"mail", "post"},      {"持参", "post"},          {"web", "web"},         {"ウェブ", "web"},
    {"オンライン", "web"}, {"online", "web"},         {"ネット", "web"},      {"form", "web"},
    {"フォーム", "web"},   {"インターネット", "web"}, {"webフォーム", "web"}, {"email", "web"},
    {"メール", "web"},
};

const char *channel_find(struct arena *scratch, const char *written) {
    const char *folded = utf8_fold(scratch, written);
    for (size_t i = 0; i < sizeof channels / sizeof *channels; i++)
        if (strcmp(channels[i].word, folded) == 0)
            return channels[i].channel;
    return NULL;
}
