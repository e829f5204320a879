// What a person must look at: findings, sheets keyed twice that differ, likely duplicates.
import { api, chooseSurvey, el, say, state } from "./app.js";
import { result } from "./jobs.js";
import { paperView } from "./paper.js";
import { t } from "./words.js";

const why = (text) => prompt(text + "\n" + t("why"));

async function act(request, done, redraw) {
  try { await result(request); say(done); await redraw(); } catch (error) { say(error.message, true); }
}

// --- findings ---

async function findings(out, redraw) {
  const { findings: rows } = await result({ do: "findings" });
  if (!rows.length) { out.replaceChildren(el("p", {}, t("noFindings"))); return null; }
  const close = (row, how) => { const reason = why(row.message); if (reason) act({ do: how, options: { why: reason }, operands: [String(row.id)] }, t("noted"), redraw); };
  out.replaceChildren(el("p", { class: "keys" }, `${rows.length} ${t("findingsInAll")}`), el("table", { class: "plain" }, el("tbody", {}, rows.slice(0, 300).map((row) => el("tr", {},
    el("th", { scope: "row" }, el("a", { href: "#keying/" + row.return }, "#" + row.return)), el("td", { class: "finding-cell " + row.severity }, row.message, row.suggestion ? el("small", {}, row.suggestion) : null),
    el("td", { class: "buttons" }, el("button", { type: "button", onclick: () => close(row, "finding-accept") }, t("rightAsItIs")), el("button", { type: "button", onclick: () => close(row, "finding-resolve") }, t("dealtWith"))))))));
  return null;
}

// --- sheets that were keyed twice ---

// "a,b" as the labels of the options; a silence by its name; anything else as it is.
function inWords(form, id, text) {
  const silence = { no_answer: "noAnswer", not_applicable: "notAsked", invalid: "invalid", none: "none" }[text];
  if (silence) return t(silence);
  const question = form.questions.find((q) => q.id === id);
  const options = question && (question.kind === "prefecture" ? form.prefectures : question.options);
  if (!options) return text;
  const [ids, ...words] = text.split(' "');
  return ids.split(",").map((part) => (options.find((o) => o.id === part) || { label: part }).label).join("・") + (words.length ? ` 「${words.join(' "').replace(/"$/, "")}」` : "");
}

// Keys: 1 the first is right, 2 the second, 3 another answer, Enter or the arrows to move.
async function differences(out, redraw) {
  const { disagreements: all } = await result({ do: "differences" });
  const form = await api(`/api/surveys/${encodeURIComponent(state.survey)}/form`);
  const rows = all.filter((row) => !row.decision);
  const done = all.length - rows.length;
  if (!rows.length) { out.replaceChildren(el("p", {}, `${t("allDecided")}（${done}）`)); return null; }
  let at = 0;
  const list = el("div", { class: "differences" }), view = paperView();
  // The sheet itself, where its picture was loaded, at the question on which the two differ.
  const pictures = new Map();
  const picture = (id) => {
    if (!pictures.has(id)) pictures.set(id, api("/api/returns/" + id).then((found) => found.paper ? api("/api/papers/" + found.paper) : { paper: null }).then((found) => found.paper).catch(() => null));
    return pictures.get(id);
  };
  async function look(row) {
    const paper = await picture(row.return);
    if (rows[at] !== row) return; // moved on meanwhile
    view.show(paper);
    view.follow(row.question);
  }
  const decide = (row, choice) => act({ do: "decide", options: { why: t("sheetSeen") }, operands: [String(row.return), row.question, choice] }, t("noted"), redraw);
  function rekey(row) {
    const value = prompt(`${row.label}\n${t("rekey")}`, row.final || "");
    if (value !== null) decide(row, value);
  }
  function draw() {
    list.replaceChildren(...rows.map((row, i) => el("section", { class: "question" + (i === at ? " here" : ""), onclick: () => { at = i; draw(); } },
      el("h2", {}, el("span", { class: "number" }, `${t("sheet")} ${row.sheet}`), row.label),
      el("div", { class: "options" }, el("button", { type: "button", class: "option", onclick: () => decide(row, "first") }, el("kbd", {}, "1"), inWords(form, row.question, row.first), el("small", {}, row.first_by || "")),
        el("button", { type: "button", class: "option", onclick: () => decide(row, "second") }, el("kbd", {}, "2"), inWords(form, row.question, row.second), el("small", {}, row.second_by || "")),
        el("button", { type: "button", class: "option", onclick: () => rekey(row) }, el("kbd", {}, "3"), t("rekeyShort"))),
      row.final && row.final !== row.first ? el("p", { class: "finding warning" }, t("correctedTo"), inWords(form, row.question, row.final)) : null)));
    const here = list.children[at];
    if (here) here.scrollIntoView({ block: "nearest" });
    look(rows[at]);
  }
  function onKey(event) {
    if (view.key(event)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    const row = rows[at];
    if (event.key === "1") decide(row, "first");
    else if (event.key === "2") decide(row, "second");
    else if (event.key === "3") rekey(row);
    else if (event.key === "ArrowDown") { at = Math.min(at + 1, rows.length - 1); draw(); }
    else if (event.key === "ArrowUp") { at = Math.max(at - 1, 0); draw(); }
    else return;
    event.preventDefault();
  }
  out.replaceChildren(el("p", { class: "keys" }, `${t("differKeys")}　${t("undecided")} ${rows.length}　${t("decided")} ${done}`), el("div", { class: "desk" }, view.node, list));
  draw();
  document.addEventListener("keydown", onKey);
  return () => { document.removeEventListener("keydown", onKey); view.end(); };
}

// A second keying that finds no first one, or more than one, is kept and told; nothing is guessed.
function drawNotCompared(rows) {
  if (!rows.length) return "";
  return el("table", { class: "plain" }, el("caption", {}, t("notCompared")), el("tbody", {}, rows.map((row) => el("tr", {}, el("th", { scope: "row" }, `${t("sheet")} ${row.sheet || "—"}`),
    el("td", {}, row.keyed_by || ""), el("td", {}, t("reason_" + row.reason))))));
}

async function keyers(out) {
  const report = await result({ do: "keyers" });
  const rows = report.keyers || [];
  out.replaceChildren(el("table", {}, el("caption", {}, t("errorRates")), el("thead", {}, el("tr", {}, ["account", "sheetsN", "fieldsN", "errorsN", "per1000"].map((key) => el("th", { scope: "col" }, t(key))))),
    el("tbody", {}, rows.map((row) => el("tr", {}, el("th", { scope: "row" }, row.keyed_by), [row.sheets, row.fields, row.errors, row.per_1000 === null ? "–" : `${row.per_1000}（${row.low}–${row.high}）`].map((v) => el("td", {}, String(v ?? "–"))))))), drawNotCompared(report.not_compared || []));
  return null;
}

// --- likely duplicates ---

async function duplicates(out, redraw) {
  const { pairs: rows } = await result({ do: "duplicates" });
  if (!rows.length) { out.replaceChildren(el("p", {}, t("noDuplicates"))); return null; }
  const may = state.me.role !== "entry";
  const merge = (row, keep) => { const reason = why(`#${row.a} / #${row.b}`); if (reason) act({ do: "merge", options: { keep: String(keep), why: reason }, operands: [String(row.a), String(row.b)] }, t("noted"), redraw); };
  out.replaceChildren(el("table", { class: "plain" }, el("tbody", {}, rows.slice(0, 200).map((row) => el("tr", {}, el("th", { scope: "row" }, el("a", { href: "#keying/" + row.a }, "#" + row.a), " = ", el("a", { href: "#keying/" + row.b }, "#" + row.b)),
    el("td", {}, `${t("score")} ${row.score}`), el("td", {}, row.why, el("small", {}, row.evidence || "")),
    el("td", { class: "buttons" }, may ? [row.a, row.b].map((keep) => el("button", { type: "button", onclick: () => merge(row, keep) }, `#${keep} ${t("keep")}`)) : ""))))));
  return null;
}

const views = { findings, differences, keyers, duplicates };

export async function review(main) {
  const survey = await chooseSurvey(main);
  if (!survey) return null;
  const out = el("div"), tabs = el("div", { class: "tabs", role: "group" });
  let name = "findings", end = null, shown = null;
  // Each view has a box of its own: one that was left before its answer came draws into a box that nobody sees.
  async function draw() {
    if (end) end();
    end = null;
    const box = el("div");
    shown = box;
    out.replaceChildren(box);
    let done = null;
    try { done = await views[name](box, draw); } catch (error) { box.replaceChildren(el("p", { class: "grave" }, error.message)); }
    if (shown === box) end = done; else if (done) done();
  }
  // How somebody else keys is for those who look after the work; one's own errors stand beside the pace, when they are decided.
  const mine = Object.keys(views).filter((key) => key !== "keyers" || state.me.role !== "entry");
  tabs.append(...mine.map((key) => el("button", { type: "button", "aria-pressed": String(key === name), onclick: (event) => {
    name = key;
    for (const tab of tabs.children) tab.setAttribute("aria-pressed", String(tab === event.target));
    event.target.blur();
    draw();
  } }, t("view_" + key))));
  main.replaceChildren(survey, el("h1", {}, t("review")), tabs, out);
  await draw();
  return () => { shown = null; if (end) end(); };
}
