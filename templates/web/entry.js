// The keying screen.  The form is drawn from the questionnaire; which questions are asked, and what the rules find, the
// server says after every answer (`look`), so routing and rules mean the same everywhere.  Keys that are pressed while it
// is being asked wait in a queue: a fast typist's next digit goes to the question that is next, not to the one before.
import { api, chooseSurvey, el, say, state, Refused } from "./app.js";
import { ask } from "./ask.js";
import { chosen, drawFields, drawQuestion, hint, isWide } from "./entry_form.js";
import { result } from "./jobs.js";
import { paperView } from "./paper.js";
import { sheetName, t } from "./words.js";

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
const sticky = ["association", "channel", "received"];

// Today's work of this person at this machine; it outlives the page, so that "today" is today.
const paceKey = () => `pace ${state.me.account} ${new Date().toLocaleDateString("sv")}`;
let pace = null;
function readPace() {
  try { pace = JSON.parse(localStorage.getItem(paceKey())); } catch { pace = null; }
  pace = pace || { sheets: 0, seconds: 0, presses: 0 };
}

// F2 goes back through these, one by one; they outlive the page.
const savedKey = (survey) => `saved ${state.me.account} ${survey}`;
const keptBack = 50;
function readSaved(survey) {
  try { return JSON.parse(sessionStorage.getItem(savedKey(survey))) || []; } catch { return []; }
}

// What stays from one sheet to the next, also when the page is opened anew.
const keptKey = (survey) => `kept ${state.me.account} ${survey}`;
function readKept(survey) {
  try { return JSON.parse(sessionStorage.getItem(keptKey(survey))) || {}; } catch { return {}; }
}

// A sheet that was on the screen when it was left, and that the server may not have had in time: {who, survey, second, draft}.
let left = null;

class Keying {
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
    this.busy = false;
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
function prefill(k) {
  const association = k.form.associations.find((a) => a.id === k.fields.association);
  if (!association || !k.form.pref || k.answers[k.form.pref]) return false;
  k.answers[k.form.pref] = { options: [association.pref] };
  return true;
}

// --- pace ---

function drawPace(k) {
  const each = (total, digits) => pace.sheets ? (total / pace.sheets).toFixed(digits) : "–";
  return el("p", { class: "pace" }, `${t("today")} ${pace.sheets} ${t("sheets")}　${each(pace.seconds, 1)} ${t("perSheet")}　${each(pace.presses, 1)} ${t("presses")}`,
    el("span", { class: "errors", title: t("errorsNote") }, drawErrors(k.errors)));
}

// Of sheets that were keyed twice and are decided, taken together: nothing tells how one sheet compares.
function drawErrors(told) {
  if (!told) return "";
  if (!Number(told.fields)) return `${t("ownErrors")} –（${t("noneDecided")}）`;
  return `${t("ownErrors")} ${t("per1000")} ${Number(told.per_1000).toFixed(1)}（${told.errors}/${told.fields} ${t("fieldsOf")}・${told.sheets} ${t("sheets")}）`;
}

// --- the screen ---

function screen(second) {
  return async (main) => {
    const survey = await chooseSurvey(main);
    if (!survey) return null;
    const form = await api(`/api/surveys/${encodeURIComponent(state.survey)}/form`);
    readPace();
    const k = new Keying(form, second);
    const base = `/api/surveys/${encodeURIComponent(form.id)}`;
    const box = el("div", { class: "keying" });
    const head = el("div", { class: "head" }), list = el("div", { class: "questions" }), foot = el("div", { class: "foot" });
    box.append(head, list, foot);
    const measureFoot = () => document.documentElement.style.setProperty("--foot", foot.offsetHeight + "px"); // what it covers
    const footSize = new ResizeObserver(measureFoot);
    footSize.observe(foot);
    const view = paperView(second ? {} : { skipped: () => startAgain() });
    main.replaceChildren(el("h1", { class: "hidden" }, t(second ? "again" : "keying")), survey, el("div", { class: "desk" }, view.node, box));

    const sheetNow = el("strong", { class: "sheet-now" }), nameNow = () => `${t("sheet")} ${k.fields.sheet || "—"}`;
    const why = el("input", { id: "why", "aria-label": t("why"), placeholder: t("why"), list: "whys", autocomplete: "off" });
    const whys = el("datalist", { id: "whys" }, t("usualWhys").split("|").map((reason) => el("option", { value: reason })));
    const actions = {
      pick(question, option) { k.at = k.stops().indexOf(question); toggle(question, option); },
      go(question) { const at = k.stops().indexOf(question); if (at >= 0 && at !== k.at) { k.at = at; k.noting = null; draw(); } },
      field(name, value) { k.fields[name] = value; if (name === "sheet") sheetNow.textContent = nameNow(); if (name === "association" && prefill(k)) settled(); touched(); },
      left(name) { if (name === "sheet" || name === "association") leaveHead(); },
      note(question, value) { k.answers[question.id].note = value; touched(); },
      empty(question) { silence(question, "no_answer"); },
      type(question, part, value) {
        k.answers[question.id] = { ...(k.answers[question.id] || {}), [part]: value };
        delete k.answers[question.id].state;
        delete k.answers[question.id].note;
        if (!value && part === "text") delete k.answers[question.id];
        k.typed = true;
        touched();
      },
      prefecture(question, prefecture, alone = false) { k.answers[question.id] = { options: [prefecture.id] }; k.at = k.stops().indexOf(question); next(alone); },
      nudge: (text) => nudge(text, true),
      pressed() { if (!k.started) k.started = Date.now(); k.presses++; },
    };

    function drawFoot() {
      const atEnd = !k.current();
      sheetNow.textContent = nameNow();
      foot.replaceChildren(sheetNow, ...(k.editing
        ? [el("p", { class: "note" }, t("editing") + "　" + sheetName(k.fields.sheet, k.editing)), why, whys,
           el("button", { type: "button", class: "primary", id: "save", onclick: save }, t("saveEdit")),
           el("button", { type: "button", onclick: startAgain }, t("cancel"))]
        : [el("button", { type: "button", class: "primary" + (atEnd ? " here" : ""), id: "save", onclick: save }, t("save")),
           k.saved.length && !second ? el("button", { type: "button", id: "last", onclick: openLast }, t("last")) : null,
           el("button", { type: "button", onclick: clear }, t("clear"))].filter(Boolean)),
        el("p", { class: "keys" }, (k.noting ? t("hint_note") : hint(k.current())) + "　" + t(second ? "keysSecond" : "keysAlways"), view.paper() ? [el("br"), t(second ? "paperKeysShort" : "paperKeys")] : null), drawPace(k));
    }

    // What is found of the whole sheet.
    const told = el("div");
    const drawTold = () => told.replaceChildren(...k.findings.filter((f) => !f.question).map((f) => el("p", { class: "finding " + f.severity }, f.message)));

    function draw(focus = true) {
      if (k.composing) { k.drawLater = true; return; } // a word that is being converted would be lost
      head.replaceChildren(second ? el("p", { class: "note" }, t("again1")) : "", k.none ? el("p", { class: "finding warning" }, t("nothingWaits")) : "", k.others ? el("p", { class: "finding warning" }, t("otherWindow")) : "",
        drawFields(k, actions), pace.sheets || k.editing || k.none ? "" : el("p", { class: "note" }, t(second ? "firstSecond" : "firstSheet")),
        ...k.noted.map((n) => el("p", { class: "note" }, `${n.at.slice(0, 16).replace("T", " ")}　${n.who}：${n.why}`)),
        told);
      drawTold();
      list.replaceChildren(...k.questions.map((question) => drawQuestion(k, question, actions)));
      drawFoot();
      if (!list.isConnected) return; // another screen may have been opened while the server was asked
      const here = k.current();
      view.follow(here ? here.id : null);
      measureFoot();
      if (!focus || document.querySelector("dialog[open]")) return;
      const part = here && (k.noting === here.id ? "-note" : "-words");
      const input = here && (document.getElementById("in-" + here.id + part) || document.getElementById("in-" + here.id));
      if (input) { input.focus(); if (input.tagName === "INPUT") input.select(); }
      else if (here) { document.activeElement.blur(); }
      else document.getElementById("save").focus();
      const shown = here ? document.getElementById("q-" + here.id) : foot;
      shown.scrollIntoView({ block: "nearest" });
    }

    // All but what is being keyed.
    function drawBehind() {
      const here = k.current();
      for (const question of k.questions) if (question !== here) document.getElementById("q-" + question.id)?.replaceWith(drawQuestion(k, question, actions));
      drawTold();
      if (here) document.getElementById("q-" + here.id)?.scrollIntoView({ block: "nearest" });
    }

    // --- the sheet's picture ---

    // The next sheet that waits, with its number; none is asked for again at once where none was.
    let asked = -Infinity;
    async function nextPaper() {
      if (!view.paper() && Date.now() - asked < 30000) return;
      asked = Date.now();
      const { paper, waiting } = await api(base + "/papers", { second });
      showPaper(paper, waiting);
      if (!paper) return;
      asked = -Infinity;
      k.paper = paper.id;
      k.fields.channel = k.fields.channel || "fax";
      k.fields.sheet = paper.sheet || "";
      if (paper.association) { k.fields.association = paper.association; prefill(k); }
    }

    function showPaper(paper, waiting) { view.show(paper, waiting); }

    async function paperOf(id) {
      if (!id) { showPaper(null); return; }
      try { showPaper((await api("/api/papers/" + id)).paper); } catch { showPaper(null); }
    }

    async function startAgain() {
      if (takeUp()) { await paperOf(k.paper); await settled(); return; }
      k.begin();
      asked = -Infinity;
      try { await nextPaper(); await propose(); } catch (error) { say(error.message, true); }
      await settled();
      if (k.paper) leaveHead("Enter");
    }

    // --- its number ---

    const numberPath = (sheet) => `${base}/number?second=${second ? 1 : 0}&sheet=${encodeURIComponent(sheet)}&association=${encodeURIComponent(k.fields.association || "")}`;

    function take(next) {
      k.fields.sheet = next.sheet || "";
      k.none = second && !next.sheet;
      if (next.association) { k.fields.association = next.association; prefill(k); }
      if (next.sheet) k.checked = k.number();
    }

    // A sheet without a number gets the next one; for a second keying, of a sheet that waits for it.
    async function propose() { if (!k.fields.sheet) take((await api(numberPath(""))).next); }

    function headFocus(name = "sheet") {
      const field = document.getElementById("f-" + name);
      if (!field) return;
      field.focus();
      if (field.select) field.select();
    }

    // Whether one may go on with this number.  It is asked about before there is anything to lose.
    async function checkNumber() {
      if (k.editing || k.checked === k.number() || k.meant === k.number()) return true;
      const told = await api(numberPath(k.fields.sheet || ""));
      if (!told.sheet) {
        k.queue = [];
        take(told.next);
        draw(false);
        nudge(t(told.next.sheet ? "numberMissing" : second ? "nothingWaits" : "numberWanted"), true);
        return "sheet";
      }
      k.fields.sheet = told.sheet;
      if (told.state === "free") { k.checked = k.number(); return true; }
      k.queue = [];
      return askNumber(told);
    }

    const said = (next) => next.sheet ? `（${t(second ? "nextWaiting" : "nextFree")} ${next.sheet}）` : "";

    // What waits while another sheet is open: the sheet in hand under the number that it had, or else the next one.
    function standBack(next) {
      const stood = k.checked || k.meant;
      if (k.passed.size && stood) k.fields.sheet = stood.split("\n")[0];
      else take(next);
    }

    async function askNumber(told) {
      const choices = [["number", t("otherNumber") + said(told.next)]];
      if (told.state === "several") choices[0] = ["association", t("chooseAssociation")];
      if (told.return) choices.push(["open", t("openSaved")]);
      if (told.state === "taken" && told.again) choices.push(["again", t("keyAgain")]);
      if (told.state === "no_first") choices.push(["keying", t("keyFirst")]);
      if (!second || told.state === "held") choices.push(["same", t(told.state === "held" ? "keepNumber" : "anotherSheet")]);
      const answer = await ask(told.message, choices);
      if (answer === "same") { k.meant = k.number(); return true; }
      if (answer === "open") standBack(told.next);
      if (answer === "open") { openReturn(told.return); return null; }
      if (answer === "again" || answer === "keying") { leaveFor(`${answer}/sheet/${encodeURIComponent(told.sheet)}`); return null; }
      if (answer === "number") take(told.next);
      draw(false);
      return answer === "association" ? "association" : "sheet";
    }

    // To the other screen with the same sheet in hand: nothing of it stays behind when there was only its number.
    async function leaveFor(hash) {
      if (!k.passed.size) await dropDraft();
      location.hash = hash;
    }

    // Leaving the fields above the questions, by Enter or otherwise: true goes on, a word is the field to go back to.
    async function leaveHead(by) {
      if (k.checking) return;
      k.checking = k.busy = true;
      k.entering = by === "Enter"; // what is typed from now on is meant for the questions
      let go = false;
      try { go = await checkNumber(); }
      catch (error) { say(error.message, true); }
      k.checking = k.busy = k.entering = false;
      if (typeof go === "string") { headFocus(go); return; }
      if (go === null) return;
      if (by === "Enter") draw();
      else { document.getElementById("f-sheet").value = k.fields.sheet || ""; drawFoot(); }
      while (k.queue.length && !k.busy) feed(k.queue.shift());
    }

    // --- what the server says ---

    async function look() {
      const turn = ++k.turn, answer = await api(base + "/look", { sheet: k.sheet() });
      if (turn !== k.turn) return false;
      const here = k.current();
      k.asked = new Set(answer.asked);
      k.findings = answer.findings;
      k.at = here ? Math.max(0, k.questions.filter((q) => k.asked.has(q.id) && k.questions.indexOf(q) < k.questions.indexOf(here)).length) : k.stops().length;
      return true;
    }

    // What comes next depends on the answers to a few questions, and only after these is the server waited for.  After all others the
    // hand goes on at once, so that a word which an input method is making begins where it belongs; what the rules find is shown
    // when it is there, beside what is being keyed.
    function after(question, step) {
      if (question && question.routes) { settled(step); return; }
      if (k.nudged) { k.nudged = false; say(""); }
      if (step) step();
      draw();
      look().then((news) => { if (news && !k.busy) drawBehind(); }, (error) => say(error.message, true));
    }

    // What is said of a key goes when the next one has done its work.
    function nudge(text, grave = false) { k.nudged = true; say(text, grave); }

    async function settled(step) {
      k.busy = true;
      if (k.nudged) { k.nudged = false; say(""); }
      try { await look(); if (step) step(); }
      catch (error) { say(error.message, true); }
      k.busy = false;
      draw();
      while (k.queue.length && !k.busy) feed(k.queue.shift());
    }

    // landed: the answer itself went on (one digit of a single answer), nobody pressed a key for it.
    function next(landed = false) {
      const question = k.current();
      if (question) k.passed.add(question.id);
      k.pending = "";
      k.noting = null;
      touched();
      after(question, () => { k.at = Math.min(k.at + 1, k.stops().length); k.landed = landed; });
    }
    function back() { k.pending = ""; k.noting = null; k.landed = false; k.at = Math.max(0, k.at - 1); draw(); }

    // Enter after an answer that went on by itself is a habit of the hand: it would pass by the next question unseen.  It does so
    // when it is pressed again; and 0 says "no answer" at once.  At the end Enter saves, always.
    function enter() {
      const question = k.current();
      if (k.landed && question && !k.answers[question.id]) { k.landed = false; nudge(t("strayEnter")); return; }
      next();
    }

    function toggle(question, option) {
      const now = chosen(k, question);
      if (question.kind !== "multi") { k.answers[question.id] = { options: [option.id] }; if (option.other) { touched(); after(question); } else next(true); return; }
      const options = now.includes(option.id) ? now.filter((id) => id !== option.id) : [...now, option.id];
      const words = (k.answers[question.id] || {}).words;
      if (options.length) k.answers[question.id] = { options, ...(words ? { words } : {}) };
      else delete k.answers[question.id];
      touched();
      after(question);
    }

    function silence(question, name) {
      if (name === "no_answer") delete k.answers[question.id];
      else k.answers[question.id] = { state: name };
      next();
    }

    // Invalid, and why: the words are written where it stands.
    function invalidBecause(question) {
      const note = (k.answers[question.id] || {}).note;
      k.answers[question.id] = { state: "invalid", ...(note ? { note } : {}) };
      k.noting = question.id;
      k.pending = "";
      touched();
      after(question);
    }

    // Two digits where an option has two; the second is not waited for where none can follow (4, with options up to 12).
    function digit(question, key) {
      k.pending += key;
      const follows = isWide(question) && k.pending.length === 1 && (key === "0" || question.options.some((o) => Math.floor(o.key / 10) === Number(key)));
      if (follows) draw(false); else choose(question);
    }

    function choose(question) {
      const number = k.pending, option = question.options.find((o) => o.key === Number(number));
      k.pending = "";
      if (option) toggle(question, option);
      else if (Number(number) === 0) silence(question, "no_answer");
      else { nudge(`${number}：${t("noSuchOption")}`, true); draw(false); }
    }

    // A key that waited in the queue: it belongs to the question that is current now, be that one of digits or of text.
    function feed(key) {
      const question = k.current();
      const input = question && document.getElementById("in-" + question.id);
      if (!input || document.activeElement !== input) { press(key); return; }
      if (key === "Enter") { if (!input.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }))) return; enter(); }
      else if (key === "ArrowUp") back();
      else if (key.length === 1) {
        k.landed = false;
        input.value = input.selectionStart === input.selectionEnd ? input.value + key : key;
        input.dispatchEvent(new Event("input"));
      }
    }

    // One key on a question that is answered by keys.
    function press(key) {
      if (k.busy) { k.queue.push(key); return; }
      const question = k.current();
      if (!question) { if (key === "Enter") save(); else if (key === "-" || key === "ArrowUp") back(); return; }
      if (k.pending && key === "Enter") { choose(question); return; }
      if (k.pending && key === "-") { k.pending = ""; draw(false); return; }
      if (key === "Enter") { enter(); return; }
      k.landed = false;
      if (key === " " || key === "+" || key === "ArrowDown") next();
      else if (key === "-" || key === "ArrowUp") back();
      else if (key === "*") silence(question, "invalid");
      else if (key === "/") invalidBecause(question);
      else if (key === ".") silence(question, "none");
      else if (key === "0" && question.options && !isWide(question) && !question.options.some((o) => o.key === 0)) silence(question, "no_answer");
      else if (question.options && /^[0-9]$/.test(key)) digit(question, key);
    }

    // A field may be come to by Tab: what is keyed there belongs to its own question.
    function standAt(question, part) {
      const at = question ? k.stops().indexOf(question) : -1;
      if (at < 0 || at === k.at) return;
      k.at = at;
      k.noting = part === "note" ? question.id : null;
    }

    // Nothing is written, or all that is written is selected, as it is when one comes back to it.
    const untouched = (input) => !input.value || (input.tagName === "INPUT" && input.type !== "date" && input.selectionStart === 0 && input.selectionEnd === input.value.length);

    function onKey(event) {
      if (event.isComposing || event.keyCode === 229 || document.querySelector("dialog[open]") || view.key(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!k.started) k.started = Date.now();
      k.presses++;
      const key = event.key.length === 1 ? event.key.normalize("NFKC") : event.key; // ３ is 3
      if (key === "F2" && k.saved.length && !second) { event.preventDefault(); openLast(); return; }
      if (key === "F4") { event.preventDefault(); headFocus(); return; }
      const target = event.target, part = target.dataset ? target.dataset.part : null;
      const typing = target.matches && target.matches("input, textarea, select");
      if (k.busy && (!typing || part || k.entering) && (key.length === 1 || ["Enter", "ArrowUp", "ArrowDown"].includes(key))) {
        event.preventDefault();
        k.queue.push(key);
        return;
      }
      if (typing) {
        if (key !== "Enter") k.landed = false;
        const question = part ? k.byId.get(target.dataset.question) : null;
        standAt(question, part);
        const free = question && part !== "words" && untouched(target);
        if (key === "Enter" && target.id === "why") { event.preventDefault(); save(); }
        else if (key === "Enter" && !event.shiftKey) {
          event.preventDefault();
          if (part) enter(); else leaveHead("Enter");
        } else if (free && part !== "note" && (key === "*" || key === "/")) { event.preventDefault(); if (key === "*") silence(question, "invalid"); else invalidBecause(question); }
        else if (free && key === "-" && (part === "note" || question.kind !== "text")) { event.preventDefault(); back(); }
        else if (question && key === "ArrowUp" && (part === "note" || question.kind !== "text")) { event.preventDefault(); back(); }
        return;
      }
      if (target.matches && target.matches("button, a") && (key === "Enter" || key === " ") && target.id !== "save") return;
      if (/^[0-9]$/.test(key) || ["Enter", " ", "+", "-", "*", "/", ".", "ArrowUp", "ArrowDown"].includes(key)) {
        event.preventDefault();
        press(key);
      }
    }

    // A word that is being converted: nothing is drawn anew under it.
    const composing = (event) => {
      k.composing = event.type === "compositionstart";
      if (k.composing || !k.drawLater) return;
      k.drawLater = false;
      setTimeout(draw, 0);
    };

    // --- saving ---

    let timer = 0;
    function touched() {
      k.dirty = true;
      if (!k.started) k.started = Date.now();
      clearTimeout(timer);
      timer = setTimeout(keepDraft, 1500);
    }
    let keeping = Promise.resolve(); // until the last draft has arrived
    function keepDraft(options) {
      clearTimeout(timer);
      if (!k.dirty || k.editing) return keeping;
      k.dirty = false;
      keeping = keepNow(options);
      return keeping;
    }
    async function keepNow(options) {
      try {
        const key = k.key, { saved } = await api(`${base}/draft?second=${second ? 1 : 0}`, k.draft(), options);
        if (saved && key === k.key) savedElsewhere(saved);
      } catch { k.dirty = true; }
    }

    async function dropDraft() {
      clearTimeout(timer);
      k.dirty = false;
      await keeping;
      try { await api(`${base}/draft?second=${second ? 1 : 0}`, null); } catch { /* the next draft replaces it */ }
    }

    // Another window of the same person had this sheet, too, and was first.  What stands here is a sheet of its own from now on.
    function savedElsewhere(id) {
      k.key = newKey();
      k.checked = k.meant = null;
      say(`${t("savedElsewhere")}　${sheetName(k.fields.sheet, id)}`, true);
      leaveHead();
    }
    const hidden = () => { if (document.visibilityState === "hidden") keepDraft({ keepalive: true }); };

    function remember(answer) {
      pace.sheets++;
      pace.seconds += (Date.now() - k.started) / 1000;
      pace.presses += k.presses;
      try { localStorage.setItem(paceKey(), JSON.stringify(pace)); } catch { /* nothing is lost but the pace */ }
      if (!second) k.saved = [...k.saved.filter((id) => id !== answer.id), answer.id].slice(-keptBack);
      try { sessionStorage.setItem(savedKey(form.id), JSON.stringify(k.saved)); } catch { /* the page knows them */ }
      for (const name of sticky) k.kept[name] = k.fields[name];
      if (second && answer.next.association) k.kept.association = answer.next.association;
      k.kept.sheet = answer.next.sheet || "";
      try { sessionStorage.setItem(keptKey(form.id), JSON.stringify({ ...k.kept, sheet: "" })); } catch { /* the page knows them */ }
    }

    // Asked for once: questions that nobody has come to would be stored as not answered.
    function unseen() {
      const left = k.editing ? 0 : k.stops().filter((q) => !k.answers[q.id] && !k.passed.has(q.id)).length;
      if (!left || k.warned === left) return false;
      k.warned = left;
      nudge(t("unseen").replace("%", left), true);
      return true;
    }

    async function send() {
      if (k.editing) {
        await api("/api/returns/" + k.editing, { sheet: k.sheet(), why: why.value, revision: k.revision, unless_taken: k.meant !== k.number() });
        say(t("saved") + "　" + sheetName(k.fields.sheet, k.editing));
        why.value = "";
        return;
      }
      const answer = await api(base + "/sheets", { key: k.key, second, paper: k.paper, sheet: k.sheet(), unless_taken: k.meant !== k.number() });
      const status = { set_aside: "setAside", duplicate: "duplicate" }[answer.status] || "saved";
      say(`${t(status)}　${sheetName(k.fields.sheet, answer.id)}`, status !== "saved");
      remember(answer);
    }

    // What comes after a saved sheet: the one that waited meanwhile, or the next.
    async function goOn() {
      if (takeUp()) { await paperOf(k.paper); return; }
      k.begin();
      if (k.fields.sheet) k.checked = k.number();
      k.landed = true; // the Enter that saved may come twice
      // The sheet is saved all the same.
      await nextPaper().then(propose).catch((error) => say(error.message, true));
    }

    // It was not saved because of its number: what to do about that is asked, and nothing that was keyed is lost.
    async function refused(error) {
      k.queue = [];
      if (error.status !== 409) { say(error.message, true); return null; }
      if (k.editing) { if (!await takeIn(error.message)) { k.meant = k.number(); say(error.message, true); } return null; }
      const told = await api(numberPath(k.fields.sheet || ""));
      if (told.state === "free") { say(error.message, true); return null; }
      k.key = newKey();
      k.checked = k.meant = null;
      return askNumber(told);
    }

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

    async function save() {
      if (k.busy || unseen()) return;
      if (k.editing && !why.value.trim()) { say(t("whyMissing"), true); why.focus(); return; }
      let go = null;
      k.busy = true;
      clearTimeout(timer);
      try { await send(); await goOn(); }
      catch (error) {
        if (!(error instanceof Refused)) throw error;
        try { go = await refused(error); } catch (again) { say(again.message, true); }
      } finally { k.busy = false; }
      if (typeof go === "string") { headFocus(go); return; }
      draw();
      if (k.editing) why.focus(); // it was not saved: Enter tries again
      if (k.paper && !k.editing) leaveHead("Enter");
      while (k.queue.length && !k.busy) feed(k.queue.shift());
    }

    // How often one's keying was decided against: counted by the server when a person has decided, asked for now and then.
    async function ownErrors() {
      try {
        const { told } = await result({ do: "own-errors" });
        k.errors = told && told[0];
        foot.querySelector(".errors")?.replaceChildren(drawErrors(k.errors));
      } catch { /* beside the point of this screen */ }
    }

    // The last sheet; from a saved one, the one before it.
    const openLast = () => {
      const at = k.saved.indexOf(k.editing);
      openReturn(k.saved[at > 0 ? at - 1 : at === 0 ? 0 : k.saved.length - 1]);
    };

    // The sheet that was being keyed waits, and comes back when the correction is saved or given up.
    async function openReturn(id) {
      try {
        await keepDraft();
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
        await paperOf(found.paper);
        await settled();
      } catch (error) { say(error.message, true); }
    }

    function takeUp() {
      if (!k.stash) return false;
      k.begin();
      Object.assign(k, k.stash);
      k.stash = null;
      return true;
    }

    async function clear() {
      if (Object.keys(k.answers).length && !confirm(t("clearSure"))) return;
      await dropDraft();
      await startAgain();
    }

    // #keying/12 corrects return 12; #again/sheet/12 begins with that number.
    const [, what, number] = location.hash.split("/").map(decodeURIComponent);
    const mine = left && left.who === state.me.account && left.survey === form.id && left.second === second ? left.draft : null;
    const { draft } = what ? {} : mine ? { draft: mine } : await api(`${base}/draft?second=${second ? 1 : 0}`);
    left = null;
    if (draft) {
      k.key = draft.key || k.key;
      k.answers = draft.answers || {};
      k.fields = draft.fields || {};
      k.paper = draft.paper || 0;
      k.passed = new Set(draft.passed || []);
      k.dirty = Boolean(mine);
      say(t("draft"));
      await paperOf(k.paper);
    } else if (what === "sheet") { k.fields.sheet = number; }
    else if (!what) { await nextPaper(); }
    if (!draft && what !== "sheet" && (!what || second)) await propose();
    await settled(() => { if (draft && k.byId.has(draft.at)) k.at = Math.max(0, k.stops().indexOf(k.byId.get(draft.at))); });
    if (what && what !== "sheet" && !second) { await openReturn(what); k.stash = null; }
    // A new sheet begins with its number; one that comes back, where it was left.
    else if (!draft && !k.paper) headFocus();
    if (draft || what === "sheet" || k.paper) leaveHead("Enter");

    // Two windows of one person share one draft, and neither knows of the other.
    const channel = new BroadcastChannel("shukei keying"), mark = `${state.me.account} ${form.id} ${second}`;
    const others = (are) => { if (k.others !== are) { k.others = are; draw(false); } };
    channel.onmessage = ({ data }) => {
      if (data.mark !== mark) return;
      others(data.is !== "gone");
      if (data.is === "new") channel.postMessage({ mark, is: "here" });
      if (data.is === "gone") channel.postMessage({ mark, is: "new" }); // is there a third?
    };
    channel.postMessage({ mark, is: "new" });
    const gone = () => channel.postMessage({ mark, is: "gone" });
    ownErrors();
    const asking = setInterval(ownErrors, 600000);
    document.addEventListener("keydown", onKey);
    document.addEventListener("visibilitychange", hidden);
    for (const name of ["compositionstart", "compositionend"]) document.addEventListener(name, composing);
    addEventListener("pagehide", gone);
    const who = state.me.account;
    return () => {
      if (k.dirty && !k.editing) left = { who, survey: form.id, second, draft: k.draft() };
      keepDraft().then(() => { if (!k.dirty) left = null; });
      gone();
      channel.close();
      footSize.disconnect();
      document.documentElement.style.removeProperty("--foot");
      removeEventListener("pagehide", gone);
      for (const name of ["compositionstart", "compositionend"]) document.removeEventListener(name, composing);
      clearInterval(asking);
      view.end();
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("visibilitychange", hidden);
    };
  };
}

export const first = screen(false);
export const second = screen(true);
