// The review of what is masked in free texts: answer and masked text side by side, one after the other, by keys.
import { api, chooseSurvey, el, say, state, Refused } from "./app.js";
import { spotsOf, wordsOf } from "./folding.js";
import { t } from "./words.js";

const kinds = ["name", "phone", "number", "my_number", "birth", "address", "email", "other"];
const stages = ["proposed", "plain", "reviewed"];
const page = 30;
const number = (value) => Number(value).toLocaleString("ja-JP");

// The spots of a text that was accepted before: what stands between those parts that both have.
function spotsBetween(original, masked, replacements) {
  const signs = Object.entries(replacements), spots = [];
  let at = 0, rest = masked;
  for (;;) {
    const next = signs.map(([kind, sign]) => ({ kind, sign, where: rest.indexOf(sign) })).filter((s) => s.where >= 0).sort((a, b) => a.where - b.where)[0];
    if (!next) return original.slice(at) === rest ? spots : null;
    if (original.slice(at, at + next.where) !== rest.slice(0, next.where)) return null;
    const from = at + next.where;
    rest = rest.slice(next.where + next.sign.length);
    const ends = signs.map(([, sign]) => rest.indexOf(sign)).filter((where) => where >= 0);
    const follows = rest.slice(0, ends.length ? Math.min(...ends) : rest.length);
    at = ends.length === 0 ? original.length - rest.length : follows ? original.indexOf(follows, from + 1) : from + 1;
    if (at <= from) return null;
    spots.push({ from, to: at, kind: next.kind, proposed: false });
  }
}

// Characters, as the server counts them, and the places of a string.
const toPlace = (text, characters) => [...text].slice(0, characters).join("").length;
const toCharacters = (text, place) => [...text.slice(0, place)].length;

function open(item, replacements) {
  const proposals = item.spans.map(([from, to, kind]) => ({ from: toPlace(item.text, from), to: toPlace(item.text, to), kind, proposed: true }));
  const kept = item.accepted ? spotsBetween(item.text, item.masked, replacements) : proposals;
  return { item, spots: kept || proposals, proposals, byHand: kept === null, at: 0, why: "" };
}

const overlaps = (a, b) => a.from < b.to && b.from < a.to;
const leftOut = (one) => one.proposals.filter((p) => !one.spots.some((s) => overlaps(s, p)));

function add(one, from, to, kind) {
  while (from < to && /\s/.test(one.item.text[from])) from++;
  while (from < to && /\s/.test(one.item.text[to - 1])) to--;
  if (from >= to) return;
  const spot = { from, to, kind, proposed: false };
  one.spots = [...one.spots.filter((s) => !overlaps(s, spot)), spot].sort((a, b) => a.from - b.from);
  one.at = one.spots.indexOf(spot);
}

function maskedText(one, replacements) {
  let at = 0, out = "";
  for (const s of one.spots) { out += one.item.text.slice(at, s.from) + replacements[s.kind]; at = s.to; }
  return out + one.item.text.slice(at);
}

// Both panes: the same spots, as written and as they will be shown.
function pane(one, shownAs, choose) {
  const parts = [];
  let at = 0;
  one.spots.forEach((s, i) => {
    parts.push(one.item.text.slice(at, s.from), el("mark", { class: (i === one.at ? "here" : "") + (s.proposed ? "" : " own"), onclick: () => choose(i) }, shownAs(s)));
    at = s.to;
  });
  return [...parts, one.item.text.slice(at)];
}

export async function masks(main) {
  const survey = await chooseSurvey(main);
  if (!survey) return null;
  let stage = "proposed", queue = [], at = 0, left = null, replacements = {}, over = false, busy = false, skipped = 0;
  const tabs = el("div", { class: "tabs", role: "group", "aria-label": t("stage") }), out = el("div");
  main.replaceChildren(survey, el("h1", {}, t("masks")), el("p", { class: "note" }, t("masksNote")), tabs, out);

  // The list as it is now: an answer for a stage that has been left meanwhile is not of it.
  async function load() {
    const mine = queue, base = `/api/surveys/${encodeURIComponent(state.survey)}/texts?`;
    let found;
    do {
      // What was accepted is gone from the list of those that wait, what was passed by is still in it.
      found = await api(base + new URLSearchParams({ review: stage, limit: String(page), from: String(stage === "reviewed" ? queue.length : skipped) }));
      if (over || mine !== queue) return;
      left = found.reviews;
      replacements = found.replacements;
      if (!found.ready) out.replaceChildren(el("p", {}, t("stillReading"), el("progress", { max: String(found.known), value: String(found.read), "aria-label": t("stillReading") })));
    } while (!found.ready);
    const there = new Set(queue.map((one) => `${one.item.return} ${one.item.question}`));
    queue.push(...found.items.filter((item) => !there.has(`${item.return} ${item.question}`)).map((item) => open(item, replacements)));
  }

  function drawTabs() {
    tabs.replaceChildren(...stages.map((name) => el("button", { type: "button", "aria-pressed": String(name === stage), onclick: async (event) => {
      event.target.blur();
      stage = name; queue = []; at = 0; skipped = 0;
      out.replaceChildren(); // no key answers to a text that is no longer in the list
      await go();
    } }, `${t("stage_" + name)} ${left ? number(left[name]) : ""}`)));
  }

  const current = () => queue[at];

  function unmask(one) {
    if (!one.spots.length) return;
    one.spots = one.spots.filter((_, i) => i !== one.at);
    one.at = Math.min(one.at, Math.max(0, one.spots.length - 1));
    draw();
  }

  function selection() {
    const box = out.querySelector(".original"), chosen = getSelection();
    if (!box || !chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    if (!box.contains(range.startContainer) || !box.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.setStart(box, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const from = before.toString().length;
    return [from, from + range.toString().length];
  }

  // What is selected, or else the spot that is marked, gets this kind.
  function maskAs(one, kind) {
    const chosen = selection();
    if (chosen) { add(one, chosen[0], chosen[1], kind); getSelection().removeAllRanges(); }
    else if (one.spots[one.at]) one.spots[one.at] = { ...one.spots[one.at], kind };
    else { say(t("selectFirst"), true); return; }
    draw();
  }

  function maskWord(one, word) {
    const spots = spotsOf(one.item.text, wordsOf(word));
    if (!spots.length) { say(t("wordNotThere"), true); return; }
    for (const [from, to] of spots) add(one, from, to, "other");
    draw();
  }

  async function accept(one) {
    if (busy) return;
    const mine = queue, out_of = leftOut(one);
    if (out_of.length && !one.why.trim()) { say(t("whyShown"), true); document.getElementById("m-why").focus(); return; }
    busy = true;
    try {
      const body = { return: one.item.return, question: one.item.question, original: one.item.text, why: one.why.trim(),
        spans: one.spots.map((s) => [toCharacters(one.item.text, s.from), toCharacters(one.item.text, s.to), s.kind]) };
      if (one.item.accepted) body.was = one.item.masked;
      const done = await api(`/api/surveys/${encodeURIComponent(state.survey)}/masks`, body);
      if (!one.item.accepted && left) { left[stage] = Math.max(0, left[stage] - 1); left.reviewed++; }
      if (one.passed) { one.passed = false; skipped--; }
      one.item = { ...one.item, accepted: true, masked: done.masked };
      say(`${one.item.name} ${t("maskKept")}`);
      if (mine === queue) await next(true);
    } catch (error) { say(error.message, true); if (mine === queue && error instanceof Refused && error.status === 409) { queue.splice(at, 1); await go(); } }
    busy = false;
  }

  async function next(accepted) {
    const one = current();
    if (one && !accepted && !one.item.accepted && !one.passed) { one.passed = true; skipped++; }
    at++;
    await go();
  }

  async function go() {
    const mine = queue;
    try { if (!current()) await load(); } catch (error) { say(error.message, true); }
    if (!over && mine === queue) draw();
  }

  function drawWhy(one) {
    const gone = leftOut(one);
    if (!gone.length) return null;
    return el("label", { class: "why" }, el("span", {}, `${t("shownAfterAll")}：${gone.map((p) => `「${one.item.text.slice(p.from, p.to)}」`).join("")}　${t("whyShown")}`),
      el("input", { id: "m-why", autocomplete: "off", value: one.why, oninput: (event) => { one.why = event.target.value; },
        onkeydown: (event) => { if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); event.stopPropagation(); accept(one); } } }));
  }

  function draw() {
    drawTabs();
    const one = current();
    if (!one) {
      out.replaceChildren(el("p", {}, left && (left.proposed || left.plain) ? t("stageDone") : t("allReviewed")), at > 0 ? el("p", {}, el("button", { type: "button", onclick: back }, t("maskBack"))) : "");
      return;
    }
    const choose = (i) => { if (getSelection().isCollapsed) { one.at = i; draw(); } };
    const word = el("input", { id: "m-word", autocomplete: "off", onkeydown: (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault(); event.stopPropagation();
      if (word.value.trim()) maskWord(one, word.value);
    } });
    out.replaceChildren(
      el("p", { class: "head" }, el("a", { href: "#keying/" + one.item.return }, one.item.name), el("span", {}, one.item.place || ""), el("span", {}, one.item.type || ""), el("span", { class: "of" }, one.item.label),
        one.item.accepted ? el("em", { class: "state" }, t("stage_reviewed")) : null),
      el("div", { class: "panes" },
        el("section", { class: "card" }, el("h2", {}, t("asWritten")), el("p", { class: "text original", lang: "ja" }, pane(one, (s) => one.item.text.slice(s.from, s.to), choose))),
        el("section", { class: "card" }, el("h2", {}, t("asShown")), el("p", { class: "text shown", lang: "ja" }, one.byHand ? [one.item.masked] : pane(one, (s) => replacements[s.kind], choose)))),
      one.byHand ? el("p", { class: "note" }, t("maskedByHand")) : "",
      drawWhy(one) || "",
      el("div", { class: "line" }, el("div", { class: "kinds", role: "group", "aria-label": t("maskAs") }, el("span", {}, t("maskAs")), kinds.map((kind, i) => el("button", { type: "button", onmousedown: (event) => event.preventDefault(), onclick: () => maskAs(one, kind) }, el("kbd", {}, String(i + 1)), replacements[kind]))),
        el("label", {}, el("span", {}, t("maskWord")), word)),
      el("div", { class: "line" }, el("button", { type: "button", class: "primary", id: "m-accept", onclick: () => accept(one) }, t("maskAccept")),
        el("button", { type: "button", disabled: !one.spots.length, onclick: () => unmask(one) }, t("unmask")),
        el("button", { type: "button", onclick: () => next(false) }, t("maskNext")), el("button", { type: "button", disabled: at === 0, onclick: back }, t("maskBack"))),
      el("p", { class: "keys" }, t("maskKeys")));
  }

  function back() { if (at > 0) { at--; draw(); } }

  function onKey(event) {
    const one = current();
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    if (event.target.matches("button, a") && (event.key === "Enter" || event.key === " ")) return;
    if (event.key === "ArrowLeft") back();
    else if (!one) return;
    else if (event.key === "Enter") accept(one);
    else if (event.key === "ArrowRight") next(false);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") { const n = one.spots.length; if (n) { one.at = (one.at + (event.key === "ArrowDown" ? 1 : n - 1)) % n; draw(); } }
    else if (event.key === "x" || event.key === "Delete") unmask(one);
    else if (event.key === "w") document.getElementById("m-word").focus();
    else if (/^[1-8]$/.test(event.key)) maskAs(one, kinds[Number(event.key) - 1]);
    else return;
    event.preventDefault();
  }

  await go();
  document.addEventListener("keydown", onKey);
  return () => { over = true; document.removeEventListener("keydown", onKey); };
}
