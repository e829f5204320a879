// What a person must look at: findings, sheets keyed twice that differ, likely duplicates.
import { chooseSurvey, el, say, state } from "./app.js";
import { differences } from "./differences.js";
import { duplicates } from "./duplicates.js";
import { result } from "./jobs.js";
import { sheetName, t } from "./words.js";

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
    el("th", { scope: "row" }, el("a", { href: "#keying/" + row.return }, sheetName(row.sheet, row.return))), el("td", { class: "finding-cell " + row.severity }, row.message, row.suggestion ? el("small", {}, row.suggestion) : null),
    el("td", { class: "buttons" }, el("button", { type: "button", onclick: () => close(row, "finding-accept") }, t("rightAsItIs")), el("button", { type: "button", onclick: () => close(row, "finding-resolve") }, t("dealtWith"))))))));
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
  let name = views[wanted] ? wanted : "findings", end = null, shown = null;
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
