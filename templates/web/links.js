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
  const unsaved = new Set(); // lists shown whose CSV has not been fetched
  const given = new Set(); // who got a personal link since this screen was opened
  const here = /^(localhost|127\.|\[::1\])/.test(location.hostname);

  async function make(personal) {
    const names = institutions.value.split("\n").map((line) => line.trim()).filter(Boolean);
    if (personal && !names.length) { say(t("onePerLine"), true); return; }
    const again = personal ? names.filter((name, i) => names.indexOf(name) < i || given.has(name)) : [];
    if (again.length && !confirm(t("linksAgain") + "\n\n" + [...new Set(again)].join("\n"))) return;
    try {
      const { links: made } = await api(`/api/surveys/${encodeURIComponent(state.survey)}/links`, { association: association.value, ...(personal ? { institutions: names } : {}) });
      draw(made);
      if (personal) names.forEach((name) => given.add(name));
      say("");
    } catch (error) { say(error.message, true); }
  }
  function draw(made) {
    const rows = made.map((link) => [link.institution || t("openLink"), location.origin + link.path, link.earlier]);
    const file = new Blob(["\ufeff" + rows.map((row) => row.slice(0, 2).map(csv).join(",")).join("\r\n") + "\r\n"], { type: "text/csv" });
    unsaved.add(file);
    out.prepend(el("section", { class: "card" }, el("p", { class: "note" }, t("linksOnce")),
      el("table", { class: "plain" }, el("tbody", {}, rows.map(([name, url, earlier]) => el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, el("code", {}, url), earlier ? el("p", { class: "finding warning" }, t("linksEarlier")) : null))))),
      el("p", {}, el("a", { href: URL.createObjectURL(file), download: state.survey + (made[0].institution ? "-links.csv" : "-open-link.csv"), onclick: () => unsaved.delete(file) }, "CSV"))));
  }
  // A link of the bar changes the address: caught before that, or the lists would be gone.
  const stay = (event) => {
    const away = event.target.closest?.("a[href^='#'], #who button:not(.me)");
    if (unsaved.size && away && !confirm(t("linksLeave"))) { event.preventDefault(); event.stopPropagation(); }
  };
  const another = (event) => {
    if (!unsaved.size || event.target.id !== "survey" || confirm(t("linksLeave"))) return;
    event.stopPropagation();
    event.target.value = state.survey;
  };
  const unload = (event) => { if (unsaved.size) event.preventDefault(); };
  document.addEventListener("click", stay, true);
  document.addEventListener("change", another, true);
  window.addEventListener("beforeunload", unload);
  main.replaceChildren(survey, el("h1", {}, t("links")), here ? el("p", { class: "finding warning", id: "l-here" }, t("linksHere")) : "", el("div", { class: "card" },
    el("label", {}, el("span", {}, t("association")), association), el("p", {}, el("button", { type: "button", onclick: () => make(false) }, t("makeOpen"))),
    el("label", {}, el("span", {}, t("institutions")), institutions), el("p", {}, el("button", { type: "button", onclick: () => make(true) }, t("makePersonal")))), out);
  return () => {
    document.removeEventListener("click", stay, true);
    document.removeEventListener("change", another, true);
    window.removeEventListener("beforeunload", unload);
  };
}
