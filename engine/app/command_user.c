/* user: who may use `shukei serve`. */
#include "engine/app/commands.h"

#include "engine/app/listing.h"
#include "engine/app/operand.h"
#include "engine/base/lang.h"
#include "engine/store/account.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* --- passwords --- */

enum { LINE = ACCOUNT_PASSWORD_MAX + 2 };

/* A line without its end; what is typed on a terminal is not shown. */
static bool read_line(const char *prompt, char line[LINE]) {
    struct termios was, silent;
    bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &was) == 0;
    if (terminal) {
        silent = was;
        silent.c_lflag &= ~(tcflag_t)ECHO;
        fputs(prompt, stderr);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    bool done = fgets(line, LINE, stdin) != NULL;
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
        fputc('\n', stderr);
    }
    line[done ? strcspn(line, "\r\n") : 0] = '\0';
    return done;
}

static bool ask_password(char password[LINE], struct fault *f) {
    char again[LINE];
    if (!read_line(_("password: "), password))
        return fault_usage(f, _("a password is read from the terminal, or from standard input as one line"));
    if (!isatty(STDIN_FILENO))
        return true;
    if (!read_line(_("once more: "), again) || strcmp(password, again) != 0)
        return fault_set(f, _("the two passwords differ; nothing was changed"));
    return true;
}

/* --- verbs --- */

struct change {
    const char *name;
    enum account_role role;
    char password[LINE];
    bool (*apply)(struct store *store, const struct change *change, struct fault *f);
    const char *said;
};

static bool apply_add(struct store *store, const struct change *c, struct fault *f) {
    return account_add(store, c->name, c->role, c->password, f);
}
static bool apply_role(struct store *store, const struct change *c, struct fault *f) {
    return account_set_role(store, c->name, c->role, f);
}
static bool apply_password(struct store *store, const struct change *c, struct fault *f) {
    return account_password(store, c->name, c->password, f);
}
static bool apply_close(struct store *store, const struct change *c, struct fault *f) {
    return account_set_open(store, c->name, false, f);
}
static bool apply_open(struct store *store, const struct change *c, struct fault *f) {
    return account_set_open(store, c->name, true, f);
}

static bool carry_out(struct app *app, const struct change *change, struct fault *f) {
    struct store *store = store_open(app->store_path, STORE_WRITE, f);
    bool done = store && store_begin(store, f) && change->apply(store, change, f) && store_commit(store, f);
    store_close(store);
    if (done && !app->quiet)
        printf(_(change->said), change->name);
    return done;
}

/* The name, and --role where the verb has it. */
static bool read_words(struct app *app, int argc, char **argv, bool with_role, struct change *change,
                       struct fault *f) {
    const char *role = NULL;
    const struct option_spec with[] = {{"role", 0, OPTION_STRING, &role, true}, {0}}, without[] = {{0}};
    const char **operands;
    size_t count;
    if (!options_parse(argc, argv, with_role ? with : without, &operands, &count, app->arena, f) ||
        !operand_count(count, 1, "shukei user add|role NAME --role entry|officer|research|admin", f) ||
        (role && !account_role_parse(role, &change->role, f)))
        return false;
    change->name = operands[0];
    return true;
}

static bool add(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct change c = {.apply = apply_add, .said = N_("the account %s was made\n")};
    (void)code;
    return read_words(app, argc, argv, true, &c, f) && ask_password(c.password, f) && carry_out(app, &c, f);
}

static bool role(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct change c = {.apply = apply_role, .said = N_("the account %s has another role now\n")};
    (void)code;
    return read_words(app, argc, argv, true, &c, f) && carry_out(app, &c, f);
}

static bool password(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct change c = {.apply = apply_password, .said = N_("the account %s has another password now\n")};
    (void)code;
    return read_words(app, argc, argv, false, &c, f) && ask_password(c.password, f) && carry_out(app, &c, f);
}

static bool close_account(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct change c = {.apply = apply_close, .said = N_("the account %s is closed\n")};
    (void)code;
    return read_words(app, argc, argv, false, &c, f) && carry_out(app, &c, f);
}

static bool open_account(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct change c = {.apply = apply_open, .said = N_("the account %s is open again\n")};
    (void)code;
    return read_words(app, argc, argv, false, &c, f) && carry_out(app, &c, f);
}

static bool list(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    static const struct listing_column columns[] = {{"name", N_("Account"), LISTING_TEXT},
                                                    {"role", N_("Role"), LISTING_TEXT},
                                                    {"since", N_("Since"), LISTING_TIME},
                                                    {"closed", N_("Closed"), LISTING_FLAG}};
    const char *format_name = NULL, **operands;
    const struct option_spec specs[] = {{"format", 0, OPTION_STRING, &format_name, false}, {0}};
    size_t count, accounts;
    enum output_format format;
    struct account *rows;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &format, f) || !operand_count(count, 0, "shukei user list", f))
        return false;
    struct store *store = store_open(app->store_path, STORE_READ, f);
    bool done = store && account_list(store, app->arena, &rows, &accounts, f);
    store_close(store);
    if (!done)
        return false;
    struct listing *l = listing_create(app->arena, "accounts", columns, 4);
    for (size_t i = 0; i < accounts; i++)
        listing_add(l, (const char *[]){rows[i].name, account_role_key(rows[i].role), rows[i].at,
                                        rows[i].open ? NULL : listing_yes});
    listing_print(l, format, stdout);
    return true;
}

static bool user_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    static const struct operand_verb verbs[] = {{"add", add},
                                                {"list", list},
                                                {"role", role},
                                                {"password", password},
                                                {"close", close_account},
                                                {"open", open_account},
                                                {NULL, NULL}};
    return operand_verb(verbs, app, argc, argv, code, f);
}

static const struct option_help help[] = {
    {"role",
     N_("entry: keys sheets; officer: also results and material; research: results only; admin: all")},
    {0},
};

const struct command user_command = {
    .name = "user",
    .group = N_("Keep"),
    .summary = N_("accounts for `shukei serve`"),
    .usage = "add NAME --role entry|officer|research|admin | list [--format text|json|csv] | role NAME "
             "--role ROLE |"
             " password NAME | close NAME | open NAME",
    .run = user_run,
    .options = help,
};
