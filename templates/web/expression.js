// A filter or base as an expression: written by hand, or put together from questions and options; what cannot be read is
// said under it while one writes.
import { api, el, state } from "./app.js";
import { line, pick, refill } from "./result_parts.js";
import { t } from "./words.js";

const quoted = (text) => `"${text.replace(/"/g, "")}"`;
const bare = (id) => /^[A-Za-z0-9_]+$/.test(id) ? id : quoted(id);

const states = ["answered", "no_answer", "not_applicable", "invalid"];
const relations = {
  one: [["=", "rel_is"], ["!=", "rel_isNot"]],
  many: [["has", "rel_has"], ["hasnot", "rel_hasNot"]],
  number: [[">=", "rel_ge"], ["<=", "rel_le"], ["=", "rel_eq"]],
  text: [["contains", "rel_contains"]],
};
const sortOf = (question) => ({ single: "one", prefecture: "one", multi: "many", number: "number", date: "number" })[question.kind] || "text";

function compose(question, relation, value) {
  if (states.includes(relation)) return `${relation}(${question.id})`;
  if (!value) return "";
  if (relation === "hasnot") return `answered(${question.id}) and not (${question.id} has ${bare(value)})`;
  return `${question.id} ${relation} ${relation === "contains" ? quoted(value) : sortOf(question) === "number" ? value : bare(value)}`;
}

const joined = (before, word, part) => !before ? part : / or /.test(before) && word === "and" || / and /.test(before) && word === "or" ? `(${before}) ${word} ${part}` : `${before} ${word} ${part}`;

// Asks the program itself; answers that come late are dropped.
function checker(field, fault) {
  let timer = null, turn = 0;
  return () => {
    clearTimeout(timer);
    const mine = ++turn;
    timer = setTimeout(async () => {
      const answer = await api(`/api/surveys/${encodeURIComponent(state.survey)}/expression?text=${encodeURIComponent(field.value)}`).catch((error) => ({ fault: error.message }));
      if (mine !== turn) return;
      fault.textContent = answer.fault || "";
      field.node.setAttribute("aria-invalid", String(Boolean(answer.fault)));
    }, 250);
  };
}

export function expression(name, text, catalogue, value = "") {
  const fault = el("p", { class: "fault", id: `r-${name}-fault`, role: "status" });
  const field = line(name, text, value, { "aria-describedby": fault.id, spellcheck: "false", placeholder: t("everybody") });
  const check = checker(field, fault);
  const question = pick(name + "-question", t("question"), catalogue.questions.map((q) => [q.id, `${q.number || ""} ${q.label}`.trim()]));
  const relation = pick(name + "-relation", t("relation"), []);
  const option = pick(name + "-option", t("answer"), []), words = line(name + "-words", t("value"));
  const chosen = () => catalogue.questions.find((q) => q.id === question.value);
  const isState = () => states.includes(relation.value);
  function offer() {
    const sort = sortOf(chosen());
    refill(relation, [...relations[sort].map(([key, word]) => [key, t(word)]), ...states.map((key) => [key, t("rel_" + key)])]);
    refill(option, (chosen().options || []).map((o) => [o.id, o.label]));
    fit();
  }
  function fit() {
    option.label.hidden = isState() || !chosen().options;
    words.label.hidden = isState() || Boolean(chosen().options);
  }
  function append(word) {
    const part = compose(chosen(), relation.value, chosen().options ? option.value : words.value);
    if (!part) return words.node.focus();
    field.node.value = joined(field.value, word, part);
    check();
    field.node.dispatchEvent(new Event("change", { bubbles: true }));
  }
  question.node.addEventListener("change", offer);
  relation.node.addEventListener("change", fit);
  field.node.addEventListener("input", check);
  if (catalogue.questions.length) offer();
  if (value) check();
  const builder = el("details", { class: "builder" }, el("summary", {}, t("build")), el("div", { class: "wishes" }, question.label, relation.label, option.label, words.label,
    el("div", { class: "line small" }, el("button", { type: "button", onclick: () => append("and") }, t("addAnd")), el("button", { type: "button", onclick: () => append("or") }, t("addOr")),
      el("button", { type: "button", onclick: () => { field.node.value = ""; check(); field.node.dispatchEvent(new Event("change", { bubbles: true })); } }, t("clearExpression")))));
  return { node: el("div", { class: "expression" }, field.label, fault, builder), get value() { return field.value; } };
}
