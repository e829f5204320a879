// A saved sheet on the screen, to be corrected; the sheet that was being keyed waits meanwhile (`k.stash`) and comes back after it.
// A correction knows at which revision the sheet was opened: what somebody else has corrected since is not undone unseen but taken in.
//
//     Object.assign(d, correcting(d));             // d: the keying screen (entry.js)
//     await d.openReturn(12);  d.openLast();
//     if (d.takeUp()) ...                          // what waited is on the screen again
import { api, say } from "./app.js";
import { t } from "./words.js";

export function correcting(d) {
  const { k } = d;

  // Another person has corrected it meanwhile: what was not touched here is taken from there, and it is saved when the operator
  // has seen it.  Where both have changed the same, it is said, and what was keyed here stays on the screen.
  async function takeIn(message) {
    const found = await api("/api/returns/" + k.editing);
    if (found.revision === k.revision) return false;
    const both = [], same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
    for (const part of ["answers", "fields"]) {
      const was = k.opened[part], theirs = found.sheet[part], mine = k[part];
      for (const id of new Set([was, theirs, mine].flatMap(Object.keys))) {
        if (same(theirs[id], was[id]) || same(theirs[id], mine[id])) continue;
        if (!same(mine[id] || undefined, was[id])) { const q = k.byId.get(id); both.push(q ? `${q.number}　${q.label}` : t(id)); }
        else if (id in theirs) mine[id] = theirs[id];
        else delete mine[id];
      }
    }
    k.revision = found.revision;
    k.opened = structuredClone(found.sheet);
    k.noted = found.noted;
    say(`${message}${t("takenIn")}${both.length ? `　${t("bothChanged")}${both.join("、")}` : ""}`, true);
    return true;
  }

  // The last sheet; from a saved one, the one before it.
  const openLast = () => {
    const at = k.saved.indexOf(k.editing);
    openReturn(k.saved[at > 0 ? at - 1 : at === 0 ? 0 : k.saved.length - 1]);
  };

  // The sheet that was being keyed waits, and comes back when the correction is saved or given up.
  const openReturn = (id) => d.held(() => opened(id)).then(d.drain);
  async function opened(id) {
    try {
      await d.keepDraft();
      const found = await api("/api/returns/" + id);
      const waiting = k.editing ? k.stash : k.keep();
      k.begin();
      k.stash = waiting;
      k.editing = found.id;
      k.revision = found.revision;
      k.opened = structuredClone(found.sheet);
      k.noted = found.noted;
      k.answers = found.sheet.answers;
      k.fields = found.sheet.fields;
      await d.paperOf(found.paper);
      await d.settled();
      if (found.first_look) say(t("firstLook"));
    } catch (error) {
      k.queue = []; // meant for the sheet that did not come
      say(error.message, true);
    }
  }

  function takeUp() {
    if (!k.stash) return false;
    k.begin();
    Object.assign(k, k.stash);
    k.stash = null;
    return true;
  }

  return { takeIn, openLast, openReturn, takeUp };
}
