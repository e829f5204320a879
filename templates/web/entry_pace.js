// How fast and how well this person keys, for that person's own eyes: today's sheets, seconds and key presses each, and the errors that
// were found by keying twice.
//
//     readPace();                                  // when the screen opens
//     countPace(k);                                // a sheet was saved
//     foot.append(drawPace(k));
import { el, state } from "./app.js";
import { t } from "./words.js";

// Today's sheets the server counts, at whatever machine they were keyed; how fast, this machine knows of those keyed here.
const paceKey = () => `pace ${state.me.account} ${new Date().toLocaleDateString("sv")}`;
let pace = null, sheets = 0;
export function readPace() {
  try { pace = JSON.parse(localStorage.getItem(paceKey())); } catch { pace = null; }
  pace = pace || { sheets: 0, seconds: 0, presses: 0 };
  sheets = state.today;
}

export const anyToday = () => sheets > 0;

export function countPace(k) {
  sheets++;
  pace.sheets++;
  pace.seconds += (Date.now() - k.started) / 1000;
  pace.presses += k.presses;
  try { localStorage.setItem(paceKey(), JSON.stringify(pace)); } catch { /* nothing is lost but the pace */ }
}

export function drawPace(k) {
  const each = (total, digits) => pace.sheets ? (total / pace.sheets).toFixed(digits) : "–";
  return el("p", { class: "pace" }, `${t("today")} ${sheets} ${t("sheets")}　${each(pace.seconds, 1)} ${t("perSheet")}　${each(pace.presses, 1)} ${t("presses")}`,
    el("span", { class: "errors", title: t("errorsNote") }, drawErrors(k.errors)));
}

// Of sheets that were keyed twice and are decided, taken together: nothing tells how one sheet compares.
export function drawErrors(told) {
  if (!told) return "";
  if (!Number(told.fields)) return `${t("ownErrors")} –（${t("noneDecided")}）`;
  return `${t("ownErrors")} ${t("per1000")} ${Number(told.per_1000).toFixed(1)}（${told.errors}/${told.fields} ${t("fieldsOf")}・${told.sheets} ${t("sheets")}）`;
}
