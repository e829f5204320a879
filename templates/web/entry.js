// The keying screen.  The form is drawn from the questionnaire; which questions are asked, and what the rules find, the
// server says after every answer (`look`), so routing and rules mean the same everywhere.  Keys that are pressed while it
// is being asked wait in a queue: a fast typist's next digit goes to the question that is next, not to the one before.
import { api, chooseSurvey, el, say, state, Refused } from "./app.js";
import { result } from "./jobs.js";
import { paperView } from "./paper.js";
import { t } from "./words.js";

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

class Keying {
  constructor(form, second) {
    this.form = form;
    this.second = second;
    this.questions = form.questions;
    this.byId = new Map(form.questions.map((q) => [q.id, q]));
    this.kept = {};
    this.saved = readSaved(form.id); // numbers of what was saved here, the last one at the end
    this.editing = null;
    this.errors = null;
    this.queue = [];
    this.busy = false;
    this.begin();
  }

  begin() {
    this.key = newKey();
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
    this.paper = 0;
    this.dirty = false;
    prefill(this);
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

// --- drawing ---

const isWide = (question) => question.options.some((o) => o.key > 9);

function optionKey(question, option) {
  return isWide(question) ? String(option.key).padStart(2, "0") : String(option.key);
}

// What the keys do at this question: one line, where one looks for it.
function hint(question) {
  if (!question) return t("hint_save");
  if (question.options && question.kind !== "prefecture") return t("hint_" + (question.kind === "multi" ? "multi" : "single") + (isWide(question) ? "_wide" : ""));
  return t("hint_" + question.kind);
}

function chosen(k, question) { return (k.answers[question.id] || {}).options || []; }

function drawOption(k, question, option, actions) {
  const on = chosen(k, question).includes(option.id);
  return el("li", {}, el("button", { type: "button", tabindex: "-1", class: "option", "aria-pressed": String(on),
    onclick: () => actions.pick(question, option) },
    el("kbd", {}, optionKey(question, option)), el("span", {}, option.text || option.label)));
}

const stateNames = { no_answer: "noAnswer", invalid: "invalid", none: "none" };

function drawQuestion(k, question, actions) {
  const answer = k.answers[question.id] || {}, asked = k.asked.has(question.id);
  const here = k.current() === question;
  const body = [];
  if (question.options) body.push(el("ol", { class: "options" }, question.options.map((o) => drawOption(k, question, o, actions))));
  const other = (question.options || []).find((o) => o.other && chosen(k, question).includes(o.id));
  if (other) body.push(field(k, question, "words", t("other"), actions));
  if (question.kind === "prefecture") body.push(drawPrefecture(k, question, actions));
  if (["number", "date", "text"].includes(question.kind)) body.push(field(k, question, "text", question.label, actions));
  // Softly: what is still to be keyed is not yet found to be missing.
  const passed = k.questions.indexOf(question) < (k.current() ? k.questions.indexOf(k.current()) : Infinity);
  const findings = k.findings.filter((f) => f.question === question.id && (passed || k.answers[question.id]));
  return el("section", { class: "question" + (here ? " here" : "") + (asked ? "" : " not-asked") + (question.parent ? " nested" : ""),
    id: "q-" + question.id, "aria-current": here ? "step" : false, onclick: () => actions.go(question) },
    el("h2", {}, el("span", { class: "number" }, question.number || ""), question.group ? question.group + "：" : "", question.label,
      here && k.pending ? el("em", { class: "state pending" }, k.pending + "_") : null,
      answer.state ? el("em", { class: "state" }, t(stateNames[answer.state])) : null,
      asked && passed && !k.answers[question.id] ? el("em", { class: "state skipped" }, t("noAnswer")) : null,
      asked ? null : el("em", { class: "state" }, t("notAsked"))),
    here && question.text !== question.label ? el("p", { class: "wording" }, question.text) : null,
    asked ? body : null,
    findings.map((f) => el("p", { class: "finding " + f.severity }, f.message, f.suggestion ? el("small", {}, f.suggestion) : null)));
}

function field(k, question, part, label, actions) {
  const value = (k.answers[question.id] || {})[part] || "";
  const attributes = { id: "in-" + question.id + (part === "words" ? "-words" : ""), "aria-label": label, value, "data-question": question.id, "data-part": part,
    oninput: (event) => actions.type(question, part, event.target.value) };
  if (question.kind === "text" && part === "text") return el("textarea", { rows: "3", ...attributes });
  return el("span", { class: "measure" }, el("input", { autocomplete: "off", inputmode: question.kind === "number" ? "numeric" : false, ...attributes }),
    part === "text" && question.suffix ? question.suffix : "");
}

const hiragana = (text) => text.normalize("NFKC").replace(/[ァ-ヶ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60)).toLowerCase();

export function matchPrefectures(prefectures, typed) {
  const wanted = hiragana(typed.trim());
  if (!wanted) return [];
  if (/^\d+$/.test(wanted)) return prefectures.filter((p) => p.id === wanted.padStart(2, "0") || p.id.startsWith(wanted));
  return prefectures.filter((p) => p.label.startsWith(wanted) || hiragana(p.kana).startsWith(wanted) || p.latin.toLowerCase().startsWith(wanted));
}

// Several that begin alike (ふく…): one goes on typing, or chooses with the arrows; Enter never takes one of several unseen.
function drawPrefecture(k, question, actions) {
  const id = chosen(k, question)[0], found = k.form.prefectures.find((p) => p.id === id);
  const list = el("ul", { class: "matches" }), written = found ? found.id + " " + found.label : "";
  let at = -1;
  const matching = () => matchPrefectures(k.form.prefectures, input.value);
  const mark = (to) => { at = to; [...list.querySelectorAll("button")].forEach((b, i) => b.setAttribute("aria-pressed", String(i === at))); };
  const input = el("input", { id: "in-" + question.id, autocomplete: "off", "aria-label": question.label, placeholder: t("prefecture"),
    "data-question": question.id, "data-part": "prefecture", value: written,
    oninput: () => {
      const matches = matching();
      at = -1;
      list.replaceChildren(...matches.slice(0, 8).map((p) => el("li", {}, el("button", { type: "button", tabindex: "-1", onclick: () => actions.prefecture(question, p) }, p.id + " " + p.label))));
      if (/^\d\d$/.test(input.value.normalize("NFKC").trim()) && matches.length === 1) actions.prefecture(question, matches[0], true);
    },
    onkeydown: (event) => {
      if (event.isComposing || k.busy) return; // while busy: it waits in the queue
      const matches = matching();
      const handled = () => { event.preventDefault(); event.stopPropagation(); actions.pressed(); };
      if (matches.length && (event.key === "ArrowDown" || (event.key === "ArrowUp" && at >= 0))) { handled(); mark(Math.max(0, Math.min(at + (event.key === "ArrowDown" ? 1 : -1), Math.min(matches.length, 8) - 1))); }
      else if (event.key === "Enter" && matches.length && (at >= 0 || matches.length === 1)) { handled(); actions.prefecture(question, matches[Math.max(at, 0)]); }
      else if (event.key === "Enter" && input.value.trim() && input.value !== written) { handled(); actions.nudge(t(matches.length ? "severalPrefectures" : "noPrefecture")); }
    } });
  return el("div", {}, input, list);
}

function drawFields(k, actions) {
  const input = (name, attributes = {}) => el("label", {}, el("span", {}, t(name)),
    el("input", { id: "f-" + name, autocomplete: "off", value: k.fields[name] || "", oninput: (event) => actions.field(name, event.target.value), ...attributes }));
  const select = (name, choices) => {
    const node = el("select", { id: "f-" + name, onchange: () => actions.field(name, node.value) }, el("option", { value: "" }, "—"),
      choices.map(([id, label]) => el("option", { value: id }, label)));
    node.value = k.fields[name] || "";
    return el("label", {}, el("span", {}, t(name)), node);
  };
  return el("div", { class: "fields" }, input("sheet"), select("association", k.form.associations.map((a) => [a.id, a.label])),
    select("channel", [["fax", t("fax")], ["post", t("post")]]), input("received", { type: "date" }), input("remark"));
}

function drawPace(k) {
  const each = (total, digits) => pace.sheets ? (total / pace.sheets).toFixed(digits) : "–";
  return el("p", { class: "pace" }, `${t("today")} ${pace.sheets} ${t("sheets")}　${each(pace.seconds, 1)} ${t("perSheet")}　${each(pace.presses, 1)} ${t("presses")}`,
    el("span", { class: "errors", title: t("errorsNote") }, drawErrors(k.errors)));
}

// Of sheets that were keyed twice and are decided, taken together: nothing tells how one sheet compares.
function drawErrors(told) {
  if (!told) return "";
  if (!Number(told.fields)) return `${t("ownErrors")} –（${t("noneDecided")}）`;
  return `${t("ownErrors")} ${t("per1000")} ${told.per_1000}（${told.errors}/${told.fields} ${t("fieldsOf")}・${told.sheets} ${t("sheets")}）`;
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
    const view = paperView(second ? {} : { skipped: () => startAgain() });
    main.replaceChildren(el("h1", { class: "hidden" }, t(second ? "again" : "keying")), survey, el("div", { class: "desk" }, view.node, box));

    const why = el("input", { id: "why", "aria-label": t("why"), placeholder: t("why"), list: "whys", autocomplete: "off" });
    const whys = el("datalist", { id: "whys" }, t("usualWhys").split("|").map((reason) => el("option", { value: reason })));
    const actions = {
      pick(question, option) { k.at = k.stops().indexOf(question); toggle(question, option); },
      go(question) { const at = k.stops().indexOf(question); if (at >= 0 && at !== k.at) { k.at = at; draw(); } },
      field(name, value) { k.fields[name] = value; if (name === "association" && prefill(k)) settled(); touched(); },
      type(question, part, value) {
        k.answers[question.id] = { ...(k.answers[question.id] || {}), [part]: value };
        delete k.answers[question.id].state;
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
      foot.replaceChildren(...(k.editing
        ? [el("p", { class: "note" }, t("editing") + "　#" + k.editing), why, whys,
           el("button", { type: "button", class: "primary", id: "save", onclick: save }, t("saveEdit")),
           el("button", { type: "button", onclick: startAgain }, t("cancel"))]
        : [el("button", { type: "button", class: "primary" + (atEnd ? " here" : ""), id: "save", onclick: save }, t("save")),
           k.saved.length && !second ? el("button", { type: "button", id: "last", onclick: openLast }, t("last")) : null,
           el("button", { type: "button", onclick: clear }, t("clear"))].filter(Boolean)),
        el("p", { class: "keys" }, hint(k.current()) + "　" + t(second ? "keysSecond" : "keysAlways"), view.paper() ? [el("br"), t(second ? "paperKeysShort" : "paperKeys")] : null), drawPace(k));
    }

    function draw(focus = true) {
      head.replaceChildren(second ? el("p", { class: "note" }, t("again1")) : "", drawFields(k, actions), pace.sheets || k.editing ? "" : el("p", { class: "note" }, t("firstSheet")),
        ...k.findings.filter((f) => !f.question).map((f) => el("p", { class: "finding " + f.severity }, f.message)));
      list.replaceChildren(...k.questions.map((question) => drawQuestion(k, question, actions)));
      drawFoot();
      if (!list.isConnected) return; // another screen may have been opened while the server was asked
      const here = k.current();
      view.follow(here ? here.id : null);
      if (!focus) return;
      const input = here && (document.getElementById("in-" + here.id + "-words") || document.getElementById("in-" + here.id));
      if (input) { input.focus(); if (input.select && here.kind !== "text") input.select(); }
      else if (here) { document.activeElement.blur(); }
      else document.getElementById("save").focus();
      const shown = here ? document.getElementById("q-" + here.id) : foot;
      shown.scrollIntoView({ block: "nearest" });
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
      if (paper.sheet) k.fields.sheet = paper.sheet;
      if (paper.association) { k.fields.association = paper.association; prefill(k); }
    }

    function showPaper(paper, waiting) { view.show(paper, waiting); }

    async function paperOf(id) {
      if (!id) { showPaper(null); return; }
      try { showPaper((await api("/api/papers/" + id)).paper); } catch { showPaper(null); }
    }

    async function startAgain() {
      k.begin();
      asked = -Infinity;
      try { await nextPaper(); } catch (error) { say(error.message, true); }
      await settled();
    }

    // --- what the server says ---

    async function look() {
      const answer = await api(base + "/look", { sheet: k.sheet() });
      const here = k.current();
      k.asked = new Set(answer.asked);
      k.findings = answer.findings;
      k.at = here ? Math.max(0, k.questions.filter((q) => k.asked.has(q.id) && k.questions.indexOf(q) < k.questions.indexOf(here)).length) : k.stops().length;
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
    function next(landed = false) { k.pending = ""; touched(); settled(() => { k.at = Math.min(k.at + 1, k.stops().length); k.landed = landed; }); }
    function back() { k.pending = ""; k.landed = false; k.at = Math.max(0, k.at - 1); draw(); }

    // Enter after an answer that went on by itself is a habit of the hand: it would pass by the next question unseen.  It does so
    // when it is pressed again; and 0 says "no answer" at once.  At the end Enter saves, always.
    function enter() {
      const question = k.current();
      if (k.landed && question && !k.answers[question.id]) { k.landed = false; nudge(t("strayEnter")); return; }
      next();
    }

    function toggle(question, option) {
      const now = chosen(k, question);
      if (question.kind !== "multi") { k.answers[question.id] = { options: [option.id] }; if (option.other) { touched(); settled(); } else next(true); return; }
      const options = now.includes(option.id) ? now.filter((id) => id !== option.id) : [...now, option.id];
      const words = (k.answers[question.id] || {}).words;
      if (options.length) k.answers[question.id] = { options, ...(words ? { words } : {}) };
      else delete k.answers[question.id];
      touched();
      settled();
    }

    function silence(question, name) {
      if (name === "no_answer") delete k.answers[question.id];
      else k.answers[question.id] = { state: name };
      next();
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
      else if (key === "*" || key === "/") silence(question, "invalid");
      else if (key === ".") silence(question, "none");
      else if (key === "0" && question.options && !isWide(question) && !question.options.some((o) => o.key === 0)) silence(question, "no_answer");
      else if (question.options && /^[0-9]$/.test(key)) digit(question, key);
    }

    // Nothing is written, or all that is written is selected, as it is when one comes back to it.
    const untouched = (input) => !input.value || (input.tagName === "INPUT" && input.type !== "date" && input.selectionStart === 0 && input.selectionEnd === input.value.length);

    function onKey(event) {
      if (event.isComposing || view.key(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!k.started) k.started = Date.now();
      k.presses++;
      if (event.key === "F2" && k.saved.length && !second) { event.preventDefault(); openLast(); return; }
      if (event.key === "F4") { event.preventDefault(); document.getElementById("f-sheet").select(); return; }
      const target = event.target, part = target.dataset ? target.dataset.part : null;
      const typing = target.matches && target.matches("input, textarea, select");
      if (k.busy && (!typing || part) && (event.key.length === 1 || ["Enter", "ArrowUp", "ArrowDown"].includes(event.key))) {
        event.preventDefault();
        k.queue.push(event.key);
        return;
      }
      if (typing) {
        if (event.key !== "Enter") k.landed = false;
        const question = part ? k.byId.get(target.dataset.question) : null;
        if (event.key === "Enter" && target.id === "why") { event.preventDefault(); save(); }
        else if (event.key === "Enter" && !event.shiftKey) {
          event.preventDefault();
          if (part) enter(); else draw();
        } else if (question && part !== "words" && untouched(target) && (event.key === "*" || event.key === "/")) { event.preventDefault(); silence(question, "invalid"); }
        else if (question && untouched(target) && event.key === "-" && question.kind !== "text") { event.preventDefault(); back(); }
        else if (question && event.key === "ArrowUp" && question.kind !== "text") { event.preventDefault(); back(); }
        return;
      }
      if (target.matches && target.matches("button, a") && (event.key === "Enter" || event.key === " ") && target.id !== "save") return;
      if (/^[0-9]$/.test(event.key) || ["Enter", " ", "+", "-", "*", "/", ".", "ArrowUp", "ArrowDown"].includes(event.key)) {
        event.preventDefault();
        press(event.key);
      }
    }

    // --- saving ---

    let timer = 0;
    function touched() {
      k.dirty = true;
      if (!k.started) k.started = Date.now();
      clearTimeout(timer);
      timer = setTimeout(keepDraft, 1500);
    }
    async function keepDraft(options) {
      clearTimeout(timer);
      if (!k.dirty || k.editing) return;
      k.dirty = false;
      try { await api(`${base}/draft?second=${second ? 1 : 0}`, { key: k.key, paper: k.paper, ...k.sheet() }, options); }
      catch { k.dirty = true; }
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
      const number = /^(\D*)(\d+)$/.exec(k.fields.sheet || "");
      k.kept.sheet = number ? number[1] + String(Number(number[2]) + 1).padStart(number[2].length, "0") : "";
    }

    async function save() {
      if (k.busy) return;
      if (k.editing && !why.value.trim()) { say(t("whyMissing"), true); why.focus(); return; }
      k.busy = true;
      clearTimeout(timer);
      try {
        if (k.editing) {
          await api("/api/returns/" + k.editing, { sheet: k.sheet(), why: why.value });
          say(t("saved") + "　#" + k.editing);
          why.value = "";
        } else {
          const answer = await api(base + "/sheets", { key: k.key, second, paper: k.paper, sheet: k.sheet(), unless_taken: k.warned !== k.fields.sheet });
          const status = { set_aside: "setAside", duplicate: "duplicate" }[answer.status] || "saved";
          say(`${t(status)}　#${answer.id}`, status !== "saved");
          remember(answer);
        }
        k.begin();
        k.landed = true; // the Enter that saved may come twice
        await nextPaper().catch((error) => say(error.message, true)); // the sheet is saved all the same
      } catch (error) {
        k.queue = [];
        if (error.status === 409) k.warned = k.fields.sheet; // told once; the next time it is meant
        say(error.message, true);
        if (!(error instanceof Refused)) throw error;
      } finally { k.busy = false; }
      draw();
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

    async function openReturn(id) {
      try {
        const found = await api("/api/returns/" + id);
        k.begin();
        k.editing = found.id;
        k.answers = found.sheet.answers;
        k.fields = found.sheet.fields;
        await paperOf(found.paper);
        await settled();
      } catch (error) { say(error.message, true); }
    }

    async function clear() {
      if (Object.keys(k.answers).length && !confirm(t("clearSure"))) return;
      try { await api(`${base}/draft?second=${second ? 1 : 0}`, null); } catch { /* the next draft replaces it */ }
      await startAgain();
    }

    const wanted = location.hash.split("/")[1];
    const { draft } = wanted ? {} : await api(`${base}/draft?second=${second ? 1 : 0}`);
    if (draft) {
      k.key = draft.key || k.key;
      k.answers = draft.answers || {};
      k.fields = draft.fields || {};
      k.paper = draft.paper || 0;
      say(t("draft"));
      await paperOf(k.paper);
    } else if (!wanted) { await nextPaper(); }
    await settled();
    if (wanted && !second) await openReturn(wanted);
    // A new sheet begins with its number; one that comes back, where it was left.
    else if (!draft && !k.fields.sheet) document.getElementById("f-sheet")?.focus();
    ownErrors();
    const asking = setInterval(ownErrors, 600000);
    document.addEventListener("keydown", onKey);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      keepDraft();
      clearInterval(asking);
      view.end();
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("visibilitychange", hidden);
    };
  };
}

export const first = screen(false);
export const second = screen(true);
