// Administration: surveys, sent counts, accounts, the trail, backups.  One tab each; #administration/trail opens one.
import { accounts } from "./accounts.js";
import { api, chooseSurvey, el, say, state } from "./app.js";
import { backups } from "./backups.js";
import { sent } from "./sent.js";
import { trail } from "./trail.js";
import { t } from "./words.js";

const number = (value) => Number(value || 0).toLocaleString("ja-JP");

// --- surveys ---

function period(row) { return row.from || row.to ? `${row.from || ""} – ${row.to || ""}` : "–"; }

function drawLook(look, chosen, text, done) {
  const keep = async () => {
    try {
      await api(`/api/admin/surveys?keep=1&name=${encodeURIComponent(chosen.name)}`, text);
      say(`${t("surveyAdded")}：${look.title}`);
      done();
    } catch (error) { say(error.message, true); }
  };
  return el("section", { class: "card" }, el("h2", {}, look.title), el("p", {}, `${look.id}　${look.organiser}　${period(look)}　${t("sent")} ${number(look.sent)}`),
    el("p", { class: "note" }, look.versions ? `${t("newVersion")}（${look.versions} → ${look.versions + 1}）` : t("newSurvey")),
    el("div", { class: "scroll" }, el("table", { class: "plain" }, el("thead", {}, el("tr", {}, ["numberOf", "question", "kindOfQuestion", "optionsN"].map((key) => el("th", { scope: "col" }, t(key))))),
      el("tbody", {}, look.questions.map((q) => el("tr", {}, el("td", {}, q.number || ""), el("td", {}, q.label), el("td", {}, t("kind_" + q.kind)), el("td", {}, q.options ? String(q.options) : "")))))),
    el("p", {}, el("button", { type: "button", class: "primary", onclick: keep }, t("addSurvey")), el("button", { type: "button", onclick: () => done(false) }, t("cancel"))));
}

// A fault says where it is by a JSON pointer (/questions/3/options/0/id): shown as it is, it leads to the place.
async function surveys(main) {
  const out = el("div"), list = el("div");
  async function draw() {
    const { surveys: rows } = await api("/api/admin/surveys");
    list.replaceChildren(rows.length ? el("div", { class: "scroll" }, el("table", { class: "left" }, el("thead", {}, el("tr", {}, ["survey", "period", "versionsN", "questionsN", "sent", "returnsN", "addedOn"].map((key) => el("th", { scope: "col" }, t(key))))),
      el("tbody", {}, rows.map((row) => el("tr", {}, el("th", { scope: "row" }, row.title, el("small", {}, row.id, "　", el("a", { href: `/api/surveys/${encodeURIComponent(row.id)}/questionnaire`, download: "" }, t("questionnaireFile")))), el("td", {}, period(row)), el("td", {}, number(row.versions)), el("td", {}, number(row.questions)),
        el("td", {}, row.sent ? number(row.sent) : "–"), el("td", {}, number(row.returns)), el("td", {}, (row.added || "").slice(0, 10))))))) : el("p", {}, t("noSurveysYet")));
  }
  const file = el("input", { type: "file", id: "survey-file", accept: ".json", onchange: () => take(file.files[0]) });
  async function take(chosen) {
    if (!chosen) return;
    file.value = "";
    await look(chosen, await chosen.text());
  }
  async function look(chosen, text) {
    try {
      const look = await api(`/api/admin/surveys?name=${encodeURIComponent(chosen.name)}`, text);
      say("");
      out.replaceChildren(drawLook(look, chosen, text, async (added) => { out.replaceChildren(); if (added !== false) await draw(); }));
    } catch (error) {
      const [, pointer] = /: (\/[^\s:]*)/.exec(error.message) || [];
      out.replaceChildren(el("section", { class: "card fault", role: "alert" }, el("h2", {}, t("surveyFaulty")), el("p", {}, error.message), pointer ? el("p", { class: "note" }, t("pointerNote"), el("code", {}, pointer)) : null));
    }
  }
  const drop = el("label", { class: "drop", for: "survey-file", ondragover: (event) => { event.preventDefault(); drop.classList.add("over"); },
    ondragleave: () => drop.classList.remove("over"), ondrop: (event) => { event.preventDefault(); drop.classList.remove("over"); take(event.dataTransfer.files[0]); } },
    el("strong", {}, t("dropSurvey")), el("span", {}, t("dropSurveyNote")), file);
  // Those that came with the program are added like any other file: looked at first.
  async function supplied() {
    const { questionnaires } = await api("/api/admin/questionnaires");
    const pick = el("select", { id: "supplied" }, questionnaires.map((q) => el("option", { value: q.name }, q.title)));
    const open = async () => {
      try {
        const answer = await fetch("/api/admin/questionnaires/" + encodeURIComponent(pick.value));
        if (!answer.ok) throw new Error((await answer.json()).error);
        await look({ name: pick.value }, await answer.text());
      } catch (error) { say(error.message, true); }
    };
    return questionnaires.length ? el("div", { class: "card" }, el("label", { for: "supplied" }, el("span", {}, t("suppliedSurveys"))), el("div", { class: "line small" }, pick, el("button", { type: "button", onclick: open }, t("lookAtIt")))) : "";
  }
  main.replaceChildren(el("h2", {}, t("tab_surveys")), state.me.role === "admin" ? el("div", { class: "line" }, drop, await supplied()) : "", out, list);
  await draw();
}

async function sentCounts(main) {
  const survey = await chooseSurvey(main);
  if (!survey) return;
  const out = el("div");
  main.replaceChildren(survey, out);
  await sent(out);
}

const tabs = { surveys: { show: surveys }, sent: { show: sentCounts }, accounts: { show: accounts, admin: true }, trail: { show: trail }, backups: { show: backups, admin: true } };

export async function admin(main) {
  const mine = Object.keys(tabs).filter((name) => !tabs[name].admin || state.me.role === "admin");
  const wanted = location.hash.split("/")[1], name = mine.includes(wanted) ? wanted : mine[0];
  const out = el("div");
  main.replaceChildren(el("h1", {}, t("administration")), el("nav", { class: "tabs", "aria-label": t("administration") }, mine.map((key) => el("a", { class: "tab", href: "#administration/" + key, "aria-current": key === name ? "page" : false }, t("tab_" + key)))), out);
  return await tabs[name].show(out) || null;
}
