// Two returns that look like one sheet, side by side, with what differs marked: one sheet (which of the two counts), or two sheets.
// Nothing of the two is mixed: the one that is kept counts as it is, the other stays on record and can be taken back.
import { api, el, say, state } from "./app.js";
import { result } from "./jobs.js";
import { sheetName, t } from "./words.js";

const key = (name, ...rest) => [el("kbd", {}, name), " ", ...rest];
const fields = ["sheet", "association", "channel", "received", "institution", "operator", "remark"];

// An answer of a return as /api/returns gives it, in the words of the form.
function answerText(form, question, answers) {
  const answer = answers[question.id];
  if (!answer) return "";
  if (answer.state) return t({ invalid: "invalid", none: "none" }[answer.state] || "noAnswer");
  if (!answer.options) return answer.text || "";
  const options = question.options || form.prefectures;
  return answer.options.map((id) => (options.find((o) => o.id === id) || { label: id }).label).join("・") + (answer.words ? ` 「${answer.words}」` : "");
}
function fieldText(form, name, values) {
  const value = values[name] || "";
  if (name === "association") return (form.associations.find((a) => a.id === value) || { label: value }).label;
  return name === "channel" && value ? t(value) : value;
}

export async function duplicates(out) {
  const form = await api(`/api/surveys/${encodeURIComponent(state.survey)}/form`);
  const may = state.me.role !== "entry";
  const head = el("div"), body = el("div", { class: "pairs" });
  let open = [], said = [], at = 0, last = null, showDecided = false, work = Promise.resolve();
  const known = new Map();
  const found = (id) => { if (!known.has(id)) known.set(id, api("/api/returns/" + id)); return known.get(id); };
  async function read() {
    const [now, before] = await Promise.all([result({ do: "duplicates" }), result({ do: "pairs-decided" })]);
    open = now.pairs;
    said = before.decided;
    at = Math.min(at, Math.max(open.length - 1, 0));
    known.clear();
  }

  // --- deciding ---

  function decide(pair, request, told) {
    if (!may) { say(t("officersDecide"), true); return; }
    open.splice(open.indexOf(pair), 1);
    at = Math.min(at, Math.max(open.length - 1, 0));
    draw();
    work = work.then(async () => {
      try {
        await result({ options: {}, ...request, operands: [String(pair.a), String(pair.b)] });
        last = { ...pair, told };
        say(told);
      } catch (error) { say(error.message, true); await read().catch(() => {}); draw(); }
      drawHead();
    });
  }
  const named = (pair, id) => sheetName(id === pair.a ? pair.sheet_a : pair.sheet_b, id) + (pair.sheet_a && pair.sheet_a === pair.sheet_b ? `（${t("receipt")} ${id}）` : "");
  const keep = (pair, id) => decide(pair, { do: "merge", options: { keep: String(id) } }, `${named(pair, id)} ${t("keptOne")}`);
  const distinct = (pair) => decide(pair, { do: "distinct" }, t("bothKept"));
  async function reopen(pair) {
    await work;
    try {
      await result({ do: "pair-reopen", options: pair.entry ? { decision: String(pair.entry) } : {}, operands: [String(pair.a), String(pair.b)] });
      say(t("reopened"));
      last = null;
      showDecided = false;
    } catch (error) { say(error.message, true); }
    await read();
    const again = open.findIndex((one) => one.a === pair.a && one.b === pair.b);
    if (again >= 0) at = again;
    draw();
  }

  // --- drawing ---

  function drawHead() {
    head.replaceChildren(el("div", { class: "tabs", role: "group" },
      el("button", { type: "button", "aria-pressed": String(!showDecided), onclick: () => show(false) }, `${t("toDecide")} ${open.length}`),
      el("button", { type: "button", "aria-pressed": String(showDecided), onclick: () => show(true) }, t("decidedOnes"))),
    showDecided ? el("p", { class: "keys" }, t("pairsDecidedNote")) : el("p", { class: "keys" }, t("pairNote"), el("br"), may ? t("pairKeys") : t("officersDecide")),
    last && !showDecided ? el("p", { class: "note" }, `${t("lastDecision")}：${last.told}　`, el("button", { type: "button", onclick: () => reopen(last) }, key("−", t("takeBack")))) : "");
  }
  function row(label, a, b) {
    const differs = a !== b;
    return { differs, node: el("tr", { class: differs ? "differs" : "" }, el("th", { scope: "row" }, label), ...[a, b].map((text) => el("td", {}, differs ? el("mark", {}, text || t("noAnswer")) : text))) };
  }
  async function drawPair(box, pair) {
    const [a, b] = await Promise.all([found(pair.a), found(pair.b)]);
    if (open[at] !== pair) return;
    const rows = [...fields.map((name) => row(t("f_" + name), fieldText(form, name, a.sheet.fields), fieldText(form, name, b.sheet.fields))),
      ...form.questions.map((q) => row(`${q.number || ""} ${q.label}`, answerText(form, q, a.sheet.answers), answerText(form, q, b.sheet.answers)))];
    const alike = rows.filter((one) => !one.differs), other = rows.filter((one) => one.differs);
    const side = (one, name) => el("th", { scope: "col" }, el("a", { href: "#keying/" + one.id }, named(pair, one.id)), el("small", {}, `${t("receipt")} ${one.id}　${(one.at || "").slice(0, 16).replace("T", " ")}　${t("state_" + one.status)}`),
      may ? el("button", { type: "button", onclick: () => keep(pair, one.id) }, key(name, t("keepThis"))) : null);
    box.replaceChildren(el("p", {}, `${pair.why}（${t("score")} ${pair.score}）`),
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("view_duplicates") }, el("table", { class: "left sides" }, el("thead", {}, el("tr", {}, el("td", {}, may ? el("button", { type: "button", onclick: () => distinct(pair) }, key("3", t("keepBoth"))) : ""), side(a, "1"), side(b, "2"))),
        el("tbody", {}, other.map((one) => one.node)))),
      el("details", {}, el("summary", {}, `${t("alikeRows")} ${alike.length}`), el("table", { class: "left sides" }, el("tbody", {}, alike.map((one) => one.node)))));
  }
  function drawOpen() {
    if (!open.length) { body.replaceChildren(el("p", {}, t("noDuplicates"))); return; }
    body.replaceChildren(...open.slice(0, 200).map((pair, i) => el("section", { class: "question" + (i === at ? " here" : ""), onclick: () => move(i) },
      el("h2", {}, named(pair, pair.a), el("span", { class: "number" }, t("andPair")), named(pair, pair.b), el("span", { class: "number" }, i === at ? "" : pair.why)), i === at ? el("div", { class: "pair-box" }) : null)));
    const here = body.children[at], pair = open[at];
    drawPair(here.querySelector(".pair-box"), pair).catch((error) => say(error.message, true));
    here.scrollIntoView({ block: "nearest" });
  }
  function drawDecided() {
    const rows = said.slice().sort((a, b) => b.entry - a.entry).slice(0, 300);
    body.replaceChildren(rows.length ? el("table", { class: "left decisions" }, el("thead", {}, el("tr", {}, ["twoSheets", "decidedAs", "decidedBy", "reason"].map((name) => el("th", { scope: "col" }, t(name))), el("td"))),
      el("tbody", {}, rows.map((pair) => el("tr", {}, el("th", { scope: "row" }, `${named(pair, pair.a)}${t("andPair")}${named(pair, pair.b)}`),
        el("td", {}, pair.kept ? `${t("oneSheet")}：${named(pair, pair.kept)} ${t("keptOne")}` : t("bothKept")), el("td", { class: "when" }, pair.who, el("small", {}, (pair.at || "").slice(0, 16).replace("T", " "))), el("td", {}, pair.why || t("noReason")),
        el("td", {}, may ? el("button", { type: "button", onclick: () => reopen(pair) }, t("reopen")) : ""))))) : el("p", {}, t("nothingDecided")));
  }
  function draw() { drawHead(); if (showDecided) drawDecided(); else drawOpen(); }
  async function show(decided) {
    await work;
    try { await read(); } catch (error) { say(error.message, true); return; }
    showDecided = decided;
    document.activeElement.blur();
    draw();
  }
  function move(to) {
    const next = Math.max(0, Math.min(to, open.length - 1));
    if (next === at) return;
    at = next;
    draw();
  }
  function onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || showDecided || event.target.matches("input, select, textarea")) return;
    const pair = open[at];
    if (event.key === "-" && last) reopen(last);
    else if (!pair) return;
    else if (event.key === "1") keep(pair, pair.a);
    else if (event.key === "2") keep(pair, pair.b);
    else if (event.key === "3") distinct(pair);
    else if (event.key === "ArrowDown") move(at + 1);
    else if (event.key === "ArrowUp") move(at - 1);
    else return;
    event.preventDefault();
  }
  await read();
  out.replaceChildren(head, body);
  draw();
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
