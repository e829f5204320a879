/*
 * online: the questionnaire as a page that institutions answer themselves.
 *
 * The page is plain HTML made here from the questionnaire, and works without JavaScript, on a phone, and for a screen
 * reader: a fieldset with its legend for every question with options, a label for every field, what is wrong listed at the
 * top with links and beside each question.  Questions that are asked of some only say of whom, in the words of their base.
 *
 * The form that comes back is made into a sheet (importers/web/entry.h) and so read by the same code as a keyed one.  A
 * field is named after its question; `ID.words` are the words beside an option.
 */
#ifndef SHUKEI_IMPORTERS_WEB_ONLINE_H
#define SHUKEI_IMPORTERS_WEB_ONLINE_H

#include "engine/web/web.h"
#include "importers/web/entry.h"

struct online_page {
    const struct questionnaire *q;
    const struct response *response; /* what is filled in */
    const struct findings *findings; /* what is to be looked at, or NULL */
    const char *action, *key;        /* where it is sent, and the sheet's key (engine/store/sitting.h) */
    const char *association;         /* name, or NULL */
    const char *until;               /* last day of the field period, or NULL */
    bool correcting;                 /* it was answered before */
};

/* In the questionnaire's language. */
void online_form(struct arena *arena, const struct online_page *page, struct strbuf *out);
/* receipt: its number.  link: path by which it can be corrected, at the origin "https://forms.example". */
void online_receipt(const struct questionnaire *q, const char *receipt, const char *origin, const char *link,
                    const char *until, struct strbuf *out);
/* A page with one sentence. */
void online_notice(const char *lang, const char *title, const char *text, struct strbuf *out);

/* The fields of a form as {"answers": {...}}. */
void online_sheet(const struct web_request *request, const struct questionnaire *q, struct strbuf *out);

#endif
