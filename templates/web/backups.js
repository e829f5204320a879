// Backups: made here, read again before they count, kept in a folder; and whether the store itself is whole.
import { api, el, lookAtBackups, say } from "./app.js";
import { finished, workBar } from "./jobs.js";
import { t } from "./words.js";

const size = (bytes) => bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} KB`;
const time = (at) => at.slice(0, 16).replace("T", " ");

export async function backups(main) {
  const state = el("div"), list = el("div"), busy = el("div");

  async function work(body, path) {
    const bar = workBar(t("working"));
    busy.replaceChildren(bar.node);
    try {
      const { job } = await api(path, body);
      await finished(job, bar.tell);
      const answer = await fetch(`/api/jobs/${job}/file`);
      return await answer.json().catch(() => ({}));
    } finally { busy.replaceChildren(); }
  }
  async function make() {
    try { await work({ do: "make" }, "/api/backups"); say(t("backupMade")); await draw(); lookAtBackups(true); } catch (error) { say(error.message, true); }
  }
  async function verify(name, path, body) {
    try {
      const report = await work(body, path);
      say(`${name}：${t("isWhole")}（${t("returnsN")} ${report.returns}・${t("trailN")} ${report.trail}）`);
    } catch (error) { say(error.message, true); }
  }

  async function draw() {
    const kept = await api("/api/backups"), newest = kept.backups[0];
    const note = !newest ? t("noBackup") : !kept.changed ? t("nothingSince") : kept.old ? `${t("backupOld")}（${kept.days}${t("daysOver")}）` : t("backupFresh");
    state.replaceChildren(el("p", { class: kept.old ? "grave" : "finding" }, `${newest ? `${t("lastBackup")} ${time(newest.at)}　` : ""}${note}`));
    list.replaceChildren(el("p", { class: "note" }, `${t("backupFolder")} ${kept.folder}`, el("br"), t("backupNote")),
      kept.backups.length ? el("div", { class: "scroll" }, el("table", { class: "left" }, el("thead", {}, el("tr", {}, ["backup", "when", "sizeOf"].map((key) => el("th", { scope: "col" }, t(key))), el("td", {}))),
        el("tbody", {}, kept.backups.map((b) => el("tr", {}, el("th", { scope: "row" }, b.name), el("td", {}, time(b.at)), el("td", {}, size(b.bytes)),
          el("td", { class: "buttons" }, el("button", { type: "button", onclick: () => verify(b.name, "/api/backups", { do: "verify", name: b.name }) }, t("verifyAgain")),
            el("a", { class: "tab", href: `/api/backups/${b.name}/file`, download: "" }, t("download")))))))) : "");
  }
  main.replaceChildren(el("h2", {}, t("tab_backups")), state, el("div", { class: "line" }, el("button", { type: "button", class: "primary", onclick: make }, t("makeBackup")),
    el("button", { type: "button", onclick: () => verify(t("theStore"), "/api/backups", { do: "verify-store" }) }, t("verifyStore")), busy), list);
  await draw();
}
