#include "engine/base/screen.h"

#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/base/text.h"

#include <stdlib.h>
#include <string.h>

static const char variable[] = "SHUKEI_SCREEN";

void screen_begin(void) {
    setenv(variable, "1", 1);
}

bool screen_is_on(void) {
    return getenv(variable) != NULL;
}

/* --- what the screens call it --- */

struct screen_name {
    const char *command, *name;
};

/* The longest beginning counts.  Behind a blank: with something after it. */
static const struct screen_name commands[] = {
    {"batch list", N_("the screen \"Import\"")},
    {"batch undo", N_("\"Take back\" on the screen \"Import\"")},
    {"compare", N_("\"Comparison\" on the screen \"Results\"")},
    {"double", N_("\"Differences of two keyings\" on the screen \"Review\"")},
    {"double plan", NULL},
    {"duplicates", N_("\"Likely duplicates\" on the screen \"Review\"")},
    {"finding accept", N_("\"Right as it is\" on the screen \"Review\"")},
    {"finding list", N_("the screen \"Review\"")},
    {"history", N_("\"Trail\" on the screen \"Administration\"")},
    {"import", N_("the screen \"Import\"")},
    {"import --as", NULL},
    {"rank", N_("\"Ranks and map\" on the screen \"Results\"")},
    {"return accept", N_("\"Right as it is\" on the screen \"Review\"")},
    {"return accept ", NULL},
    {"return edit", N_("the screen \"Keying\"")},
    {"return show", N_("the screen \"Keying\"")},
    {"series", N_("\"Trend\" on the screen \"Results\"")},
    {"sheets", N_("the screen \"Scanned sheets\"")},
    {"survey add", N_("\"Surveys\" on the screen \"Administration\"")},
    {"survey list", N_("\"Surveys\" on the screen \"Administration\"")},
    {"survey sent", N_("\"Sent counts\" on the screen \"Administration\"")},
    {"survey show", N_("\"Surveys\" on the screen \"Administration\"")},
    {"user", N_("\"Accounts\" on the screen \"Administration\"")},
    {"verify", N_("\"Backups\" on the screen \"Administration\"")},
};

static const struct screen_name options[] = {
    {"across", N_("Answer in the figure")},
    {"adjust", N_("Adjustment of p")},
    {"against", N_("Period to compare with")},
    {"area", N_("Area")},
    {"association", N_("Association")},
    {"at", N_("Period")},
    {"base", N_("Another base")},
    {"batch", N_("Batch")},
    {"best", N_("Mark the best and worst")},
    {"by", N_("Split by")},
    {"channel", N_("Came by")},
    {"concept", N_("Item to compare")},
    {"figure", N_("Figure")},
    {"from", N_("Number of the first sheet")},
    {"group", N_("Group")},
    {"interval", N_("Kind of interval")},
    {"keep", N_("The one to keep")},
    {"kit", N_("Kit")},
    {"level", N_("Level of the interval")},
    {"map", N_("Meaning of the headings")},
    {"matched", N_("Prefectures in all of them")},
    {"min-n", N_("Rank only with n of at least")},
    {"no-answer", N_("No answer")},
    {"own", N_("Decide it all the same, as administrator")},
    {"pages-per-sheet", N_("Pages of a sheet")},
    {"percent", N_("Base of percentages")},
    {"population", N_("Size of the population")},
    {"question", N_("Question")},
    {"series", N_("Series")},
    {"sheet", N_("Sheet of the workbook")},
    {"sort", N_("Order")},
    {"suppress", N_("Hide counts below")},
    {"survey", N_("Survey")},
    {"surveys", N_("Surveys to compare")},
    {"test", N_("Mark columns that differ by letters")},
    {"weight", N_("Weighting")},
    {"where", N_("Only where")},
    {"why", N_("Reason")},
};

/* Clauses that send to a file which who sits at a screen does not have, and what is to be done there instead.  Both are
 * looked for as they are translated: a clause stands in its message word by word in every language (a test sees to it). */
static const struct screen_name clauses[] = {
    {N_("Correct them in the file, or name what they mean (a question's id, or \"ignore\") in a file for "
        "--map "
        "FILE"),
     N_("Choose in the list below what each of them means, or that the column is not used")},
    {N_("delete one, or map one to \"ignore\" with --map FILE"),
     N_("say of one of them in the list below that the column is not used")},
    {N_("Add the column; if the file really has none, say so with --map FILE"),
     N_("Choose in the list below which column it is; if the file really has none, tick that under the "
        "list")},
    {N_("if the form has another wording, add it to the option's aliases in the questionnaire"),
     N_("if the form has another wording, tell whoever looks after the questionnaire")},
    {N_("if it is an option of the form, add it to that option's aliases in the questionnaire"),
     N_("if it is an option of the form, tell whoever looks after the questionnaire")},
    {N_("if such days are possible, widen min and max in the questionnaire"),
     N_("if the day is right, say so on the screen \"Review\"")},
    {N_("if such numbers are possible, widen min and max in the questionnaire"),
     N_("if the number is right, say so on the screen \"Review\"")},
    {N_("Compare the conditions of the web form with \"ask\" in the questionnaire"),
     N_("Tell whoever looks after the questionnaire and the web form: they do not ask the same questions")},
    {N_("import them with a column for it"),
     N_("enter it on the screen \"Keying\", or import the returns with a column for it")},
    {N_("take this out of the text"), N_("have whoever looks after the kit take this out of its text")},
    {N_("weight by a grouping that joins it to another, or name it under \"leave_out\" and say so"),
     N_("choose another weighting or none; for this one, tell whoever looks after the questionnaire, who can "
        "join this group to another or leave it out of the population")},
    {N_("name it under \"leave_out\" if the survey did not go there"),
     N_("if the survey did not go there, tell whoever looks after the questionnaire")},
    {N_("give its number, or restrict the margin with \"where\""),
     N_("choose another weighting or none, or tell whoever looks after the questionnaire")},
};

/* --- saying it --- */

struct said {
    const char *text, *at;
    struct strbuf out;
};

static const char *command_name(struct arena *arena, const char *command, size_t length) {
    const struct screen_name *found = NULL;
    const char *words = arena_strndup(arena, command, length);
    if (text_begins(words, "--store ")) { /* shukei --store FILE COMMAND */
        words += strlen("--store ");
        words += strcspn(words, " ");
        words += strspn(words, " ");
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (text_begins(words, commands[i].command) &&
            (!found || strlen(commands[i].command) > strlen(found->command)))
            found = &commands[i];
    if (found && found->name)
        return _(found->name);
    if (*words < 'a' || *words > 'z')
        return _("the administrator's command line");
    size_t first = strcspn(words, " "), second = words[first] ? strcspn(words + first + 1, " ") : 0;
    bool verb = second && words[first + 1] >= 'a' && words[first + 1] <= 'z';
    return arena_printf(arena, _("the administrator's command line (%.*s)"),
                        (int)(verb ? first + 1 + second : first), words);
}

/* Where an unquoted command ends: with its clause. */
static size_t clause(const char *text) {
    static const char *const ends[] = {"\n", ";", ")", "。", "）", "、", "」"};
    size_t least = strlen(text);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *end = strstr(text, ends[i]);
        if (end && (size_t)(end - text) < least)
            least = (size_t)(end - text);
    }
    return least;
}

/* In Japanese no blank stands between a name in brackets and what follows. */
static void past_blank(struct said *s) {
    size_t length = s->out.length;
    if (length && (unsigned char)s->out.text[length - 1] >= 0x80 && *s->at == ' ' &&
        (unsigned char)s->at[1] >= 0x80)
        s->at++;
}

static bool say_command(struct arena *arena, struct said *s) {
    bool quoted = *s->at == '`';
    const char *word = s->at + quoted;
    if (!text_begins(word, "shukei "))
        return false;
    word += strlen("shukei ");
    size_t length = quoted ? strcspn(word, "`") : clause(word);
    strbuf_add(&s->out, command_name(arena, word, length));
    s->at = word + length + (quoted && word[length] == '`');
    past_blank(s);
    return true;
}

static const char *option_name(struct arena *arena, const char *option, size_t length) {
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (strlen(options[i].command) == length && strncmp(options[i].command, option, length) == 0)
            return _(options[i].name);
    return arena_strndup(arena, option, length);
}

/* " TEXT", " A,B", " FILE: {...}": what stands for a value; or, in Japanese, the option's own name. */
static const char *past_value(const char *at, const char *name) {
    if (*at == '=')
        return at + 1;
    if (*at == ' ' && text_begins(at + 1, name))
        return at + 1 + strlen(name);
    size_t capitals = *at == ' ' ? strspn(at + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_,[].|") : 0;
    char last = capitals ? at[1 + capitals] : 'a';
    if (!capitals || (last >= 'a' && last <= 'z') || (last >= '0' && last <= '9'))
        return at;
    at += 1 + capitals;
    const char *end = text_begins(at, ": {") ? strrchr(at, '}') : NULL;
    return end ? end + 1 : at;
}

/* What stands in quotes is what somebody wrote, and stays. */
static bool say_option(struct arena *arena, struct said *s) {
    bool quoted = *s->at == '`';
    const char *word = s->at + quoted;
    unsigned char before = s->at > s->text ? (unsigned char)s->at[-1] : ' ';
    bool apart = before >= 0x80 ? s->at - s->text < 3 || memcmp(s->at - 3, "「", 3) != 0
                                : strchr(" (`/,|[\n", before) != NULL;
    size_t length = text_begins(word, "--") ? strspn(word + 2, "abcdefghijklmnopqrstuvwxyz-") : 0;
    if (!apart || !length || word[2] == '-')
        return false;
    const char *name = option_name(arena, word + 2, length);
    strbuf_printf(&s->out, _("\"%s\""), name);
    s->at = past_value(word + 2 + length, name);
    if (quoted)
        s->at += strcspn(s->at, "`");
    s->at += quoted && *s->at == '`';
    past_blank(s);
    return true;
}

/* What a file would hold (": {...}") goes with its clause. */
static const char *say_clauses(struct arena *arena, const char *text) {
    for (size_t i = 0; i < sizeof clauses / sizeof *clauses; i++) {
        const char *clause_said = _(clauses[i].command), *at = strstr(text, clause_said);
        if (!at)
            continue;
        const char *rest = at + strlen(clause_said),
                   *end = text_begins(rest, ": {") ? strrchr(rest, '}') : NULL;
        text =
            arena_printf(arena, "%.*s%s%s", (int)(at - text), text, _(clauses[i].name), end ? end + 1 : rest);
    }
    return text;
}

const char *screen_words(struct arena *arena, const char *text) {
    text = say_clauses(arena, text);
    if (!strstr(text, "shukei ") && !strstr(text, "--"))
        return text;
    struct said s = {.text = text, .at = text};
    strbuf_add(&s.out, "");
    while (*s.at)
        if (!say_command(arena, &s) && !say_option(arena, &s))
            strbuf_char(&s.out, *s.at++);
    const char *said = arena_strdup(arena, s.out.text);
    strbuf_end(&s.out);
    return said;
}
