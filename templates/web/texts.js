// Free texts, found while one types.  What may be seen the server decides: a researcher gets masked texts.
import { api, chooseSurvey, el, say, state } from "./app.js";
import { spotsOf, wordsOf } from "./folding.js";
import { t } from "./words.js";

const page = 20, few = 5; // hits on a page; of each survey, where all are searched
const number = (value) => Number(value).toLocaleString("ja-JP");

function marked(text, words) {
  const parts = [];
  let at = 0;
  for (const [from, to] of spotsOf(text, words)) {
    parts.push(text.slice(at, from), el("mark", {}, text.slice(from, to)));
    at = to;
  }
  return [...parts, text.slice(at)];
}

function choose(survey) {
  state.survey = survey;
  sessionStorage.setItem("survey", survey);
}

function drawItem(item, words, survey = state.survey) {
  const officer = item.status !== undefined;
  return el("article", { class: "found" }, el("p", { class: "head" },
    officer ? el("a", { href: "#keying/" + item.return, title: t("openReturn"), onclick: () => choose(survey) }, item.name) : el("span", {}, t("caseNo") + " " + item.return),
    item.place ? el("span", {}, item.place) : null, item.type ? el("span", {}, item.type) : null,
    item.status === "set_aside" ? el("em", { class: "state" }, t("aside")) : null,
    item.kinds.map((kind) => el("span", { class: "kind" }, kind)), el("span", { class: "of" }, item.label)),
    el("p", { class: "text" }, marked(item.text, words)));
}

function choice(id, label, onchange) {
  const select = el("select", { id, onchange });
  const box = el("label", {}, el("span", {}, label), select);
  return { box, select, fill(items) {
    const value = select.value;
    const shown = items.filter((item) => item.n || item.id === value);
    box.hidden = !items.length;
    select.replaceChildren(el("option", { value: "" }, t("any")), ...shown.map((item) => el("option", { value: item.id }, `${item.label}（${number(item.n)}）`)));
    select.value = value;
  } };
}

// What each survey has of it, and the way to all of it.
function drawSurvey(survey, found, words, open) {
  return el("section", {}, el("h2", {}, survey.title, el("small", {}, `　${number(found.total)} ${t("textsFound")}`)),
    el("div", { class: "founds" }, found.items.map((item) => drawItem(item, words, survey.id))),
    found.total > found.items.length ? el("p", { class: "paging" }, el("button", { type: "button", onclick: () => open(survey.id) }, `${t("allOfSurvey")}（${number(found.total)}）`)) : null);
}

// The places of several surveys as one list; a place that two of them have is one.
function together(lists) {
  const places = new Map();
  for (const place of lists.flat()) places.set(place.id, { ...place, n: place.n + (places.get(place.id)?.n || 0) });
  return [...places.values()].sort((a, b) => a.id.localeCompare(b.id));
}

export async function texts(main) {
  const survey = await chooseSurvey(main);
  if (!survey) return null;
  const { surveys } = await api("/api/surveys");
  let from = 0, asked = 0, timer = 0, over = false;
  const begin = () => { from = 0; clearTimeout(timer); timer = setTimeout(search, 150); };
  const q = el("input", { id: "s-q", type: "search", autocomplete: "off", oninput: begin });
  const choices = ["question", "kind", "place"].map((name) => choice("s-" + name, t(name === "place" ? "placeOf" : name === "kind" ? "kindOf" : name), begin));
  const counts = el("p", { class: "counts", role: "status" }), list = el("div", { class: "founds" }), paging = el("p", { class: "paging" });
  const everywhere = el("input", { id: "s-everywhere", type: "checkbox", onchange: begin });
  const form = el("form", { role: "search", class: "card wishes", onsubmit: (event) => { event.preventDefault(); begin(); } },
    el("label", { class: "wide" }, el("span", {}, t("searchHint")), q), surveys.length > 1 ? el("label", { class: "tick wide" }, everywhere, " ", t("everySurvey")) : null, choices.map((c) => c.box),
    el("button", { type: "button", onclick: () => { q.value = ""; for (const c of choices) c.select.value = ""; begin(); q.focus(); } }, t("showAll")));
  main.replaceChildren(survey, el("h1", {}, t("texts")), state.me.role === "research" ? el("p", { class: "note" }, t("maskedNote")) : "", form, counts, list, paging);

  function drawCounts(found) {
    counts.replaceChildren(el("strong", {}, number(found.total)), ` ${t("textsFound")}（${t("total")} ${number(found.all)}）`,
      ...(found.ready ? [] : [el("span", {}, ` ${t("stillReading")} `, el("progress", { max: String(found.known), value: String(found.read), "aria-label": t("stillReading") }))]));
  }
  function drawPaging(found) {
    const last = Math.min(found.from + page, found.total);
    const to = (label, at, off) => el("button", { type: "button", disabled: off, onclick: () => { from = at; search(true); } }, label);
    paging.replaceChildren(...(found.total > page ? [to(t("pageBack"), Math.max(0, found.from - page), found.from === 0),
      ` ${number(found.from + 1)}–${number(last)} / ${number(found.total)} `, to(t("pageOn"), found.from + page, last >= found.total)] : []));
  }
  // Survey by survey, so that the first ones stand there while the others are still read.
  async function searchAll() {
    const mine = ++asked, words = wordsOf(q.value), wanted = { q: q.value.trim(), limit: String(few), place: choices[2].select.value };
    const open = (id) => { choose(id); everywhere.checked = false; survey.querySelector("select").value = id; begin(); scrollTo(0, 0); };
    const sum = { total: 0, all: 0, read: 0, known: 0, ready: true }, places = [];
    paging.replaceChildren();
    const sections = [];
    try {
      for (const of of surveys) {
        let found;
        do {
          found = await api(`/api/surveys/${encodeURIComponent(of.id)}/texts?${new URLSearchParams(wanted)}`);
          if (mine !== asked || over) return;
        } while (!found.ready);
        for (const key of ["total", "all", "read", "known"]) sum[key] += found[key];
        places.push(found.places);
        if (found.total) sections.push(drawSurvey(of, found, words, open));
        drawCounts(sum);
        list.replaceChildren(...sections);
      }
      choices[2].fill(together(places));
      if (!sum.total) list.replaceChildren(el("p", {}, t(sum.all ? "nothingFound" : "noTextsAnywhere")));
    } catch (error) { if (mine === asked) say(error.message, true); }
  }
  async function search(up = false) {
    for (const c of choices.slice(0, 2)) c.box.classList.toggle("off", everywhere.checked);
    if (everywhere.checked) return searchAll();
    const mine = ++asked, wanted = { q: q.value.trim(), from: String(from), limit: String(page) };
    choices.forEach((c, i) => { if (c.select.value) wanted[["question", "kind", "place"][i]] = c.select.value; });
    try {
      const found = await api(`/api/surveys/${encodeURIComponent(state.survey)}/texts?${new URLSearchParams(wanted)}`);
      if (mine !== asked || over) return; // something else was typed meanwhile
      choices.forEach((c, i) => c.fill(found[["questions", "kinds", "places"][i]]));
      const words = wordsOf(q.value);
      drawCounts(found);
      list.replaceChildren(...found.items.map((item) => drawItem(item, words)), found.total || !found.ready ? "" : el("p", {}, t(found.all ? "nothingFound" : "noTexts")));
      drawPaging(found);
      if (up) { scrollTo(0, 0); q.focus({ preventScroll: true }); }
      if (!found.ready) search();
    } catch (error) { if (mine === asked) say(error.message, true); }
  }
  await search();
  q.focus();
  return () => { over = true; clearTimeout(timer); };
}
