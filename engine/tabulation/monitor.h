/*
 * monitor: where a survey stands; what was sent, what came back, and what became of it.
 *
 * Every return is in exactly one place of each grouping (association, prefecture, channel, day), what is not
 * stated in a place of its own, so each grouping adds up to the same whole:
 *
 *     received = valid (complete) + duplicate + set aside + void
 *
 * monitor_read checks this, against the store's own counts and over the batches; what does not agree is a
 * fault.
 *
 * Rates follow AAPOR, Standard Definitions (10th edition, 2023), for mail surveys of named addresses, as far
 * as a paper questionnaire lets its categories be known:
 *     complete       counted returns
 *     set aside      returned, but not usable until a person has decided
 *     not returned   sent, without either; refusals and wrong addresses are among them and not told apart
 *     duplicate, void   are no cases of the sample: a sheet too many, or one that was taken back
 * response rate = complete / sent (RR1 with all that was sent taken as eligible); cooperation rate =
 * complete / (complete + set aside), of those who returned anything.
 *
 * Prefecture: of the answer; in a survey that does not ask it, of the association.  Day: the date received.
 * Sent counts that name only a prefecture are its association's where there is just one, and those that name
 * only an association its prefecture's.
 */
#ifndef SHUKEI_ENGINE_TABULATION_MONITOR_H
#define SHUKEI_ENGINE_TABULATION_MONITOR_H

#include "engine/store/store.h"
#include "engine/tabulation/arrival.h"

enum monitor_key { MONITOR_ASSOCIATION, MONITOR_PREFECTURE, MONITOR_CHANNEL, MONITOR_DAY, MONITOR_KEYS };

enum { MONITOR_UNKNOWN = -1 }; /* of sent */

struct monitor_row {
    const char *key;   /* association's id, JIS code, "fax", ISO date; "" when not stated */
    const char *label; /* translated */
    long sent;         /* or MONITOR_UNKNOWN */
    struct reconciliation counts;
};

struct monitor_group {
    struct monitor_row *rows; /* associations and prefectures as in the reference, days in order */
    size_t count;
};

struct monitor {
    const struct questionnaire *q;
    struct monitor_row total; /* sent: all, or MONITOR_UNKNOWN */
    struct monitor_group by[MONITOR_KEYS];
    struct arrival arrival; /* of the valid returns with a day */
    long made_up;           /* of the valid returns (made_up.h) */
    const char *synthetic;  /* what is to be said of those, or NULL */
};

const struct monitor *monitor_read(struct store *store, struct arena *arena, const char *survey,
                                   struct fault *f) FAULT_CHECKED;

const char *monitor_key_name(enum monitor_key key); /* "association", "pref", "channel", "day" */

long monitor_not_returned(
    const struct monitor_row *row); /* MONITOR_UNKNOWN when sent is; never below nought */

#endif
