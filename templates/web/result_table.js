// Tables with filter, banner, base and weight, as the command `tabulate` makes them, each beside its figure.
import { el } from "./app.js";
import { expression } from "./expression.js";
import { fetchJson, figureBox, forms, line, linkBox, noted, pick, refill, tick, waiting } from "./result_parts.js";
import { t } from "./words.js";

const BANNER = 3, BESIDE = 3; // keys; columns of a table that has room for its figure beside it
const count = (n) => n === null || n === undefined ? "*" : n.toLocaleString("ja-JP");
const interval = (cell) => cell.low === null || cell.low === undefined ? "" : `${cell.low.toFixed(1)}–${cell.high.toFixed(1)}%`;
const marksOf = (cell) => cell.marks.map((mark) => mark === "small_n" ? "†" : mark).join(" ");

function drawCell(cell, total) {
  if (cell.suppressed) return el("td", { class: "hidden-cell", title: t("hiddenCell") }, "*");
  return el("td", { class: total ? "total" : "" },
    total && cell.percent !== null ? el("span", { class: "bar", "aria-hidden": "true" }, el("meter", { min: 0, max: 100, value: cell.percent })) : null,
    el("strong", {}, cell.text), cell.marks.length ? el("sup", {}, marksOf(cell)) : null,
    el("small", {}, cell.count === null ? "" : cell.count.toLocaleString("ja-JP"), interval(cell) ? el("span", { class: "interval" }, interval(cell)) : null));
}

const summaries = [["mean", "sum_mean"], ["median", "sum_median"], ["sum", "sum_sum"], ["at_least", "sum_atLeast"], ["min", "sum_min"], ["max", "sum_max"]];
const short = (value) => Array.isArray(value) ? value.map(short).join("、") : value === null || value === undefined ? "–" : Number(value.toFixed(2)).toLocaleString("ja-JP");

function summaryRows(table) {
  return summaries.filter(([key]) => table.columns.some((c) => c.summary && c.summary[key] !== null && c.summary[key] !== undefined)).map(([key, word]) =>
    el("tr", { class: "row-summary" }, el("th", { scope: "row" }, t(word)), table.columns.map((c) => el("td", {}, c.summary ? short(c.summary[key]) : "–"))));
}

function drawTest(table) {
  if (!table.test) return null;
  const made = table.test.p !== null && table.test.p !== undefined;
  return el("p", { class: "keys" }, made ? `${t("testOf")} ${table.test.method}：p ${table.test.p < 0.001 ? "< 0.001" : "= " + table.test.p.toFixed(3)}${table.letters ? `　${t("lettersMean")}` : ""}` : table.test.refused || "");
}

// What the lines of a cell are stands over every column: percent, count, and which interval of which level by which method.
const cellHeading = (table, heading) => [t("cellPercent"), heading && table.rows.some((row) => row.cells.some(interval)) ? `${t("countN")}　${heading}` : t("countN")];

function drawTable(table, heading) {
  const lines = cellHeading(table, heading).map((text) => el("small", {}, text));
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": table.title }, el("table", {},
    el("thead", {}, el("tr", {}, el("td", {}), table.columns.map((c) => el("th", { scope: "col" }, c.label, c.letter ? el("sup", {}, c.letter) : null, el("small", {}, `n=${count(c.n)}`), lines.map((line) => line.cloneNode(true)))))),
    el("tbody", {}, table.rows.map((row) => el("tr", { class: "kind-" + row.kind }, el("th", { scope: "row" }, row.label), row.cells.map((cell, i) => drawCell(cell, i === 0)))), summaryRows(table))));
}

// One answer across the columns: prefectures as a map, types as bars.
function acrossPick(table, wishes) {
  if (!table.figures_across || !table.figures_across.length) return null;
  return pick("across-" + table.question, t("across"), [["", t("acrossAll")], ...table.rows.map((row) => [row.key, row.label])], wishes.across || "");
}

function drawSection(table, heading, request, single, wishes, remember, unchecked) {
  const across = acrossPick(table, single ? wishes : {}), trouble = el("div");
  const own = () => {
    const wish = request();
    return { ...wish, operands: [table.question], options: { ...wish.options, ...(across && across.value ? { across: across.value } : {}) } };
  };
  const figure = figureBox({ of: `table ${table.question}`, kinds: across && across.value ? table.figures_across : table.figures, request: own,
    chosen: single ? wishes.figure : null, later: !single, onchoose: (kind) => single && remember({ figure: kind }), extra: across && across.label });
  if (across) across.node.addEventListener("change", () => {
    figure.refit(across.value ? table.figures_across : table.figures);
    if (single) remember({ across: across.value });
    figure.draw();
  });
  const plain = () => { const wish = own(); delete wish.options.across; return wish; };
  return el("section", { class: "result" },
    el("h2", {}, table.number ? el("span", { class: "number" }, table.number) : null, table.title),
    el("p", { class: "base" }, `${t("base")}：${table.base.text}　n=${count(table.base.n)}`, table.filter ? `　${t("filter")}：${table.filter_text || table.filter}` : "",
      unchecked ? el("span", { class: "unchecked" }, t("uncheckedIn").replace("%", count(unchecked))) : null),
    el("div", { class: figure.node && table.columns.length <= BESIDE ? "pair" : "" }, el("div", {}, drawTable(table, heading), drawTest(table), noted(table.notes)), figure.node),
    forms(() => figure.kind() ? own() : plain(), figure.kind, trouble), trouble);
}

function bannerPicks(catalogue, wishes) {
  const keys = (wishes.by || "").split(",");
  const choices = [["", "—"], ...catalogue.keys.map((k) => [k.id, k.label]), ...catalogue.questions.filter((q) => q.options).map((q) => [q.id, `${q.number || ""} ${q.label}`.trim()])];
  return Array.from({ length: BANNER }, (_, i) => pick("by" + (i || ""), i ? t("byNext") : t("by"), choices, keys[i] || ""));
}

// Further keys are offered once the one before is chosen.
function chainBanner(banner) {
  const fit = () => banner.forEach((field, i) => { field.label.hidden = i > 0 && !banner[i - 1].value; if (field.label.hidden) field.node.value = ""; });
  for (const field of banner) field.node.addEventListener("change", fit);
  fit();
}

function fields(catalogue, wishes) {
  const question = pick("question", t("question"), [["", t("allQuestions")], ...catalogue.questions.filter((q) => q.kind !== "text").map((q) => [q.id, `${q.number || ""} ${q.label}`.trim()])], wishes.q);
  const banner = bannerPicks(catalogue, wishes);
  chainBanner(banner);
  const where = expression("where", t("where"), catalogue, wishes.where), base = expression("base", t("baseExpression"), catalogue, wishes.base);
  const percent = pick("percent", t("percent"), ["cases", "answers", "row", "column", "total"].map((key) => [key, t("percent_" + key)]), wishes.percent);
  const noAnswer = pick("no-answer", t("noAnswerBase"), [["in", t("noAnswer_in")], ["out", t("noAnswer_out")]], wishes["no-answer"]);
  const range = pick("interval", t("interval"), [["wilson", t("interval_wilson")], ["exact", t("interval_exact")], ["none", t("interval_none")]], wishes.interval);
  const sort = pick("sort", t("sort"), [["form", t("sort_form")], ["count", t("sort_count")]], wishes.sort);
  const weight = catalogue.weights.length ? pick("weight", t("weight"), [["", t("weight_none")], ...catalogue.weights.map((w) => [w.id, w.label || w.id])], wishes.weight) : null;
  const suppress = line("suppress", t("suppress"), wishes.suppress, { inputmode: "numeric", type: "number", min: 0 });
  const letters = tick("test", t("letters"), wishes.test === "letters");
  return { question, banner, where, base, percent, noAnswer, range, sort, weight, suppress, letters };
}

const byOf = (f) => f.banner.map((field) => field.value).filter((key, i, all) => key && all.indexOf(key) === i).join(",");

function optionsOf(f) {
  const by = byOf(f);
  return { by, where: f.where.value, base: f.base.value, percent: f.percent.value === "cases" ? "" : f.percent.value, "no-answer": f.noAnswer.value === "in" ? "" : f.noAnswer.value,
    interval: f.range.value === "wilson" ? "" : f.range.value, sort: f.sort.value === "form" ? "" : f.sort.value, weight: f.weight ? f.weight.value : "", suppress: f.suppress.value, test: f.letters.value && by ? "letters" : "" };
}

export async function tableView(box, { catalogue, wishes, remember }) {
  const f = fields(catalogue, wishes), wait = waiting(), trouble = el("div"), out = el("div", { class: "results" });
  let kept = { figure: wishes.figure, across: wishes.across }, stopped = false, turn = 0;
  const request = () => ({ do: "table", operands: f.question.value ? [f.question.value] : [], options: optionsOf(f) });
  const save = (more = {}) => { kept = { ...kept, ...more }; remember({ q: f.question.value, ...optionsOf(f), ...(f.question.value ? kept : {}) }); };
  async function draw() {
    const mine = ++turn;
    save();
    const set = await wait.run((tell) => fetchJson(request(), tell), trouble);
    if (stopped || mine !== turn) return;
    if (!set) return out.replaceChildren();
    const shown = set.tables.filter((table) => table.rows && table.rows.length), single = f.question.value && shown.length === 1;
    const whole = el("div"), unchecked = new Map(catalogue.questions.map((q) => [q.id, q.unchecked]));
    out.replaceChildren(...shown.map((table) => drawSection(table, set.interval.heading, request, single, { figure: kept.figure, across: kept.across }, save, unchecked.get(table.question))),
      el("section", { class: "notes" }, noted(set.notes), el("p", { class: "keys" }, `${t("source")}：${set.source || set.title}`)),
      shown.length > 1 ? el("section", { class: "result" }, el("h2", {}, t("allTables")), forms(request, () => "", whole), whole) : "");
  }
  f.question.node.addEventListener("change", () => { kept = {}; });
  const more = el("details", { class: "builder", open: Boolean(wishes.base || wishes.percent || wishes["no-answer"] || wishes.interval || wishes.sort || wishes.weight || wishes.suppress) }, el("summary", {}, t("moreOptions")),
    el("div", { class: "wishes" }, f.percent.label, f.noAnswer.label, f.range.label, f.sort.label, f.weight && f.weight.label, f.suppress.label), f.base.node);
  const form = el("form", { class: "card", onsubmit: (event) => { event.preventDefault(); draw(); } },
    el("div", { class: "wishes" }, f.question.label, f.banner.map((field) => field.label), f.letters.label), f.where.node, more,
    el("div", { class: "line small" }, el("button", { class: "primary" }, t("tabulate")), wait.node));
  form.addEventListener("change", (event) => { if (!event.target.closest(".builder > .wishes") || event.target.closest("form > .builder > .wishes")) draw(); });
  box.replaceChildren(form, trouble, out, linkBox());
  draw();
  return () => { stopped = true; };
}
