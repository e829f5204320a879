#include "engine/base/lang.h"

#include "engine/base/home.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* glibc's counter: raising it makes gettext look the language up again. */
extern int _nl_msg_cat_cntr;

static const char *current = "en", *interface = "en";

static const char *language_of_locale(void) {
    const char *names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return strncmp(value, "ja", 2) == 0 ? "ja" : "en";
    }
    return "en";
}

const char *lang_enter(const char *lang) {
    const char *before = current;
    if (!lang)
        return before;
    current = strcmp(lang, "ja") == 0 ? "ja" : "en";
    setenv("LANGUAGE", current, 1);
    ++_nl_msg_cat_cntr;
    return before;
}

const char *lang_interface(void) {
    return interface;
}

const char *lang_now(void) {
    return current;
}

void lang_start(const char *wanted) {
    /* Any locale but "C" lets LANGUAGE choose the catalogue; C.UTF-8 exists on every Debian 12. */
    setlocale(LC_MESSAGES, "C.UTF-8");
    setlocale(LC_CTYPE, "C.UTF-8");
    bindtextdomain("shukei", home_locale_directory());
    bind_textdomain_codeset("shukei", "UTF-8");
    textdomain("shukei");
    lang_enter(wanted ? wanted : language_of_locale());
    interface = current;
}
