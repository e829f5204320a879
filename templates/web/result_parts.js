// What the views of the results share: fields, work that is waited for, figures, files to take away.
import { api, el, state } from "./app.js";
import { make, workBar } from "./jobs.js";
import { picture } from "./picture.js";
import { t } from "./words.js";

// --- fields: {node, label, get value()} ---

const labelled = (text, node) => el("label", {}, el("span", {}, text), node);

export function pick(name, text, choices, value = "") {
  const node = el("select", { id: "r-" + name }, choices.map(([key, label]) => el("option", { value: key }, label)));
  node.value = choices.some(([key]) => key === value) ? value : choices.length ? choices[0][0] : "";
  return { node, label: labelled(text, node), get value() { return node.value; } };
}

export function line(name, text, value = "", more = {}) {
  const node = el("input", { id: "r-" + name, autocomplete: "off", value, ...more });
  return { node, label: labelled(text, node), get value() { return node.value.trim(); } };
}

export function tick(name, text, value = false) {
  const node = el("input", { id: "r-" + name, type: "checkbox" });
  node.checked = value;
  return { node, label: el("label", { class: "tick" }, node, " ", text), get value() { return node.checked; } };
}

// Options of another field take the place of those that are there; the choice is kept where it can be.
export function refill(field, choices, wanted = field.value) {
  field.node.replaceChildren(...choices.map(([key, label]) => el("option", { value: key }, label)));
  field.node.value = choices.some(([key]) => key === wanted) ? wanted : choices.length ? choices[0][0] : "";
}

// --- work ---

export function waiting() {
  const { node, tell } = workBar(t("making"));
  let running = 0;
  node.hidden = true;
  // What goes wrong is a sentence in `trouble`, where the result would stand.
  async function run(work, trouble) {
    node.hidden = false;
    running++;
    tell({ seconds: 0 });
    trouble.replaceChildren();
    try { return await work(tell); }
    catch (error) { trouble.replaceChildren(el("p", { class: "refusal", role: "alert" }, error.message)); return null; }
    finally { if (!--running) node.hidden = true; }
  }
  return { node, run };
}

export async function fetchJson(request, tell) {
  return api(`/api/jobs/${await make(request, "results", tell)}/file`);
}

async function fetchText(request, tell) {
  const answer = await fetch(`/api/jobs/${await make(request, "results", tell)}/file`);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

export async function takeAway(request, tell) {
  location.assign(`/api/jobs/${await make(request, "results", tell)}/file`);
}

// The buttons of all forms in which `request()` can be had; `figure()` is the kind that is shown, or "".
export function forms(request, figure, trouble) {
  const wait = waiting();
  const button = (as, text, more = {}) => el("button", { type: "button", "data-as": as, onclick: () => {
    const wish = request();
    wait.run((tell) => takeAway({ ...wish, as, options: { ...wish.options, ...more() } }, tell), trouble);
  } }, text);
  const drawn = () => figure() ? { figure: figure() } : {};
  return el("div", { class: "forms" }, el("span", { class: "keys" }, t("takeAway")), button("pdf", t("pdfPage"), drawn), button("svg", "SVG", () => ({ figure: figure() || "auto" })),
    button("xlsx", "Excel", () => ({})), button("csv", "CSV", () => ({})), button("json", "JSON", () => ({})), wait.node);
}

// --- figures ---

const rememberedKey = (of) => `figure ${state.survey} ${of}`;

// The figure beside a table: kinds that fit it, the last choice remembered.  `of` names what it is of; `later`: it is one of
// many.
export function figureBox({ of, kinds, request, chosen = null, onchoose = () => {}, extra = null, later = false }) {
  const remembered = chosen || localStorage.getItem(rememberedKey(of)) || "auto";
  const choices = [["auto", t("figure_auto")], ...kinds.map((kind) => [kind, t("figure_" + kind)]), ["none", t("figure_none")]];
  const kind = pick("figure-" + of.replace(/[^\w]/g, "-"), t("figure"), choices, remembered);
  const shown = picture(), trouble = el("div"), box = el("div", { class: "figure-box" }, el("div", { class: "line small" }, kind.label, extra), shown.node, trouble);
  let turn = 0, seen = !later;
  async function draw() {
    const mine = ++turn;
    trouble.replaceChildren();
    shown.node.hidden = kind.value === "none";
    if (kind.value === "none" || !seen) return;
    const wish = request();
    try {
      const svg = await fetchText({ ...wish, as: "svg", options: { ...wish.options, figure: kind.value } });
      if (mine === turn) shown.show(svg);
    } catch (error) {
      if (mine === turn) { shown.node.hidden = true; trouble.replaceChildren(el("p", { class: "keys" }, error.message)); }
    }
  }
  kind.node.addEventListener("change", () => {
    localStorage.setItem(rememberedKey(of), kind.value);
    onchoose(kind.value);
    draw();
  });
  // One of many is drawn when it comes into sight.
  if (!later) draw();
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    seen = true;
    draw();
  }, { rootMargin: "300px" });
  if (later) watch.observe(box);
  return { node: kinds.length ? box : null, draw, refit: (now) => refill(kind, [["auto", t("figure_auto")], ...now.map((k) => [k, t("figure_" + k)]), ["none", t("figure_none")]]), kind: () => !kinds.length || kind.value === "none" ? "" : kind.value };
}

// --- what a command lists for people: facts, rows, notes ---

export function listed(result) {
  const { facts, columns, rows } = result.shown;
  return [el("dl", { class: "facts" }, facts.map(([label, text]) => [el("dt", {}, label), el("dd", {}, text)]).flat()),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": result.title }, el("table", { class: "listed" },
      el("thead", {}, el("tr", {}, columns.map((c) => el("th", { scope: "col", class: c.number ? "number" : "word" }, c.heading)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, i) => el("td", { class: columns[i].number ? "number" : "word" }, cell))))))),
    noted(result.notes)];
}

export const noted = (notes) => notes && notes.length ? el("ul", { class: "noted" }, notes.map((note) => el("li", {}, note))) : null;

export const linkBox = () => el("p", { class: "keys" }, t("linkHint"));
