// What a person must look at: findings, sheets keyed twice that differ, likely duplicates.
import { chooseSurvey, el, say, state } from "./app.js";
import { askWords } from "./ask.js";
import { differences } from "./differences.js";
import { duplicates } from "./duplicates.js";
import { result } from "./jobs.js";
import { sheetName, t } from "./words.js";

async function act(request, done, redraw) {
  try { await result(request); say(done); await redraw(); } catch (error) { say(error.message, true); }
}

// --- findings ---

const words = (name) => t(name).split("|");

// What one may say of an open finding, and what then becomes of the answer: an answer that could not be read stays invalid, and is counted
// so; any other is counted as it stands.  Why is asked for in the words of that.
const closings = {
  right: { do: "finding-accept", button: "rightAsItIs", note: "rightWhat", label: "whyRight", usual: "decideWhys", done: "rightNoted" },
  invalid: { do: "finding-accept", button: "countInvalid", note: "invalidWhat", label: "whyInvalid", usual: "usualNotes", done: "invalidNoted" },
  dealt: { do: "finding-resolve", button: "dealtWith", note: "dealtWhat", label: "whatWasDone", usual: "usualWhys", done: "dealtNoted" },
};

async function close(row, how, rows, redraw) {
  const name = sheetName(row.sheet, row.return);
  const why = await askWords(`${name}　${row.message}`, { note: t(how.note), label: t(how.label), done: t(how.button), usual: words(how.usual) });
  if (why === null) return;
  const last = row.status === "set_aside" && rows.filter((one) => one.return === row.return && one.severity === "error").length === 1;
  await act({ do: how.do, options: { why }, operands: [String(row.id)] }, `${t(how.done)}（${name}）${last ? t("sheetCounts") : ""}`, redraw);
}

async function reopen(row, redraw) {
  const name = sheetName(row.sheet, row.return);
  const why = await askWords(`${name}　${row.message}`, { note: t("reopenWhat"), label: t("whyReopen"), done: t("reopenFinding"), usual: words("decideWhys") });
  if (why !== null) await act({ do: "finding-reopen", options: { why }, operands: [String(row.id)] }, `${t("findingReopened")}（${name}）`, redraw);
}

const cellsOf = (row) => [el("th", { scope: "row" }, el("a", { href: "#keying/" + row.return }, sheetName(row.sheet, row.return))),
  el("td", { class: "finding-cell " + row.severity }, row.message, row.suggestion ? el("small", {}, row.suggestion) : null)];

function drawOpen(rows, redraw) {
  const button = (row, how) => el("button", { type: "button", onclick: () => close(row, how, rows, redraw) }, t(how.button));
  const first = (row) => row.counted_as === "invalid" ? closings.invalid : closings.right;
  return el("table", { class: "plain" }, el("tbody", {}, rows.slice(0, 300).map((row) => el("tr", {}, cellsOf(row),
    el("td", {}, el("div", { class: "buttons" }, button(row, first(row)), button(row, closings.dealt)), row.counted_as === "invalid" ? el("small", {}, t("invalidWhat")) : null)))));
}

// The newest first; officers may open them again.
function drawClosed(rows, redraw) {
  const may = state.me.role !== "entry";
  const became = (row) => row.state === "resolved" ? t("dealtNoted") : row.counted_as === "invalid" ? t("invalidNoted") : t("rightNoted");
  return el("table", { class: "plain" }, el("tbody", {}, rows.slice(0, 300).map((row) => el("tr", {}, cellsOf(row),
    el("td", {}, became(row), el("small", {}, `${row.why || ""}　${row.who || ""}　${(row.at || "").replace("T", " ")}`)),
    el("td", {}, may ? el("button", { type: "button", onclick: () => reopen(row, redraw) }, t("reopenFinding")) : "")))));
}

async function findings(out, redraw, wish) {
  const { findings: all } = await result({ do: wish.closed ? "findings-all" : "findings" });
  const rows = wish.closed ? all.filter((row) => row.state !== "open").sort((a, b) => (b.at || "").localeCompare(a.at || "")) : all;
  const tab = (closed, text) => el("button", { type: "button", "aria-pressed": String(Boolean(wish.closed) === closed), onclick: () => { wish.closed = closed; redraw(); } }, text);
  out.replaceChildren(el("div", { class: "tabs view-tabs", role: "group" }, tab(false, t("openFindings") + (wish.closed ? "" : ` ${rows.length}`)), tab(true, t("closedFindings") + (wish.closed ? ` ${rows.length}` : ""))),
    !rows.length ? el("p", {}, t(wish.closed ? "noneClosed" : "noFindings")) : wish.closed ? drawClosed(rows, redraw) : drawOpen(rows, redraw));
  return null;
}

// --- sheets that were keyed twice: differences.js decides ---

// A second keying that finds no first one, or more than one, is kept and told; nothing is guessed.
function drawNotCompared(rows) {
  if (!rows.length) return "";
  return el("table", { class: "plain" }, el("caption", {}, t("notCompared")), el("tbody", {}, rows.map((row) => el("tr", {}, el("th", { scope: "row" }, row.sheet ? sheetName(row.sheet) : t("sheetNone")),
    el("td", {}, row.keyed_by || ""), el("td", {}, t("reason_" + row.reason))))));
}

// The same figures as each keyer's own, beside the pace (engine/app/double_tally.h).
async function keyers(out) {
  const report = await result({ do: "keyers" });
  const rate = (row) => row.per_1000 === null ? t("nothingCounted") : `${Number(row.per_1000).toFixed(1)}（${Number(row.low).toFixed(1)}–${Number(row.high).toFixed(1)}）`;
  const cells = (row) => [row.sheets, row.fields, row.errors, rate(row), row.open, row.later];
  out.replaceChildren(el("div", { class: "scroll" }, el("table", {}, el("caption", {}, t("errorRates")), el("thead", {}, el("tr", {}, ["account", "sheetsN", "fieldsN", "errorsN", "per1000", "openN", "laterN"].map((key) => el("th", { scope: "col" }, t(key))))),
    el("tbody", {}, (report.keyers || []).map((row) => el("tr", {}, el("th", { scope: "row" }, row.keyed_by), cells(row).map((v) => el("td", {}, String(v)))))))),
  el("p", { class: "keys" }, t("errorBase")), drawNotCompared(report.not_compared || []));
  return null;
}

const views = { findings, differences, keyers, duplicates };

export async function review(main) {
  const survey = await chooseSurvey(main);
  if (!survey) return null;
  const out = el("div"), tabs = el("div", { class: "tabs", role: "group" });
  const wanted = location.hash.split("/")[1];
  const wish = {}; // what the view shows, kept while it is drawn anew
  let name = views[wanted] ? wanted : "findings", end = null, shown = null;
  // Each view has a box of its own: one that was left before its answer came draws into a box that nobody sees.
  async function draw() {
    if (end) end();
    end = null;
    const box = el("div");
    shown = box;
    out.replaceChildren(box);
    let done = null;
    try { done = await views[name](box, draw, wish); } catch (error) { box.replaceChildren(el("p", { class: "grave" }, error.message)); }
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
