// The same concepts across surveys, as the command `compare` has them, or why they cannot be compared.
import { el, state } from "./app.js";
import { fetchJson, figureBox, forms, linkBox, noted, pick, refill, tick, waiting } from "./result_parts.js";
import { t } from "./words.js";

const number = (n) => n === null || n === undefined || n < 0 ? "–" : n.toLocaleString("ja-JP");
const signed = (x) => (x > 0 ? "+" : x < 0 ? "−" : "±") + Math.abs(x).toFixed(1);
const limits = (cell) => cell.low === null || cell.low === undefined ? "–" : `${cell.low.toFixed(1)}–${cell.high.toFixed(1)}%`;
const chance = (p) => p === null || p === undefined ? "–" : p < 0.001 ? "<0.001" : p.toFixed(3);

function differenceCells(difference) {
  if (!difference) return [el("td", {}), el("td", {}), el("td", {})];
  const ranged = difference.low !== null && difference.low !== undefined;
  return [el("td", {}, el("strong", {}, difference.text || "–")), el("td", {}, ranged ? `${signed(difference.low)}～${signed(difference.high)}` : "–"), el("td", {}, chance(difference.p_adjusted))];
}

// The sentence that the command gives, where the number would stand.
function waveRow(wave, differences, label) {
  const name = el("th", { scope: "row" }, label || wave.label || wave.survey);
  if (wave.refused && wave.percent === null) return el("tr", { class: "refused" }, name, el("td", { colspan: 7, class: "reason" }, wave.refused));
  return el("tr", {}, name, el("td", {}, number(wave.n)), el("td", {}, number(wave.count)), el("td", {}, el("strong", {}, wave.text || "–")), el("td", {}, limits(wave)),
    differenceCells(differences.find((d) => d.to === wave.survey)));
}

// Of one interval: what it is, of which level, by which method, in the words of the command.
const headings = (by) => el("thead", {}, el("tr", {}, [t("survey"), "n", t("countN"), "%", by.heading, t("points"), by.difference_heading, `${t("pAdjusted")} (${by.adjust})`].map((text) => el("th", { scope: "col" }, text))));

function blockTable(caption, by, waves, differences) {
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, el("table", {}, el("caption", {}, caption), headings(by),
    el("tbody", {}, waves.map((wave) => waveRow(wave, differences)))));
}

function footnotes(concept) {
  const texts = [concept, ...concept.waves].flatMap((of) => (of.footnotes || []).map((note) => note.text));
  return noted([...new Set(texts)]);
}

export function drawConcept(concept, by) {
  const title = concept.question && concept.question !== concept.label ? `${concept.question}：${concept.label}` : concept.label;
  return el("section", { class: "result" }, el("h2", {}, title),
    concept.refused ? el("div", { class: "refusal" }, el("strong", {}, concept.compared ? t("partRefused") : t("refused")), el("p", {}, concept.refused)) : null,
    blockTable(`${t("base")}：${concept.base && concept.base.text ? concept.base.text : t("ownBase")}`, by, concept.waves, concept.differences || []),
    (concept.groups || []).map((group) => blockTable(group.label || group.group, by, group.waves, group.differences || [])),
    concept.matched ? blockTable(t("matchedHeading"), by, concept.matched.waves, concept.matched.differences || []) : null,
    concept.matched_refused ? el("p", { class: "keys" }, concept.matched_refused) : null,
    footnotes(concept));
}

// --- the choice of surveys ---

// In the order of time, so that differences run from the earlier to the later one.
function candidates(store) {
  const own = store.surveys.map((s) => ({ id: s.id, title: s.title, order: s.from || "", own: true, series: s.series }));
  const known = new Set(own.map((s) => s.id));
  const published = store.published.filter((s) => !known.has(s.id)).map((s) => ({ id: s.id, title: s.title, order: s.order || "", own: false }));
  return [...own, ...published].sort((a, b) => a.order.localeCompare(b.order) || a.id.localeCompare(b.id));
}

// Without a wish: this survey and the one before it in its series.
function first(all) {
  const mine = all.find((s) => s.id === state.survey);
  const before = all.filter((s) => mine && s.own && s.series && s.series === mine.series && s.id !== mine.id);
  return [before.filter((s) => s.order < mine.order).pop() || before[0], mine].filter(Boolean).map((s) => s.id);
}

function surveyTicks(all, chosen) {
  const boxes = all.map((survey) => {
    const box = tick("compare-" + survey.id, `${survey.title}${survey.order ? `（${survey.order}）` : ""}`, chosen.includes(survey.id));
    return { ...survey, box };
  });
  const list = (own) => el("div", { class: "ticks" }, boxes.filter((s) => s.own === own).map((s) => s.box.label));
  const hidden = boxes.some((s) => !s.own && s.box.value);
  return { value: () => boxes.filter((s) => s.box.value).map((s) => s.id),
    node: el("fieldset", {}, el("legend", {}, t("compareWhich")), list(true), boxes.some((s) => !s.own) ? el("details", { open: hidden }, el("summary", {}, t("publishedSurveys")), list(false)) : null) };
}

const byChoices = (catalogue) => [["", "—"], ...catalogue.keys.filter((k) => !["association", "channel"].includes(k.id)).map((k) => [k.id, k.label])];

export async function compareView(box, { catalogue, store, wishes, remember }) {
  const all = candidates(store);
  const surveys = surveyTicks(all, wishes.surveys ? wishes.surveys.split(",") : first(all));
  const concept = pick("concept", t("concept"), [["", t("allShared")], ...(wishes.concept ? [[wishes.concept, wishes.concept]] : [])], wishes.concept);
  const by = pick("compare-by", t("by"), byChoices(catalogue), wishes.by);
  const base = pick("compare-base", t("compareBase"), [["", t("base_auto")], ["all", t("base_all")], ["published", t("base_published")]], wishes.base);
  const matched = tick("matched", t("matched"), wishes.matched === "prefecture"), force = tick("force", t("force"), wishes.force === "1");
  const wait = waiting(), trouble = el("div"), out = el("div", { class: "results" });
  let stopped = false, turn = 0, kept = wishes.figure;
  const options = () => ({ surveys: surveys.value().join(","), concept: concept.value, by: by.value, base: base.value, matched: matched.value ? "prefecture" : "" });
  const request = () => ({ do: "compare", options: { ...options(), ...(force.value ? { force: true } : {}) } });
  const save = (figure = kept) => { kept = figure; remember({ ...options(), force: force.value ? "1" : "", figure: kept }); };
  async function draw() {
    const mine = ++turn;
    save();
    if (surveys.value().length < 2) {
      trouble.replaceChildren(el("p", { class: "refusal", role: "alert" }, t("twoSurveys")));
      return out.replaceChildren();
    }
    const data = await wait.run((tell) => fetchJson(request(), tell), trouble);
    if (stopped || mine !== turn) return;
    if (!data) return out.replaceChildren();
    if (!concept.value) refill(concept, [["", t("allShared")], ...data.concepts.filter((c) => c.concept).map((c) => [c.concept, c.question && c.question !== c.label ? `${c.question}：${c.label}` : c.label])]);
    const saving = el("div"), figure = figureBox({ of: "compare", kinds: data.figures, request, chosen: kept, onchoose: save });
    out.replaceChildren(el("section", { class: "result" }, figure.node || el("p", { class: "keys" }, t("noFigure")), forms(request, figure.kind, saving), saving), ...data.concepts.map((concept) => drawConcept(concept, { ...data.interval, adjust: data.adjust })));
  }
  const form = el("form", { class: "card", onsubmit: (event) => { event.preventDefault(); draw(); } }, surveys.node,
    el("div", { class: "wishes" }, concept.label, by.label, base.label), el("div", { class: "line small" }, matched.label, force.label), el("p", { class: "keys" }, t("forceHint")),
    el("div", { class: "line small" }, el("button", { class: "primary" }, t("compareNow")), wait.node));
  form.addEventListener("change", (event) => {
    if (event.target.closest("fieldset")) refill(concept, [["", t("allShared")]]);
    draw();
  });
  box.replaceChildren(form, trouble, out, linkBox());
  draw();
  return () => { stopped = true; };
}
