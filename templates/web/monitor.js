// Where the survey stands, live: the same objects as the commands `progress` and `fieldwork`.
import { api, chooseSurvey, el, say, state } from "./app.js";
import { result } from "./jobs.js";
import { picture } from "./picture.js";
import { t } from "./words.js";

const every = 5000, everyPairs = 60000;
const number = (value) => value === null || value === undefined ? "–" : Number(value).toLocaleString("ja-JP");
const columns = [["sent", "sent"], ["received", "receivedN"], ["valid", "valid"], ["text", "rate"], ["set_aside", "aside"], ["duplicate", "dup"], ["void", "void"]];

// view: the screen where it is dealt with, for those who have it.
function card(label, value, small, view) {
  const may = view && state.me.role !== "research";
  return el(may ? "a" : "div", { class: "card number", href: may ? "#review/" + view : false }, el("span", {}, label), el("strong", {}, value), small ? el("small", {}, small) : null);
}

// Keyed twice, of those that should be.
function doubleCard(double) {
  if (!double.planned && !double.keyed_twice) return null;
  return card(t("doubleDone"), double.planned ? `${number(double.keyed_twice)} / ${number(double.drawn)}` : number(double.keyed_twice),
    double.undecided ? `${t("undecidedSheets")} ${number(double.undecided)}` : t("nothingUndecided"), "differences");
}

// Received is all that ever came in: what of it has no card of its own stands beside it, so that the cards add up.
function notCounted(r) {
  const parts = [["void", r.void], ["dup", r.duplicate]].filter(([, n]) => n).map(([name, n]) => `${t(name)} ${number(n)}`);
  return parts.length ? `${t("ofThese")} ${parts.join(" ")}` : null;
}

function cards(data, work, pairs) {
  const r = data.reconciliation;
  return [card(t("sent"), number(data.sent)), card(t("receivedN"), number(r.read), notCounted(r)), card(t("valid"), number(r.accepted)),
    card(t("rate"), data.text || "–", data.sent ? `${number(r.accepted)} / ${number(data.sent)}` : null), card(t("aside"), number(r.set_aside)),
    card(t("findingsOpen"), number(work.findings.open), work.findings.errors ? `${t("findingsGrave")} ${number(work.findings.errors)}` : null, "findings"),
    doubleCard(work.double),
    pairs === null ? null : card(t("pairsOpen"), number(pairs), pairs ? null : t("noDuplicates"), "duplicates"),
    card(t("expected"), data.expected ? number(Math.round(data.expected.valid)) : "–", data.expected ? null : data.expected_refused)].filter(Boolean);
}

function table(data, heading) {
  const rows = data.rows.filter((row) => row.received || row.sent);
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": heading }, el("table", {}, el("caption", {}, heading), el("thead", {}, el("tr", {}, el("td", {}), columns.map(([, name]) => el("th", { scope: "col" }, t(name))))),
    el("tbody", {}, rows.map((row) => el("tr", {}, el("th", { scope: "row" }, row.label),
      columns.map(([key]) => el("td", {}, key === "text" ? (row.text || "–") : number(row[key]))))))));
}

// As many cards in every row as there are in the fullest, give or take one: 5 and 4, not 7 and 2.
const narrowest = 9.5, apart = 0.75; // rem, as in app.css
function evenly(node) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize), fit = Math.max(1, Math.floor((node.clientWidth / rem + apart) / (narrowest + apart)));
  const rows = Math.ceil(node.children.length / fit);
  if (rows) node.style.setProperty("--even", Math.ceil(node.children.length / rows));
}

// Draws into a node only what is not there already: a screen that stands on a wall must not blink.
function keeper(node) {
  let last = null;
  return (made, of) => {
    const now = JSON.stringify(of);
    if (now === last) return;
    last = now;
    node.replaceChildren(...made());
  };
}

export async function monitor(main) {
  const survey = await chooseSurvey(main);
  if (!survey) return null;
  let by = "association", stopped = false, pairs = null;
  const top = el("div", { class: "cards" }), rows = el("div"), updated = el("p", { class: "keys" });
  const map = picture(), course = picture();
  const tabs = el("div", { class: "tabs", role: "group", "aria-label": t("tableBy") });
  const size = new ResizeObserver(() => evenly(top));
  size.observe(top);
  const drawTop = keeper(top), drawRows = keeper(rows);
  const courseNote = el("p", { class: "keys" }), notice = el("p", { class: "notice" });
  main.replaceChildren(survey, el("h1", {}, t("monitor")), notice, top,
    el("div", { class: "beside" }, el("section", { class: "card" }, el("h2", {}, t("courseHeading")), course.node, courseNote),
      el("section", { class: "card" }, el("h2", {}, t("mapHeading")), map.node, el("p", { class: "keys" }, t("mapTable")))),
    tabs, rows, updated);

  async function draw() {
    if (stopped) return;
    const id = encodeURIComponent(state.survey), key = by;
    try {
      const [data, work] = await Promise.all([api(`/api/progress?survey=${id}&by=${key}`), api(`/api/surveys/${id}/fieldwork`)]);
      if (stopped || key !== by) return;
      drawTop(() => cards(data, work, pairs), [data, work.findings, work.double, pairs]);
      evenly(top);
      drawRows(() => [table(data, t("by_" + key))], [key, data.rows]);
      notice.textContent = data.synthetic || "";
      map.show(work.map);
      course.show(work.course);
      courseNote.textContent = work.course ? "" : t("noCourse");
      updated.textContent = `${t("updated")} ${new Date().toLocaleTimeString("ja-JP")}`;
    } catch (error) { say(error.message, true); }
  }
  tabs.append(...["association", "pref", "channel", "day"].map((key) => el("button", { type: "button", "aria-pressed": String(key === by), onclick: (event) => {
    by = key;
    for (const tab of tabs.children) tab.setAttribute("aria-pressed", String(tab === event.target));
    draw();
  } }, t("by_" + key))));
  // Every return is held against the others for it: a job, and now and then only.
  async function countPairs() {
    if (state.me.role === "research") return;
    try { pairs = (await result({ do: "duplicates" })).pairs.length; } catch { return; }
    await draw();
  }
  await draw();
  countPairs();
  const timer = setInterval(draw, every), counting = setInterval(countPairs, everyPairs);
  return () => { stopped = true; size.disconnect(); clearInterval(timer); clearInterval(counting); };
}
