// The sheet in hand: its answers and fields, where one stands on it, and what is remembered from one sheet to the next.  It knows nothing
// of the screen; entry.js draws it, entry_keys.js, entry_number.js and entry_correct.js change it.
//
//     const k = new Keying(form, second);          // form: what /form says of the questionnaire
//     k.begin();                                   // an empty sheet, with what stays from the one before
//     k.sheet();  k.draft();  k.keep();            // as it is saved; as it survives a lost tab; as it waits on this page
import { state } from "./app.js";

export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

// F2 goes back through these, one by one; they outlive the page.
export const savedKey = (survey) => `saved ${state.me.account} ${survey}`;
export const keptBack = 50;
function readSaved(survey) {
  try { return JSON.parse(sessionStorage.getItem(savedKey(survey))) || []; } catch { return []; }
}

// What stays from one sheet to the next, also when the page is opened anew.
export const keptKey = (survey) => `kept ${state.me.account} ${survey}`;
function readKept(survey) {
  try { return JSON.parse(sessionStorage.getItem(keptKey(survey))) || {}; } catch { return {}; }
}

export class Keying {
  constructor(form, second) {
    this.form = form;
    this.second = second;
    this.questions = form.questions;
    this.byId = new Map(form.questions.map((q) => [q.id, q]));
    this.kept = readKept(form.id);
    this.saved = readSaved(form.id); // numbers of what was saved here, the last one at the end
    this.editing = null;
    this.stash = null; // the sheet that waits while a saved one is corrected
    this.others = false; // this screen is open in another window, too
    this.errors = null;
    this.queue = [];
    this.busy = 0; // actions under way that may ask, or change what is on the screen: keys wait for them
    this.entering = 0; // of these, the ones that a key or a click has left the fields for: every key waits
    this.turn = 0; // of asking the server what it says: only the last answer counts
    this.begin();
  }

  begin() {
    this.key = newKey();
    this.turn++;
    this.answers = {};
    this.fields = { ...this.kept };
    this.asked = new Set(this.questions.filter((q) => !q.routed).map((q) => q.id));
    this.findings = [];
    this.at = 0;
    this.pending = "";
    this.landed = false; // one came here by the last answer itself, without a key to go on
    this.started = 0;
    this.presses = 0;
    this.editing = null;
    this.noted = [];
    this.passed = new Set(); // questions that a key went on from: what has no answer there was seen to have none
    this.noting = null; // the question whose note is being written
    this.warned = 0; // of so many questions that nobody has looked at
    this.checked = this.meant = null; // the number that the server found right; that a person said is right
    this.paper = 0;
    this.dirty = false;
    prefill(this);
  }

  number() { return `${this.fields.sheet || ""}\n${this.fields.association || ""}`; }

  draft() { const here = this.current(); return { key: this.key, paper: this.paper, passed: [...this.passed], at: here && here.id, ...this.sheet() }; }

  // What is on the screen but not stored, to be taken up again.
  keep() {
    const { key, answers, fields, asked, findings, at, started, presses, passed, checked, meant, paper, dirty } = this;
    return { key, answers, fields, asked, findings, at, started, presses, passed, checked, meant, paper, dirty };
  }

  sheet() {
    return { fields: Object.fromEntries(Object.entries(this.fields).filter(([, v]) => v)), answers: this.answers };
  }

  // What can be stood on: the asked questions, and after them the save button.
  stops() { return this.questions.filter((q) => this.asked.has(q.id)); }
  current() { return this.stops()[this.at] || null; }
}

// The association's own prefecture is nearly always the institution's: it stands there to be confirmed or keyed over.
export function prefill(k) {
  const association = k.form.associations.find((a) => a.id === k.fields.association);
  if (!association || !k.form.pref || k.answers[k.form.pref]) return false;
  k.answers[k.form.pref] = { options: [association.pref] };
  return true;
}
