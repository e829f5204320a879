// Sheets that were keyed twice and differ: which keying is right, question by question; and what was decided, to be reopened.
// Who decides looks at the sheet, and is not told who keyed.  A reason is what the person picks or writes, and mostly nothing.
import { api, el, say, state } from "./app.js";
import { askWords } from "./ask.js";
import { result } from "./jobs.js";
import { paperView } from "./paper.js";
import { sheetName, t } from "./words.js";

// "a,b" as the labels of the options; a silence by its name; anything else as it is.
function inWords(form, id, text) {
  const silence = { no_answer: "noAnswer", not_applicable: "notAsked", invalid: "invalid", none: "none" }[text];
  if (silence) return t(silence);
  const question = form.questions.find((q) => q.id === id);
  const options = question && (question.kind === "prefecture" ? form.prefectures : question.options);
  if (!options || text === null) return text;
  const [ids, ...words] = text.split(' "');
  return ids.split(",").map((part) => (options.find((o) => o.id === part) || { label: part }).label).join("・") + (words.length ? ` 「${words.join(' "').replace(/"$/, "")}」` : "");
}

const titleOf = (form, row) => ((form.questions.find((q) => q.id === row.question) || {}).number || "") + " " + row.label;
const key = (name, ...rest) => [el("kbd", {}, name), " ", ...rest];

// Neither is right: the answer as it stands on the sheet, by the numbers of the options or in words.
function anotherAnswer(question, value, done, leave) {
  const options = question.kind === "single" || question.kind === "multi" ? question.options : null;
  let chosen = [];
  const words = el("input", { id: "another", autocomplete: "off", "aria-label": question.label, value: options ? "" : value, hidden: Boolean(options) });
  const list = el("div", { class: "options" });
  const draw = () => list.replaceChildren(...(options || []).map((o) => el("button", { type: "button", class: "option", "aria-pressed": String(chosen.includes(o.id)), onclick: () => toggle(o) }, key(String(o.key), o.label))));
  const needsWords = () => (options || []).some((o) => o.other && chosen.includes(o.id));
  function toggle(option) {
    if (question.kind === "single") chosen = [option.id];
    else chosen = chosen.includes(option.id) ? chosen.filter((id) => id !== option.id) : [...chosen, option.id];
    words.hidden = !needsWords();
    draw();
    if (needsWords()) words.focus();
  }
  function give() {
    if (!options) { done(words.value.trim()); return; }
    if (!chosen.length) { say(t("chooseFirst"), true); return; }
    const ids = question.options.filter((o) => chosen.includes(o.id)).map((o) => o.id).join(",");
    done(ids + (needsWords() && words.value.trim() ? ` "${words.value.trim()}"` : ""));
  }
  function onKey(event) {
    if (event.isComposing) return false;
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && !event.target.matches("button")) give();
    else if (event.target.matches("input")) return false;
    else if (event.key === "0" && !(options || []).some((o) => o.key === 0)) done("no_answer");
    else if (event.key === "*" || event.key === "/") done("invalid");
    else if (options && /^[1-9]$/.test(event.key)) { const option = options.find((o) => o.key === Number(event.key)); if (option) toggle(option); } else return false;
    return true;
  }
  draw();
  const node = el("div", { class: "another" }, el("p", {}, t("anotherAnswer")), list, words, el("p", { class: "line small" },
    el("button", { type: "button", class: "primary", onclick: give }, t("decideSo")), el("button", { type: "button", onclick: () => done("no_answer") }, key("0", t("noAnswer"))),
    el("button", { type: "button", onclick: () => done("invalid") }, key("*", t("invalid"))), el("button", { type: "button", onclick: leave }, t("cancel"))));
  return { node, onKey, focus: () => { if (!options) words.focus(); } };
}

// 7 8 9 pick a reason, 0 writes one; of the question that one stands on only, so that none is recorded that was not meant.
function reasonPicker(changed) {
  const usual = t("decideWhys").split("|");
  const input = el("input", { id: "decide-why", "aria-label": t("reason"), placeholder: t("ownReason"), autocomplete: "off", maxlength: "300", oninput: () => mark() });
  const buttons = usual.map((text, i) => el("button", { type: "button", "aria-pressed": "false", onclick: () => pick(i) }, key(String(7 + i), text)));
  const node = el("p", { class: "reasons" }, el("span", {}, t("reasonIfAny")), buttons, key("0"), input);
  const mark = () => buttons.forEach((b, i) => b.setAttribute("aria-pressed", String(input.value === usual[i])));
  function pick(i) { input.value = input.value === usual[i] ? "" : usual[i]; mark(); changed(); }
  return { node, value: () => input.value.trim(), clear: () => { input.value = ""; mark(); },
    onKey(event) {
      if (event.target === input) { if (event.key !== "Enter" && event.key !== "Escape") return false; input.blur(); return true; }
      if (/^[789]$/.test(event.key)) pick(Number(event.key) - 7);
      else if (event.key === "0") input.focus();
      else return false;
      return true;
    } };
}

export async function differences(out) {
  const form = await api(`/api/surveys/${encodeURIComponent(state.survey)}/form`);
  const admin = state.me.role === "admin";
  const view = paperView(), list = el("div", { class: "differences" }), head = el("div"), reason = reasonPicker(() => document.activeElement.blur());
  let rows = [], open = [], at = 0, another = null, showDecided = false, last = null, work = Promise.resolve();
  const insisted = new Set(); // returns that an administrator decides though they are own
  const isOthers = (row) => row.own && !insisted.has(row.return);
  const read = async () => { rows = (await result({ do: admin ? "differences-own" : "differences" })).disagreements; open = rows.filter((row) => !row.decision); at = Math.min(at, Math.max(open.length - 1, 0)); };

  // The sheet itself, where its picture was loaded, at the question on which the two differ.
  const pictures = new Map();
  const picture = (id) => {
    if (!pictures.has(id)) pictures.set(id, api("/api/returns/" + id).then((found) => found.paper ? api("/api/papers/" + found.paper) : { paper: null }).then((found) => found.paper).catch(() => null));
    return pictures.get(id);
  };
  async function look(row) {
    if (!row || showDecided || isOthers(row)) { view.show(null); return; }
    const paper = await picture(row.return);
    if (open[at] !== row) return; // moved on meanwhile
    view.show(paper);
    view.follow(row.question);
  }

  // The next question stands there at once; what was decided is sent behind it, one after the other.
  function decide(row, choice) {
    const why = reason.value();
    if (isOthers(row)) { say(t("ownSheet"), true); return; }
    if (row.own && !why) { say(t("ownNeedsWhy"), true); return; }
    const where = open.indexOf(row);
    open.splice(where, 1);
    at = Math.min(where, Math.max(open.length - 1, 0));
    another = null;
    reason.clear();
    draw();
    work = work.then(async () => {
      try {
        const told = await result({ do: row.own ? "decide-own" : "decide", options: { why }, operands: [String(row.return), row.question, choice] });
        last = { ...row, entry: told.entry, answer: told.answer };
        say(`${t("decidedAs")} ${inWords(form, row.question, told.answer)}（${sheetName(row.sheet, row.return)}）`);
      } catch (error) { say(error.message, true); await read().catch(() => {}); draw(); }
      drawHead();
    });
  }
  async function reopen(row) {
    const options = { decision: String(row.entry) };
    if (row.own) {
      options.why = await askWords(`${sheetName(row.sheet, row.return)}　${titleOf(form, row)}`, { label: t("whyReopen"), done: t("reopen"), usual: t("decideWhys").split("|") });
      if (options.why === null) return;
    }
    try {
      await work;
      await result({ do: row.own ? "reopen-own" : "reopen", options, operands: [String(row.return), row.question] });
      if (last && last.entry === row.entry) last = null;
      say(`${t("reopened")}（${sheetName(row.sheet, row.return)}）`);
      showDecided = false;
    } catch (error) { say(error.message, true); }
    await read();
    const again = open.findIndex((one) => one.return === row.return && one.question === row.question);
    if (again >= 0) at = again;
    draw();
  }
  function rekey(row) {
    if (isOthers(row)) { say(t("ownSheet"), true); return; }
    const question = form.questions.find((q) => q.id === row.question);
    const given = ["no_answer", "not_applicable", "invalid", "none"].includes(row.final) ? "" : row.final || "";
    another = anotherAnswer(question, given, (value) => decide(row, "=" + value), () => { another = null; draw(); });
    draw();
  }

  // --- drawing ---

  function drawHead() {
    const decided = rows.length - rows.filter((row) => !row.decision).length;
    head.replaceChildren(el("div", { class: "tabs", role: "group" },
      el("button", { type: "button", "aria-pressed": String(!showDecided), onclick: () => show(false) }, `${t("toDecide")} ${open.length}`),
      el("button", { type: "button", "aria-pressed": String(showDecided), onclick: () => show(true) }, t("decidedOnes") + (showDecided ? ` ${decided}` : ""))),
    showDecided ? el("p", { class: "keys" }, t("decidedNote")) : el("p", { class: "keys" }, t("differKeys")),
    last && !showDecided ? el("p", { class: "note" }, `${t("lastDecision")}：${sheetName(last.sheet, last.return)}　${titleOf(form, last)} → ${inWords(form, last.question, last.answer)}　`, el("button", { type: "button", onclick: () => reopen(last) }, key("−", t("takeBack")))) : "");
  }
  async function show(decided) {
    await work;
    try { await read(); } catch (error) { say(error.message, true); return; }
    showDecided = decided;
    another = null;
    document.activeElement.blur();
    draw();
  }
  const button = (row, name, choice, text) => el("button", { type: "button", class: "option", onclick: (event) => { event.stopPropagation(); stand(open.indexOf(row)); choice === null ? rekey(row) : decide(row, choice); } }, key(name, text));
  function drawOwn(row) {
    return [el("p", { class: "note" }, t("ownSheet")), admin ? el("button", { type: "button", onclick: () => { insisted.add(row.return); draw(); } }, t("decideOwn")) : null];
  }
  function drawRow(row, i) {
    const here = i === at;
    const answers = [el("div", { class: "options" }, button(row, "1", "first", inWords(form, row.question, row.first)), button(row, "2", "second", inWords(form, row.question, row.second)), button(row, "3", null, t("rekeyShort"))),
      row.final && row.final !== row.first ? el("p", { class: "finding warning" }, t("correctedTo"), inWords(form, row.question, row.final)) : null,
      here ? (another ? another.node : null) : null, here ? reason.node : null];
    return el("section", { class: "question" + (here ? " here" : ""), onclick: () => move(i) },
      el("h2", {}, el("span", { class: "number" }, sheetName(row.sheet, row.return)), titleOf(form, row)), isOthers(row) ? drawOwn(row) : answers);
  }
  function drawDecided() {
    const done = rows.filter((row) => row.decision).sort((a, b) => b.entry - a.entry);
    const cells = (row) => [el("th", { scope: "row" }, row.sheet || sheetName(row.sheet, row.return)), el("td", {}, titleOf(form, row)),
      el("td", {}, inWords(form, row.question, row.answer), el("small", {}, `${t("choice_" + row.decision)}　${t("firstKeying")}：${inWords(form, row.question, row.first)}　${t("secondKeying")}：${inWords(form, row.question, row.second)}`),
        row.final !== row.answer ? el("small", {}, t("correctedLater") + inWords(form, row.question, row.final)) : null),
      el("td", { class: "when" }, row.decided_by, el("small", {}, (row.decided_at || "").slice(0, 16).replace("T", " "))), el("td", {}, row.why || t("noReason")),
      el("td", {}, row.own && !admin ? el("small", {}, t("ownSheet")) : el("button", { type: "button", onclick: () => reopen(row) }, t("reopen")))];
    return done.length ? el("table", { class: "left decisions" }, el("thead", {}, el("tr", {}, ["sheet", "question", "decidedAs", "decidedBy", "reason"].map((name) => el("th", { scope: "col" }, t(name))), el("td"))),
      el("tbody", {}, done.slice(0, 300).map((row) => el("tr", {}, cells(row))))) : el("p", {}, t("nothingDecided"));
  }
  function draw() {
    drawHead();
    if (showDecided) list.replaceChildren(drawDecided());
    else if (!open.length) list.replaceChildren(el("p", {}, t("allDecided")));
    else list.replaceChildren(...open.slice(0, 200).map(drawRow));
    const here = showDecided ? null : list.children[at];
    if (here) here.scrollIntoView({ block: "nearest" });
    if (another) another.focus();
    look(showDecided ? null : open[at]);
  }
  function stand(on) {
    if (on === at) return;
    at = on;
    another = null;
    reason.clear();
  }
  function move(to) {
    const next = Math.max(0, Math.min(to, open.length - 1));
    if (next === at) return;
    stand(next);
    draw();
  }

  // --- keys ---

  function onKey(event) {
    if (event.isComposing || view.key(event) || event.ctrlKey || event.metaKey || event.altKey || showDecided) return;
    const row = open[at];
    const inReason = event.target.id === "decide-why";
    if (another && row && !inReason) { if (another.onKey(event)) event.preventDefault(); return; }
    if (row && reason.onKey(event)) { event.preventDefault(); return; }
    if (event.target.matches("input, select, textarea") || event.defaultPrevented) return;
    if (event.key === "-" && last) reopen(last);
    else if (!row) return;
    else if (event.key === "1") decide(row, "first");
    else if (event.key === "2") decide(row, "second");
    else if (event.key === "3") rekey(row);
    else if (event.key === "ArrowDown") move(at + 1);
    else if (event.key === "ArrowUp") move(at - 1);
    else return;
    event.preventDefault();
  }
  await read();
  out.replaceChildren(head, el("div", { class: "desk" }, view.node, list));
  draw();
  document.addEventListener("keydown", onKey);
  return () => { document.removeEventListener("keydown", onKey); view.end(); };
}
