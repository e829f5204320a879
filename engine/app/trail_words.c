#include "engine/app/trail_words.h"

#include "engine/app/rule_words.h"
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/store/sheet_name.h"

#include <string.h>

/* {return} {other} {batch} {survey} {before} {after} stand for what the entry says; {finding} for the finding in `before`,
 * {image} for the number of a scanned sheet in `after`, {seconds} for how many were keyed a second time, {holder} for
 * whom a link was made.  Of several rows of an action the first that fits counts. */
static const struct {
    const char *key, *name, *sentence;
    const char *when; /* `after` holds it; NULL: whatever that says */
} actions[] = {
    {"survey.add", N_("survey added"), N_("survey {survey} added"), NULL},
    {"survey.version", N_("new version of a survey"),
     N_("new version of the questionnaire of {survey} added"), NULL},
    {"survey.sent", N_("sent counts"), N_("sent counts of {survey} changed"), NULL},
    {"batch.add", N_("sitting begun"), N_("sitting {batch} begun, into which sheets are keyed"), "second=0"},
    {"batch.add", N_("second keyings came in"), N_("batch {batch} came in: {seconds} second keyings"),
     "second="},
    {"batch.add", N_("sitting begun"), N_("sitting {batch} begun, into which sheets are keyed"), "read=0 "},
    {"batch.add", N_("came in"), N_("batch {batch} came in: {after}"), NULL},
    {"batch.undo", N_("batch taken back"), N_("batch {batch} taken back: {after}"), NULL},
    {"sheet.add", N_("sheet keyed"), N_("{return} keyed: {after}"), NULL},
    {"second.add", N_("sheet keyed a second time"), N_("{return} keyed a second time"), NULL},
    {"second.seen", N_("first keying looked at"),
     N_("{return} looked at before its second keying, which is now for somebody else"), NULL},
    {"second.decide", N_("decided between two keyings"), N_("{return}, decided between two keyings: {after}"),
     NULL},
    {"second.own", N_("decided on one's own keying"),
     N_("{return}, decided by a person who keyed it: {after}"), NULL},
    {"second.reopen", N_("decision taken back"),
     N_("{return}, open again between two keyings: {after} (it was decided as {before})"), NULL},
    {"second.plan", N_("plan of double entry"), N_("plan of double entry for {survey}: {after}"), NULL},
    {"return.edit", N_("corrected"), N_("{return} corrected: {before} → {after}"), NULL},
    {"return.void", N_("made void"), N_("{return} made void (it was {before})"), NULL},
    {"return.accept", N_("accepted"), N_("{return} accepted (it was {before})"), NULL},
    {"return.promote", N_("took its original's place"), N_("{return} took its original's place: {after}"),
     NULL},
    {"return.merge", N_("merged as a duplicate"), N_("{return} is a duplicate of {other} and does not count"),
     NULL},
    {"return.keep", N_("kept of two duplicates"), N_("{return} is kept, {other} is its duplicate"), NULL},
    {"return.distinct", N_("no duplicates"), N_("{return} and {other} are two sheets, and both count"), NULL},
    {"return.reopen", N_("decision on duplicates taken back"),
     N_("{return} and {other}: it is open again whether they are one sheet"), NULL},
    {"return.receive", N_("corrected by the sender"),
     N_("{return} corrected by the sender: {before} → {after}"), NULL},
    {"return.status", N_("status taken over from the sender"),
     N_("{return}, status taken over from the sender: {before} → {after}"), NULL},
    {"finding.accept", N_("finding accepted"), N_("{return}, counted as it stands: {finding}"), NULL},
    {"finding.resolve", N_("finding resolved"), N_("{return}, dealt with: {finding}"), NULL},
    {"finding.reopen", N_("finding opened again"), N_("{return}, to be looked at again: {finding}"), NULL},
    {"mask.accept", N_("text masked"), N_("{return}, masking reviewed: {after}"), NULL},
    {"mask.receive", N_("masked text received"), N_("{return}, masked text received"), NULL},
    {"link.add", N_("link to the online form"), N_("common link to the online form of {survey} made{holder}"),
     "open "},
    {"link.add", N_("link to the online form"),
     N_("personal link to the online form of {survey} made{holder}"), NULL},
    {"paper.add", N_("scanned sheets came in"), N_("scanned sheets of {survey} came in: {after}"), NULL},
    {"paper.drop", N_("scanned sheets taken back"), N_("scanned sheets of {survey} taken back: {before}"),
     NULL},
    {"paper.key", N_("keyed from a scanned sheet"), N_("scanned sheet {image} keyed a second time"),
     " second="},
    {"paper.key", N_("keyed from a scanned sheet"), N_("{return} keyed from scanned sheet {image}"), NULL},
    {"paper.skip", N_("scanned sheet set aside"),
     N_("scanned sheet {image} set aside: it is not to be keyed"), NULL},
    {"paper.reopen", N_("scanned sheet to be keyed after all"),
     N_("scanned sheet {image} is to be keyed after all"), NULL},
    {"account.add", N_("account made"), N_("account made: {after}"), NULL},
    {"account.password", N_("password changed"), N_("password of {after} changed"), NULL},
    {"account.role", N_("role changed"), N_("role changed: {before} → {after}"), NULL},
    {"account.close", N_("account closed"), N_("account closed: {after}"), NULL},
    {"account.open", N_("account opened again"), N_("account opened again: {after}"), NULL},
    {"published.add", N_("published results added"), N_("published results added: {after}"), NULL},
    {"published.revise", N_("published results revised"), N_("published results revised: {after}"), NULL},
    {"series.add", N_("series added"), N_("series added: {after}"), NULL},
    {"series.revise", N_("series revised"), N_("series revised: {after}"), NULL},
};

static const struct {
    const char *key, *name;
} words[] = {
    {"read", N_("read")},
    {"accepted", N_("accepted")},
    {"duplicate", N_("duplicate")},
    {"set_aside", N_("set aside")},
    {"void", N_("void")},
    {"open", N_("open")},
    {"resolved", N_("resolved")},
    {"status", N_("status")},
    {"closed", N_("closed")},
    {"role", N_("role")},
    {"entry", N_("data entry")},
    {"officer", N_("officer")},
    {"research", N_("researcher")},
    {"admin", N_("administrator")},
    {"sheet", N_("sheet number")},
    {"association", N_("association")},
    {"institution", N_("institution")},
    {"channel", N_("way of answering")},
    {"received", N_("received on")},
    {"operator", N_("keyed by")},
    {"remark", N_("remark")},
    {"share", N_("share")},
    {"seed", N_("seed")},
    {"version", N_("version")},
    {"name", N_("name")},
    {"phone", N_("phone number")},
    {"number", N_("number")},
    {"my_number", N_("individual number")},
    {"birth", N_("date of birth")},
    {"address", N_("address")},
    {"email", N_("e-mail address")},
    {"other", N_("other")},
    {"shown", N_("shown after all")},
    {"no_answer", N_("no answer")},
    {"not_applicable", N_("not applicable")},
    {"invalid", N_("invalid")},
    {"none", N_("none")},
    {"first", N_("first keying")},
    {"second", N_("second keying")},
    {"value", N_("another answer")},
    {"pages", N_("pages")},
    {"sheets", N_("sheets")},
};

static const char *word(const char *key) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].key, key) == 0)
            return _(words[i].name);
    return key;
}

/* The row of an entry; -1 when it has no words. */
static int row_of(const char *action, const char *after) {
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (strcmp(actions[i].key, action) == 0 &&
            (!actions[i].when || (after && strstr(after, actions[i].when))))
            return (int)i;
    return -1;
}

const char *trail_words_action(const char *action, const char *after) {
    int row = row_of(action, after);
    return row >= 0 ? _(actions[row].name) : action;
}

/* What the program itself gave as a reason: kept in English, whoever reads it. */
static const char *const reasons[] = {N_("corrected online by the respondent")};

const char *trail_words_why(const char *why) {
    for (size_t i = 0; why && i < sizeof reasons / sizeof *reasons; i++)
        if (strcmp(reasons[i], why) == 0)
            return _(reasons[i]);
    return why;
}

/* --- answers --- */

struct saying {
    struct arena *arena;
    const struct questionnaire *q;
    struct strbuf *out;
};

/* "a,b" as labels; a silence by its name; numbers and texts as they are. */
static void say_value(const struct saying *s, const struct question *question, const char *value) {
    char *copy = arena_strdup(s->arena, value), *rest = NULL;
    size_t n = 0;
    if (!question_is_coded(question)) {
        strbuf_add(s->out, word(value));
        return;
    }
    for (char *id = strtok_r(copy, ",", &rest); id; id = strtok_r(NULL, ",", &rest)) {
        int at = question_option(question, id);
        strbuf_printf(s->out, "%s%s", n++ ? _(", ") : "", at >= 0 ? question->options[at].label : word(id));
    }
}

/* "phone=1", "closed" */
static void say_words(const struct saying *s, const char *text) {
    char *copy = arena_strdup(s->arena, text), *rest = NULL;
    size_t n = 0;
    for (char *item = strtok_r(copy, " ", &rest); item; item = strtok_r(NULL, " ", &rest)) {
        char *equals = strchr(item, '=');
        const char *value = equals ? equals + 1 : NULL;
        int at = !equals && s->q ? questionnaire_find(s->q, item) : -1;
        if (equals)
            *equals = '\0';
        strbuf_add(s->out, n++ ? " " : "");
        strbuf_add(s->out, at >= 0 ? s->q->questions[at].label : word(item));
        if (value)
            strbuf_printf(s->out, " %s", word(value));
    }
}

/* "q4=invalid,masked (first)": the answer to a question, with what was chosen behind it. */
static void say_item(const struct saying *s, char *item) {
    char *equals = strchr(item, '='), *bracket = strstr(item, " (");
    if (equals)
        *equals = '\0';
    int at = equals && s->q ? questionnaire_find(s->q, item) : -1;
    if (equals)
        *equals = '=';
    if (at < 0) {
        say_words(s, item);
        return;
    }
    const struct question *question = &s->q->questions[at];
    char *end = item + strlen(item) - 1;
    const char *choice = bracket && *end == ')' ? bracket + 2 : NULL;
    if (choice)
        *bracket = *end = '\0';
    strbuf_printf(s->out, _("%s: "), question_title(s->arena, s->q, question));
    say_value(s, question, equals + 1);
    if (choice)
        strbuf_printf(s->out, _(" (%s)"), word(choice));
}

/* Items are apart by "; ". */
static void say_items(const struct saying *s, const char *text) {
    char *copy = arena_strdup(s->arena, text ? text : "");
    for (char *item = copy, *next; item; item = next) {
        next = strstr(item, "; ");
        if (next) {
            *next = '\0';
            next += 2;
        }
        say_item(s, item);
        strbuf_add(s->out, next ? _("; ") : "");
    }
}

/* "open option.unknown q2=a barn; status=set_aside", and of what came of it "accepted; status=accepted": the question, what
 * was written and what is the matter with it; and the status, where it has changed. */
static void say_finding(const struct saying *s, const struct trail_item *item) {
    char *text = arena_strdup(s->arena, item->before ? item->before : ""),
         *status = strstr(text, "; status=");
    const char *became = item->after ? strstr(item->after, "; status=") : NULL;
    if (status)
        *status = '\0';
    char *value = strchr(text, '='), *rest = NULL;
    if (value)
        *value++ = '\0';
    const char *state = strtok_r(text, " ", &rest), *rule = state ? strtok_r(NULL, " ", &rest) : NULL,
               *question = rule ? strtok_r(NULL, " ", &rest) : NULL;
    int at = question && s->q ? questionnaire_find(s->q, question) : -1;
    if (at >= 0)
        strbuf_printf(s->out, value ? _("%s: ") : "%s", question_title(s->arena, s->q, &s->q->questions[at]));
    if (at >= 0 && value)
        say_value(s, &s->q->questions[at], value);
    strbuf_printf(s->out, _(" (%s)"), rule ? rule_words(s->q, rule) : "");
    if (status && became)
        strbuf_printf(s->out, _("; %s → %s"), word(status + strlen("; status=")),
                      word(became + strlen("; status=")));
}

/* Of "paper=12 second=4" the number behind the key. */
static void say_number(const struct saying *s, const char *text, const char *key) {
    const char *at = text ? strstr(text, key) : NULL;
    if (at)
        strbuf_add_bytes(s->out, at + strlen(key), strspn(at + strlen(key), "0123456789"));
}

/* "personal association=A institution=B", either of which may be empty, and B have blanks. */
static void say_holder(const struct saying *s, const char *after) {
    char *association = strstr(arena_strdup(s->arena, after ? after : ""), " association="),
         *institution = association ? strstr(association, " institution=") : NULL;
    if (!institution)
        return;
    *institution = '\0';
    association += strlen(" association=");
    institution += strlen(" institution=");
    const char *both = *association && *institution ? _(", ") : "";
    if (*association || *institution)
        strbuf_printf(s->out, _(" (%s)"), arena_printf(s->arena, "%s%s%s", association, both, institution));
}

/* --- sentences --- */

static void say_mark(const struct saying *s, const struct trail_item *item, const char *mark, size_t length) {
    if (strncmp(mark, "return", length) == 0)
        strbuf_add(s->out, sheet_name(s->arena, item->sheet, item->ret));
    else if (strncmp(mark, "other", length) == 0)
        strbuf_add(s->out, sheet_name(s->arena, item->other_sheet, item->other));
    else if (strncmp(mark, "batch", length) == 0)
        strbuf_add(s->out, item->batch ? item->batch : "");
    else if (strncmp(mark, "survey", length) == 0)
        strbuf_add(s->out, s->q ? s->q->title : item->survey ? item->survey : "");
    else if (strncmp(mark, "finding", length) == 0)
        say_finding(s, item);
    else if (strncmp(mark, "image", length) == 0)
        say_number(s, item->after, "paper=");
    else if (strncmp(mark, "seconds", length) == 0)
        say_number(s, item->after, "second=");
    else if (strncmp(mark, "holder", length) == 0)
        say_holder(s, item->after);
    else
        say_items(s, strncmp(mark, "before", length) == 0 ? item->before : item->after);
}

const char *trail_words_sentence(struct arena *arena, const struct trail_item *item,
                                 const struct questionnaire *q) {
    struct strbuf b = {0};
    const struct saying s = {arena, q, &b};
    int row = row_of(item->action, item->after);
    if (row < 0)
        return item->action;
    const char *at = _(actions[row].sentence), *mark;
    strbuf_add(&b, "");
    for (; (mark = strchr(at, '{')); at = strchr(mark, '}') + 1) {
        strbuf_add_bytes(&b, at, (size_t)(mark - at));
        say_mark(&s, item, mark + 1, strcspn(mark + 1, "}"));
    }
    strbuf_add(&b, at);
    const char *sentence = arena_strdup(arena, b.text);
    strbuf_end(&b);
    return sentence;
}
