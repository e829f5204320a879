// Prefectures (or other areas) in order, with the map: the command `rank`, of a survey's answer or of a series.
import { api, el } from "./app.js";
import { expression } from "./expression.js";
import { fetchJson, figureBox, forms, line, linkBox, listed, pick, refill, tick, waiting } from "./result_parts.js";
import { t } from "./words.js";

export async function rankView(box, { catalogue, store, wishes, remember }) {
  const coded = catalogue.questions.filter((q) => q.options && q.kind !== "prefecture");
  const of = pick("rank-of", t("rankOf"), [["survey", t("rankSurvey")], ["series", t("trendSeries")]], wishes.series ? "series" : "survey");
  const question = pick("rank-question", t("question"), coded.map((q) => [q.id, `${q.number || ""} ${q.label}`.trim()]), wishes.q);
  const option = pick("rank-option", t("answer"), []);
  const by = pick("rank-by", t("byArea"), catalogue.keys.map((k) => [k.id, k.label]), wishes.by || "pref");
  const where = expression("rank-where", t("where"), catalogue, wishes.where);
  const minN = line("min-n", t("minN"), wishes["min-n"], { type: "number", min: 0 });
  const series = pick("rank-series", t("series"), store.series.filter((s) => s.areas > 1).map((s) => [s.id, `${s.id}（${s.unit}）`]), wishes.series);
  const at = pick("rank-at", t("period"), []), against = pick("rank-against", t("against"), [["", "—"]]);
  const best = line("best", t("best"), wishes.best || "5", { type: "number", min: 0, max: 23 }), least = tick("least-first", t("leastFirst"), wishes.least === "1");
  const wait = waiting(), trouble = el("div"), out = el("div", { class: "results" });
  let stopped = false, turn = 0, kept = wishes.figure || "map";
  const isSeries = () => of.value === "series";
  const options = () => ({ best: best.value, ...(isSeries() ? { series: series.value, at: at.value, against: against.value } : { by: by.value === "pref" ? "" : by.value, where: where.value, "min-n": minN.value }) });
  const request = () => ({ do: isSeries() ? "rank-series" : "rank", operands: isSeries() ? [] : [question.value, option.value], options: { ...options(), ...(least.value ? { "least-first": true } : {}) } });
  // What only makes sense of a listing is left out of its figure.
  const drawn = () => { const { "min-n": _, ...rest } = options(); return { ...request(), options: rest }; };
  const save = (figure = kept) => { kept = figure; remember({ ...(isSeries() ? {} : { q: question.value, o: option.value }), ...options(), least: least.value ? "1" : "", figure: kept }); };
  const offerOptions = (wanted) => refill(option, ((coded.find((q) => q.id === question.value) || {}).options || []).map((o) => [o.id, o.label]), wanted);
  async function offerPeriods(wanted = {}) {
    const { periods = [] } = series.value ? await api(`/api/series/${encodeURIComponent(series.value)}`).catch(() => ({})) : {};
    refill(at, [...periods].reverse().map((p) => [p, p]), wanted.at);
    refill(against, [["", "—"], ...periods.map((p) => [p, p])], wanted.against || "");
  }
  function fit() {
    for (const field of [question, option, by, minN]) field.label.hidden = isSeries();
    where.node.hidden = isSeries();
    for (const field of [series, at, against]) field.label.hidden = !isSeries();
  }
  async function draw() {
    const mine = ++turn;
    fit();
    save();
    const data = await wait.run((tell) => fetchJson(request(), tell), trouble);
    if (stopped || mine !== turn) return;
    if (!data) return out.replaceChildren();
    const saving = el("div"), kind = data.figures.includes(kept) ? kept : "auto";
    const figure = figureBox({ of: "rank " + of.value, kinds: data.figures, request: drawn, chosen: kind, onchoose: save });
    out.replaceChildren(el("section", { class: "result" }, el("h2", {}, data.title), el("div", { class: "pair" }, el("div", {}, listed(data)), figure.node), forms(() => least.value || minN.value && !isSeries() ? request() : drawn(), () => least.value || minN.value && !isSeries() ? "" : figure.kind(), saving), saving));
  }
  const form = el("form", { class: "card", onsubmit: (event) => { event.preventDefault(); draw(); } },
    el("div", { class: "wishes" }, of.label, question.label, option.label, by.label, series.label, at.label, against.label, best.label, minN.label, least.label), where.node,
    el("div", { class: "line small" }, el("button", { class: "primary" }, t("show")), wait.node));
  form.addEventListener("change", async (event) => {
    if (event.target.closest(".builder")) return;
    if (event.target === question.node) offerOptions();
    if (event.target === series.node || event.target === of.node) await offerPeriods();
    draw();
  });
  box.replaceChildren(form, trouble, out, linkBox());
  offerOptions(wishes.o);
  await offerPeriods(wishes);
  if (isSeries() || option.value) draw();
  else { fit(); trouble.replaceChildren(el("p", { class: "refusal" }, t("noCoded"))); }
  return () => { stopped = true; };
}
