// A concept of surveys, or a reference series, in the course of time: the command `trend`.
import { api, el } from "./app.js";
import { drawConcept } from "./result_compare.js";
import { fetchJson, figureBox, forms, linkBox, listed, pick, refill, waiting } from "./result_parts.js";
import { t } from "./words.js";

// Questions and options that other surveys can have too.
function concepts(catalogue) {
  return catalogue.questions.flatMap((q) => [
    ...(q.concept ? [[q.concept, `${q.number || ""} ${q.label}`.trim()]] : []),
    ...(q.options || []).filter((o) => o.concept).map((o) => [o.concept, `${q.number || ""} ${q.label}：${o.label}`.trim()])]);
}

export async function trendView(box, { catalogue, store, wishes, remember }) {
  const known = concepts(catalogue);
  if (wishes.concept && !known.some(([id]) => id === wishes.concept)) known.push([wishes.concept, wishes.concept]);
  const of = pick("trend-of", t("trendOf"), [["concept", t("trendConcept")], ["series", t("trendSeries")]], wishes.series ? "series" : "concept");
  const concept = pick("trend-concept", t("concept"), known, wishes.concept);
  const by = pick("trend-by", t("by"), [["", "—"], ...catalogue.keys.filter((k) => !["association", "channel"].includes(k.id)).map((k) => [k.id, k.label])], wishes.by);
  const series = pick("trend-series", t("series"), store.series.filter((s) => s.first !== s.last).map((s) => [s.id, `${s.id}（${s.unit}、${s.first}～${s.last}）`]), wishes.series);
  const area = pick("trend-area", t("area"), [["", t("everyArea")]], ""), group = pick("trend-group", t("group"), [["", t("everyGroup")]], "");
  const wait = waiting(), trouble = el("div"), out = el("div", { class: "results" });
  let stopped = false, turn = 0, kept = wishes.figure;
  const isSeries = () => of.value === "series";
  const options = () => isSeries() ? { series: series.value, area: area.value, group: group.value } : { concept: concept.value, by: by.value };
  const request = () => ({ do: isSeries() ? "trend-series" : "trend", options: options() });
  const save = (figure = kept) => { kept = figure; remember({ ...options(), figure: kept }); };
  function fit() {
    for (const field of [concept, by]) field.label.hidden = isSeries();
    for (const field of [series, area, group]) field.label.hidden = !isSeries();
  }
  async function offer(wanted = {}) {
    const shape = series.value ? await api(`/api/series/${encodeURIComponent(series.value)}`).catch(() => ({})) : {};
    refill(area, [["", t("everyArea")], ...(shape.areas || []).filter((a) => a.id).map((a) => [a.id, a.label])], wanted.area || "");
    refill(group, [["", t("everyGroup")], ...(shape.groups || []).filter((g) => g.id).map((g) => [g.id, g.label])], wanted.group || "");
    area.label.hidden = !isSeries() || area.node.options.length < 2;
    group.label.hidden = !isSeries() || group.node.options.length < 2;
  }
  const courses = (data) => isSeries() ? [el("section", { class: "result" }, el("h2", {}, data.title), listed(data))]
    : data.series.flatMap((course) => [el("h2", {}, `${t("series")}：${course.series}`), ...course.comparison.concepts.map((concept) => drawConcept(concept, { ...course.comparison.interval, adjust: course.comparison.adjust }))]);
  async function draw() {
    const mine = ++turn;
    fit();
    save();
    if (!isSeries() && !concept.value) { trouble.replaceChildren(el("p", { class: "refusal" }, t("noConcepts"))); return out.replaceChildren(); }
    const data = await wait.run((tell) => fetchJson(request(), tell), trouble);
    if (stopped || mine !== turn) return;
    if (!data) return out.replaceChildren();
    const kinds = isSeries() ? data.figures : data.series.length === 1 ? data.series[0].comparison.figures : [];
    const saving = el("div"), figure = figureBox({ of: "trend " + of.value, kinds, request, chosen: kept, onchoose: save });
    out.replaceChildren(el("section", { class: "result" }, figure.node || el("p", { class: "keys" }, t("noFigure")), forms(request, figure.kind, saving), saving), ...courses(data));
  }
  const form = el("form", { class: "card", onsubmit: (event) => { event.preventDefault(); draw(); } },
    el("div", { class: "wishes" }, of.label, concept.label, by.label, series.label, area.label, group.label), el("div", { class: "line small" }, el("button", { class: "primary" }, t("show")), wait.node));
  form.addEventListener("change", async (event) => {
    if (event.target === series.node || event.target === of.node) await offer();
    draw();
  });
  box.replaceChildren(form, trouble, out, linkBox());
  await offer(wishes);
  draw();
  return () => { stopped = true; };
}
