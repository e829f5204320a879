// The trail: who did what, the newest first; filtered, a page at a time.
import { api, el, say } from "./app.js";
import { t } from "./words.js";

const kinds = ["sheet", "second", "return", "batch", "finding", "mask", "survey", "link", "paper", "account", "published", "series"];

export async function trail(main) {
  const { surveys } = await api("/api/surveys");
  const list = el("tbody"), more = el("p", { class: "paging" }), filters = {};
  let last = 0, timer = 0;
  const later = () => { clearTimeout(timer); timer = setTimeout(() => load(false), 250); };
  const input = (name, label, attributes = {}) => { filters[name] = el("input", { id: "t-" + name, autocomplete: "off", oninput: later, ...attributes }); return el("label", {}, el("span", {}, t(label)), filters[name]); };
  const select = (name, label, choices) => { filters[name] = el("select", { id: "t-" + name, onchange: later }, el("option", { value: "" }, t("any")), choices.map(([value, text]) => el("option", { value }, text))); return el("label", {}, el("span", {}, t(label)), filters[name]); };

  function row(e) {
    return el("tr", {}, el("td", { class: "when" }, (e.at || "").slice(0, 16).replace("T", " ")), el("td", {}, e.who), el("td", {}, el("span", { class: "kind" }, e.name)),
      el("td", { class: "what" }, e.return ? el("a", { href: "#keying/" + e.return, class: "aside" }, t("openSheet")) : null, e.sentence, e.why ? el("small", {}, `${t("reason")}：${e.why}`) : null));
  }
  async function load(on) {
    const wanted = Object.fromEntries(Object.entries(filters).map(([name, node]) => [name, node.value.trim()]).filter(([, value]) => value));
    if (on) wanted.before = String(last);
    try {
      const { entries, more: left } = await api("/api/trail?" + new URLSearchParams(wanted));
      say("");
      if (!on) list.replaceChildren();
      list.append(...entries.map(row));
      if (entries.length) last = entries[entries.length - 1].id;
      more.replaceChildren(list.children.length ? (left ? el("button", { type: "button", onclick: () => load(true) }, t("olderEntries")) : t("trailEnd")) : t("noEntries"));
    } catch (error) { say(error.message, true); }
  }
  main.replaceChildren(el("h2", {}, t("tab_trail")), el("p", { class: "note" }, t("trailNote")),
    el("div", { class: "card wishes" }, input("who", "account"), select("kind", "entryKind", kinds.map((key) => [key, t("entry_" + key)])), select("survey", "survey", surveys.map((s) => [s.id, s.title])),
      input("sheet", "sheet"), input("since", "since_day", { type: "date" }), input("until", "until_day", { type: "date" })),
    el("div", { class: "scroll" }, el("table", { class: "left trail" }, el("thead", {}, el("tr", {}, ["when", "account", "entryKind", "whatHappened"].map((key) => el("th", { scope: "col" }, t(key))))), list)), more);
  await load(false);
  return () => clearTimeout(timer);
}
