// Links to the online form: open ones for everybody in an association, personal ones for institutions.
import { api, chooseSurvey, el, say, state } from "./app.js";
import { t } from "./words.js";

const csv = (text) => /^[=+\-@\t]/.test(text) ? `"'${text.replaceAll('"', '""')}"` : `"${text.replaceAll('"', '""')}"`;

export async function links(main) {
  const survey = await chooseSurvey(main);
  if (!survey) return null;
  const form = await api(`/api/surveys/${encodeURIComponent(state.survey)}/form`);
  const association = el("select", { id: "l-association" }, el("option", { value: "" }, "—"), form.associations.map((a) => el("option", { value: a.id }, a.label)));
  const institutions = el("textarea", { id: "l-institutions", rows: "6", placeholder: t("onePerLine") });
  const out = el("div");

  async function make(personal) {
    const names = institutions.value.split("\n").map((line) => line.trim()).filter(Boolean);
    if (personal && !names.length) { say(t("onePerLine"), true); return; }
    try {
      const { links: made } = await api(`/api/surveys/${encodeURIComponent(state.survey)}/links`, { association: association.value, ...(personal ? { institutions: names } : {}) });
      draw(made);
      say("");
    } catch (error) { say(error.message, true); }
  }
  function draw(made) {
    const rows = made.map((link) => [link.institution || t("openLink"), location.origin + link.path]);
    const file = new Blob(["\ufeff" + rows.map((row) => row.map(csv).join(",")).join("\r\n") + "\r\n"], { type: "text/csv" });
    out.replaceChildren(el("section", { class: "card" }, el("p", { class: "note" }, t("linksOnce")),
      el("table", { class: "plain" }, el("tbody", {}, rows.map(([name, url]) => el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, el("code", {}, url)))))),
      el("p", {}, el("a", { href: URL.createObjectURL(file), download: state.survey + "-links.csv" }, "CSV"))));
  }
  main.replaceChildren(survey, el("h1", {}, t("links")), el("div", { class: "card" },
    el("label", {}, el("span", {}, t("association")), association), el("p", {}, el("button", { type: "button", onclick: () => make(false) }, t("makeOpen"))),
    el("label", {}, el("span", {}, t("institutions")), institutions), el("p", {}, el("button", { type: "button", onclick: () => make(true) }, t("makePersonal")))), out);
  return null;
}
