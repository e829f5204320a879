/* serve: the workstation in a browser (engine/web/web.h). */
#include "engine/app/commands.h"

#include "engine/app/operand.h"
#include "engine/base/lang.h"
#include "engine/base/screen.h"
#include "engine/web/web.h"

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>

/* Blocked before the server's thread begins, so that only sigwait sees them. */
static void block_signals(sigset_t *set) {
    sigemptyset(set);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* What is between the browser and us, when it is not this machine alone. */
static void say_what_is_missing(const struct web_server *server, bool proxy) {
    if (!web_is_local(server)) {
        fputs(
            _("shukei: warning: this address can be reached from other machines, and what goes over the "
              "network is"
              " not encrypted.\nPut a proxy with TLS before it (`--listen 127.0.0.1:8380 --proxy` on the same"
              " machine), or listen on 127.0.0.1 only.\n"),
            stderr);
        fputs(_("Browsers may call it by its address in numbers or by this machine's name; another name is "
                "refused unless --host gives it.\n"),
              stderr);
    } else if (proxy) {
        fputs(_("shukei: the proxy on this machine must pass on Host, and set X-Forwarded-For itself.\n"),
              stderr);
    }
}

static bool has_accounts(const char *path, struct arena *arena, bool *any, struct fault *f) {
    struct account *accounts;
    size_t count = 0;
    struct store *store = store_open(path, STORE_WRITE, f);
    bool done = store && account_list(store, arena, &accounts, &count, f);
    store_close(store);
    *any = count > 0;
    return done;
}

static bool serve_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct web_options options = {.store_path = app->store_path, .listen = "127.0.0.1:8380"};
    struct option_list hosts = {.count = 0};
    const struct option_spec specs[] = {{"listen", 0, OPTION_STRING, &options.listen, false},
                                        {"host", 0, OPTION_LIST, &hosts, false},
                                        {"backups", 0, OPTION_STRING, &options.backups, false},
                                        {"proxy", 0, OPTION_FLAG, &options.proxy, false},
                                        {0}};
    const char **operands;
    size_t count;
    bool accounts;
    sigset_t signals;
    int got;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !operand_count(
            count, 0, "shukei serve [--listen ADDR:PORT] [--host NAME]... [--backups FOLDER] [--proxy]", f) ||
        !has_accounts(app->store_path, app->arena, &accounts, f))
        return false;
    options.hosts = hosts.items;
    screen_begin();
    umask(077); /* what is uploaded and made is for this person only */
    block_signals(&signals);
    struct web_server *server = web_start(&options, f);
    if (!server)
        return false;
    say_what_is_missing(server, options.proxy);
    if (!accounts)
        fputs(_("there is no account yet; make one: shukei user add NAME --role admin\n"), stderr);
    printf(_("open %s in a browser; Ctrl-C ends\n"), web_url(server));
    fflush(stdout);
    sigwait(&signals, &got);
    web_stop(server);
    return true;
}

static const struct option_help help[] = {
    {"listen", N_("address and port; only 127.0.0.1 is reached from this machine alone")},
    {"host",
     N_("a name by which browsers may call it, besides its address and this machine's own name; may stand "
        "several times")},
    {"backups", N_("folder of the backups that are made on the screen, better on another disk (default: "
                   "beside the store)")},
    {"proxy", N_("a proxy on this machine, which has TLS, stands before it")},
    {0},
};

const struct command serve_command = {
    .name = "serve",
    .group = N_("Collect"),
    .summary = N_("the workstation in a browser: keying, import, review, progress, results"),
    .usage = "[--listen ADDR:PORT] [--host NAME]... [--backups FOLDER] [--proxy]",
    .run = serve_run,
    .options = help,
};
