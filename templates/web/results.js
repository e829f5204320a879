// Tables with filter, banner, base and weight, as the command `tabulate` makes them; and the files to take away.
import { api, chooseSurvey, el, say, state } from "./app.js";
import { make } from "./jobs.js";
import { t } from "./words.js";

const interval = (cell) => cell.low === null || cell.low === undefined ? "" : `${cell.low.toFixed(1)}–${cell.high.toFixed(1)}`;

function drawCell(cell, total) {
  if (cell.suppressed) return el("td", { class: "hidden-cell" }, "*");
  return el("td", { class: total ? "total" : "" },
    total && cell.percent !== null ? el("span", { class: "bar", "aria-hidden": "true" }, el("meter", { min: 0, max: 100, value: cell.percent })) : null,
    el("strong", {}, cell.text), cell.marks.length ? el("sup", {}, cell.marks.join(" ")) : null,
    el("small", {}, cell.count === null ? "" : cell.count.toLocaleString("ja-JP"), interval(cell) ? el("span", { class: "interval" }, interval(cell)) : null));
}

function drawTable(table) {
  if (!table.rows || !table.rows.length) return null;
  return el("section", { class: "result" },
    el("h2", {}, table.number ? el("span", { class: "number" }, table.number) : null, table.title),
    el("p", { class: "base" }, `${t("base")}：${table.base.text}　n=${table.base.n === null ? "*" : table.base.n.toLocaleString("ja-JP")}`, table.filter ? `　${t("filter")}：${table.filter.text || table.filter.where || table.filter}` : ""),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": table.title }, el("table", {},
      el("thead", {}, el("tr", {}, el("td", {}), table.columns.map((c) => el("th", { scope: "col" }, c.label, c.letter ? el("sup", {}, c.letter) : null,
        el("small", {}, c.n === null ? "n=*" : `n=${c.n.toLocaleString("ja-JP")}`))))),
      el("tbody", {}, table.rows.map((row) => el("tr", { class: "row-" + row.kind }, el("th", { scope: "row" }, row.label), row.cells.map((cell, i) => drawCell(cell, i === 0))))))),
    (table.notes || []).map((note) => el("p", { class: "keys" }, note)));
}

function choice(name, label, choices) {
  const node = el("select", { id: "r-" + name }, choices.map(([value, text]) => el("option", { value }, text)));
  return [node, el("label", {}, el("span", {}, label), node)];
}

function line(name, label, placeholder, list) {
  const node = el("input", { id: "r-" + name, placeholder, list: list || false, autocomplete: "off" });
  return [node, el("label", {}, el("span", {}, label), node)];
}

export async function results(main) {
  const survey = await chooseSurvey(main);
  if (!survey) return null;
  const form = await api(`/api/surveys/${encodeURIComponent(state.survey)}/form`);
  const { kits } = await api("/api/kits");
  let stopped = false, turn = 0;

  const [question, questionLabel] = choice("question", t("question"), [["", t("allQuestions")], ...form.questions.filter((q) => q.kind !== "text").map((q) => [q.id, `${q.number || ""} ${q.group ? q.group + "：" : ""}${q.label}`])]);
  const [by, byLabel] = line("by", t("by"), "type", "keys");
  const [where, whereLabel] = line("where", t("where"), "pref in (13, 27)");
  const [base, baseLabel] = line("base", t("baseExpression"), "");
  const [percent, percentLabel] = choice("percent", t("percent"), ["cases", "answers", "row", "column", "total"].map((key) => [key, t("percent_" + key)]));
  const [test, testLabel] = choice("test", t("test"), [["", "—"], ["letters", t("letters")]]);
  const [weight, weightLabel] = line("weight", t("weight"), "");
  const [suppress, suppressLabel] = line("suppress", t("suppress"), "");
  const keys = el("datalist", { id: "keys" }, ["type", "pref", "association", "channel", ...form.questions.filter((q) => q.options).map((q) => q.id)].map((key) => el("option", { value: key })));
  const out = el("div", { class: "results", "aria-live": "polite" }), busy = el("progress", { hidden: true, "aria-label": t("making") });

  const options = () => ({ by: by.value.trim(), where: where.value.trim(), base: base.value.trim(), percent: percent.value, weight: weight.value.trim(), suppress: suppress.value.trim(), ...(test.value ? { test: test.value } : {}) });
  const request = (name) => ({ do: name, operands: question.value ? [question.value] : [], options: options() });

  async function busily(work) {
    busy.hidden = false;
    try { await work(); say(""); } catch (error) { say(error.message, true); }
    busy.hidden = true;
  }
  const draw = () => busily(async () => {
    const mine = ++turn;
    const job = await make(request("table"));
    const set = await api(`/api/jobs/${job}/file`);
    if (stopped || mine !== turn) return;
    out.replaceChildren(el("section", { class: "notes" }, (set.notes || []).map((note) => el("p", { class: "note" }, note))),
      ...set.tables.map(drawTable).filter(Boolean), el("p", { class: "keys" }, `${t("source")}：${set.source || set.title}`));
  });
  const take = (what) => busily(async () => {
    const job = await make(what);
    location.assign(`/api/jobs/${job}/file`);
  });
  const [kit, kitLabel] = choice("kit", t("kit"), kits.map((name) => [name, name]));

  const wishes = el("form", { class: "card wishes", onsubmit: (event) => { event.preventDefault(); draw(); } },
    questionLabel, byLabel, whereLabel, baseLabel, percentLabel, testLabel, weightLabel, suppressLabel, keys, el("button", { class: "primary" }, t("tabulate")));
  const files = el("div", { class: "card line" }, el("button", { type: "button", onclick: () => take(request("table-csv")) }, "CSV"),
    el("button", { type: "button", onclick: () => take({ do: "workbook" }) }, t("workbook")),
    el("button", { type: "button", onclick: () => take({ do: "workbook-machine" }) }, t("workbookMachine")),
    kits.length ? [kitLabel, el("button", { type: "button", onclick: () => take({ do: "kit", options: { kit: kit.value } }) }, t("pressKit"))] : null, busy);
  main.replaceChildren(survey, el("h1", {}, t("results")), wishes, files, out);
  draw();
  return () => { stopped = true; };
}
