// The keying form, drawn from the questionnaire: what stands on it, never what becomes of it (entry.js).  `k` is the sheet being
// keyed, `actions` what the form may have done.
import { el } from "./app.js";
import { t } from "./words.js";

export const isWide = (question) => question.options.some((o) => o.key > 9);

function optionKey(question, option) {
  return isWide(question) ? String(option.key).padStart(2, "0") : String(option.key);
}

// What the keys do at this question: one line, where one looks for it.  landed: one came by the answer before, and Enter has to be
// pressed twice for no answer, lest one pressed out of habit pass by the question.
export function hint(question, landed) {
  if (!question) return t("hint_save");
  if (question.options && question.kind !== "prefecture") return t("hint_" + (question.kind === "multi" ? "multi" : "single") + (isWide(question) ? "_wide" : ""));
  return t("hint_" + question.kind).replace("%", t(!landed ? "noneByEnter" : question.kind === "text" ? "noneByTwo" : "noneByPlus"));
}

// What is keyed now is written as it is: a minus is one.
export function inWords(k) {
  const question = k.current();
  if (!question) return false;
  return Boolean(k.noting) || question.kind === "text" || (question.options || []).some((o) => o.other && chosen(k, question).includes(o.id));
}

export function chosen(k, question) { return (k.answers[question.id] || {}).options || []; }

function drawOption(k, question, option, actions) {
  const on = chosen(k, question).includes(option.id);
  return el("li", {}, el("button", { type: "button", tabindex: "-1", class: "option", "aria-pressed": String(on),
    onclick: () => actions.pick(question, option) },
    el("kbd", {}, optionKey(question, option)), el("span", {}, option.text || option.label)));
}

// A row of a grid is named with its grid, as its wording is.
const titleOf = (question) => `${question.group ? question.group + "：" : ""}${question.label}`;
const plain = (text) => text.normalize("NFKC").replace(/\s/g, "");

const stateNames = { no_answer: "noAnswer", invalid: "invalid", none: "none" };

export function drawQuestion(k, question, actions) {
  const answer = k.answers[question.id] || {}, asked = k.asked.has(question.id);
  const here = k.current() === question;
  const body = [];
  if (question.options) body.push(el("ol", { class: "options" }, question.options.map((o) => drawOption(k, question, o, actions))));
  const other = (question.options || []).find((o) => o.other && chosen(k, question).includes(o.id));
  if (other) body.push(field(k, question, "words", t("other"), actions));
  if (question.kind === "prefecture") body.push(drawPrefecture(k, question, actions));
  if (["number", "date", "text"].includes(question.kind)) body.push(field(k, question, "text", question.label, actions));
  // Softly: what is still to be keyed is not yet found to be missing.
  const passed = k.questions.indexOf(question) < (k.current() ? k.questions.indexOf(k.current()) : Infinity);
  const findings = k.findings.filter((f) => f.question === question.id && (passed || k.answers[question.id]));
  return el("section", { class: "question" + (here ? " here" : "") + (asked ? "" : " not-asked") + (question.parent ? " nested" : ""),
    id: "q-" + question.id, "aria-current": here ? "step" : false, onclick: () => actions.go(question) },
    el("h2", {}, el("span", { class: "number" }, question.number || ""), titleOf(question),
      here && k.pending ? el("em", { class: "state pending" }, k.pending + "_") : null,
      answer.state ? el("em", { class: "state" }, t(stateNames[answer.state])) : null,
      asked && !k.answers[question.id] && (k.passed.has(question.id) || k.editing) ? el("em", { class: "state skipped" }, t("noAnswer")) : null,
      asked ? null : el("em", { class: "state" }, t("notAsked"))),
    here && plain(question.text) !== plain(titleOf(question)) ? el("p", { class: "wording" }, question.text) : null,
    asked ? body : null,
    asked && answer.state === "invalid" ? drawNote(question, answer, actions) : null,
    findings.map((f) => el("p", { class: "finding " + f.severity }, f.message, f.suggestion ? el("small", {}, f.suggestion) : null)));
}

// Why it is invalid, in a few words: for whoever decides later.
function drawNote(question, answer, actions) {
  return el("label", { class: "why-invalid" }, el("span", {}, t("noteWhy")), el("input", { id: `in-${question.id}-note`, autocomplete: "off", list: "notes", maxlength: "200", value: answer.note || "",
    "data-question": question.id, "data-part": "note", oninput: (event) => actions.note(question, event.target.value) }),
    el("datalist", { id: "notes" }, t("usualNotes").split("|").map((note) => el("option", { value: note }))));
}

function field(k, question, part, label, actions) {
  const value = (k.answers[question.id] || {})[part] || "";
  const attributes = { id: "in-" + question.id + (part === "words" ? "-words" : ""), "aria-label": label, value, "data-question": question.id, "data-part": part,
    oninput: (event) => actions.type(question, part, event.target.value) };
  if (question.kind === "text" && part === "text") return el("textarea", { rows: "3", ...attributes });
  return el("span", { class: "measure" }, el("input", { autocomplete: "off", inputmode: question.kind === "number" ? "numeric" : false, ...attributes }),
    part === "text" && question.suffix ? question.suffix : "");
}

const hiragana = (text) => text.normalize("NFKC").replace(/[ァ-ヶ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60)).toLowerCase();

export function matchPrefectures(prefectures, typed) {
  const wanted = hiragana(typed.trim());
  if (!wanted) return [];
  if (/^\d+$/.test(wanted)) return prefectures.filter((p) => p.id === wanted.padStart(2, "0") || p.id.startsWith(wanted));
  return prefectures.filter((p) => p.label.startsWith(wanted) || hiragana(p.kana).startsWith(wanted) || p.latin.toLowerCase().startsWith(wanted));
}

// Several that begin alike (ふく…): one goes on typing, or chooses with the arrows; Enter never takes one of several unseen.
function drawPrefecture(k, question, actions) {
  const id = chosen(k, question)[0], found = k.form.prefectures.find((p) => p.id === id);
  const list = el("ul", { class: "matches" }), written = found ? found.id + " " + found.label : "";
  let at = -1;
  const matching = () => matchPrefectures(k.form.prefectures, input.value);
  const mark = (to) => { at = to; [...list.querySelectorAll("button")].forEach((b, i) => b.setAttribute("aria-pressed", String(i === at))); };
  const input = el("input", { id: "in-" + question.id, autocomplete: "off", "aria-label": question.label, placeholder: t("prefecture"),
    "data-question": question.id, "data-part": "prefecture", value: written,
    oninput: (event) => look(event.isComposing),
    oncompositionend: () => look(false),
    onkeydown: (event) => {
      if (event.isComposing || event.keyCode === 229 || k.busy) return; // while busy: it waits in the queue
      const matches = matching();
      const handled = () => { event.preventDefault(); event.stopPropagation(); actions.pressed(); };
      if (matches.length && (event.key === "ArrowDown" || (event.key === "ArrowUp" && at >= 0))) { handled(); mark(Math.max(0, Math.min(at + (event.key === "ArrowDown" ? 1 : -1), Math.min(matches.length, 8) - 1))); }
      else if (event.key === "Enter" && matches.length && (at >= 0 || matches.length === 1)) { handled(); actions.prefecture(question, matches[Math.max(at, 0)]); }
      else if (event.key === "Enter" && !input.value.trim() && written) { handled(); actions.empty(question); }
      else if (event.key === "Enter" && input.value.trim() && input.value !== written) { handled(); actions.nudge(t(matches.length ? "severalPrefectures" : "noPrefecture")); }
    } });
  // A word that is still being converted (composing) is looked up, but nothing is chosen for it.
  const look = (composing) => {
    const matches = matching();
    at = -1;
    list.replaceChildren(...matches.slice(0, 8).map((p) => el("li", {}, el("button", { type: "button", tabindex: "-1", onclick: () => actions.prefecture(question, p) }, p.id + " " + p.label))));
    if (!composing && /^\d\d$/.test(input.value.normalize("NFKC").trim()) && matches.length === 1) actions.prefecture(question, matches[0], true);
  };
  return el("div", {}, input, list);
}

export function drawFields(k, actions) {
  const input = (name, attributes = {}) => el("label", {}, el("span", {}, t(name)),
    el("input", { id: "f-" + name, autocomplete: "off", value: k.fields[name] || "",
      oninput: (event) => actions.field(name, event.target.value), onchange: () => actions.left(name), ...attributes }));
  const select = (name, choices) => {
    const node = el("select", { id: "f-" + name, onchange: () => { actions.field(name, node.value); actions.left(name); } }, el("option", { value: "" }, "—"),
      choices.map(([id, label]) => el("option", { value: id }, label)));
    node.value = k.fields[name] || "";
    return el("label", {}, el("span", {}, t(name)), node);
  };
  return el("div", { class: "fields" }, input("sheet"), select("association", k.form.associations.map((a) => [a.id, a.label])),
    select("channel", [["fax", t("fax")], ["post", t("post")]]), input("received", { type: "date" }), input("remark"));
}
