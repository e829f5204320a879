// Where the survey stands, live: the same object as the command `progress`.
import { api, chooseSurvey, el, say, state } from "./app.js";
import { t } from "./words.js";

const every = 5000;
const number = (value) => value === null || value === undefined ? "–" : Number(value).toLocaleString("ja-JP");
const columns = [["sent", "sent"], ["received", "receivedN"], ["valid", "valid"], ["text", "rate"], ["set_aside", "aside"], ["duplicate", "dup"], ["void", "void"]];

function card(label, value, small) {
  return el("div", { class: "card number" }, el("span", {}, label), el("strong", {}, value), small ? el("small", {}, small) : null);
}

function cards(data) {
  const r = data.reconciliation;
  return el("div", { class: "cards" }, card(t("sent"), number(data.sent)), card(t("receivedN"), number(r.read)), card(t("valid"), number(r.accepted)),
    card(t("rate"), data.text || "–", data.sent ? `${number(r.accepted)} / ${number(data.sent)}` : null), card(t("aside"), number(r.set_aside)),
    card(t("expected"), data.expected ? number(Math.round(data.expected.valid)) : "–", data.expected ? null : data.expected_refused));
}

function table(data, heading) {
  const rows = data.rows.filter((row) => row.received || row.sent);
  return el("table", {}, el("caption", {}, heading), el("thead", {}, el("tr", {}, el("td", {}), columns.map(([, name]) => el("th", { scope: "col" }, t(name))))),
    el("tbody", {}, rows.map((row) => el("tr", {}, el("th", { scope: "row" }, row.label),
      columns.map(([key]) => el("td", {}, key === "text" ? (row.text || "–") : number(row[key])))))));
}

export async function monitor(main) {
  const survey = await chooseSurvey(main);
  if (!survey) return null;
  let by = "association", stopped = false;
  const out = el("div", { "aria-live": "off" });
  const tabs = el("div", { class: "tabs", role: "group" });
  main.replaceChildren(survey, el("h1", {}, t("monitor")), tabs, out);

  async function draw() {
    if (stopped) return;
    try {
      const data = await api(`/api/progress?survey=${encodeURIComponent(state.survey)}&by=${by}`);
      out.replaceChildren(cards(data), table(data, t("by_" + by)), el("p", { class: "keys" }, `${t("updated")} ${new Date().toLocaleTimeString("ja-JP")}`));
    } catch (error) { say(error.message, true); }
  }
  tabs.append(...["association", "pref", "channel", "day"].map((key) => el("button", { type: "button", "aria-pressed": String(key === by), onclick: (event) => {
    by = key;
    for (const tab of tabs.children) tab.setAttribute("aria-pressed", String(tab === event.target));
    draw();
  } }, t("by_" + key))));
  await draw();
  const timer = setInterval(draw, every);
  return () => { stopped = true; clearInterval(timer); };
}
