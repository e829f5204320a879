// How many questionnaires were sent: a table to be changed in place, two columns pasted from a spreadsheet, or a CSV file.
import { api, el, say, state } from "./app.js";
import { t } from "./words.js";

const number = (value) => Number(value || 0).toLocaleString("ja-JP");
const quote = (cell) => `"${String(cell).replace(/"/g, '""')}"`;
const isNumber = (cell) => /^[\d０-９,，.\s]+(件|枚|通|部)?$/.test(cell.trim()) && /[\d０-９]/.test(cell);
const isTotal = (cell) => /^(合\s*計|総\s*計|小\s*計|計|total)$/i.test(cell.trim());

// What was copied in a spreadsheet as a list with headings: place and count, or association, prefecture and count.
export function listOf(pasted, prefectures) {
  const rows = pasted.replace(/\r/g, "").split("\n").map((line) => line.split("\t").map((cell) => cell.trim())).filter((row) => row.some(Boolean));
  if (!rows.length) return "";
  const headed = !isNumber(rows[0][rows[0].length - 1] || "");
  const body = (headed ? rows.slice(1) : rows).filter((row) => !isTotal(row[0]));
  const wide = Math.max(...rows.map((row) => row.length)) > 2;
  const places = new Set(prefectures.flatMap((p) => [p.label, p.stem, p.id]));
  const allPrefectures = body.every((row) => places.has(row[0]));
  const headings = headed && /送|数|count|sent/i.test(rows[0][rows[0].length - 1]) && /協会|県|assoc|pref/i.test(rows[0].join()) ? rows[0] : wide ? ["association", "prefecture", "count"] : [allPrefectures ? "prefecture" : "association", "count"];
  return [headings, ...body].map((row) => row.map(quote).join(",")).join("\r\n");
}

export async function sent(main) {
  const base = `/api/surveys/${encodeURIComponent(state.survey)}`;
  const form = await api(base + "/form"), may = state.me.role === "admin";
  const out = el("div"), asked = el("div");
  let rows = [];

  const total = () => rows.reduce((sum, row) => sum + (Number(String(row.count).normalize("NFKC").replace(/,/g, "")) || 0), 0);
  const csv = () => [["association", "prefecture", "count"], ...rows.filter((row) => row.association || row.prefecture || row.count !== "").map((row) => [row.association, row.prefecture, row.count])].map((row) => row.map(quote).join(",")).join("\r\n");

  async function keep(list) {
    try {
      rows = (await api(base + "/sent?keep=1", list)).sent;
      asked.replaceChildren();
      say(`${t("sentKept")}（${number(total())}）`);
      draw();
    } catch (error) { say(error.message, true); }
  }

  // Looked at before it replaces what is there.
  async function look(list) {
    try {
      const { sent: read } = await api(base + "/sent", list);
      const sum = read.reduce((n, row) => n + row.count, 0), strange = read.filter((row) => !row.known);
      say("");
      asked.replaceChildren(el("section", { class: "card" }, el("h2", {}, t("sentLook")), el("p", {}, `${number(read.length)} ${t("placesN")}　${t("total")} ${number(sum)}　${t("sentBefore")} ${number(total())}`),
        strange.length ? el("p", { class: "finding" }, `${t("strangePlaces")}：${strange.map((row) => row.association).join("、")}`) : null, drawRows(read, false),
        el("p", {}, el("button", { type: "button", class: "primary", onclick: () => keep(list) }, t("sentReplace")), el("button", { type: "button", onclick: () => asked.replaceChildren() }, t("cancel")))));
      asked.scrollIntoView({ block: "nearest" });
    } catch (error) { asked.replaceChildren(); say(error.message, true); }
  }

  function cell(row, key, label, attributes) {
    return el("input", { value: row[key], "aria-label": label, autocomplete: "off", oninput: (event) => { row[key] = event.target.value; sum.textContent = number(total()); }, ...attributes });
  }
  const sum = el("strong", {});

  function drawRows(list, editable) {
    return el("table", { class: "left" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("association")), el("th", { scope: "col" }, t("placeOf")), el("th", { scope: "col" }, t("sent")), editable ? el("td", {}) : null)),
      el("tbody", {}, list.map((row, i) => el("tr", {}, el("td", {}, editable ? cell(row, "association", t("association"), { list: "s-associations" }) : row.association), el("td", {}, editable ? cell(row, "prefecture", t("placeOf"), { list: "s-prefectures" }) : row.prefecture),
        el("td", { class: "n" }, editable ? cell(row, "count", t("sent"), { inputmode: "numeric", size: "8" }) : number(row.count)),
        editable ? el("td", {}, el("button", { type: "button", "aria-label": `${t("removeRow")} ${row.association || row.prefecture}`, onclick: () => { rows.splice(i, 1); draw(); } }, "×")) : null))));
  }

  function draw() {
    sum.textContent = number(total());
    out.replaceChildren(el("p", { class: "counts" }, `${t("total")} `, sum), rows.length ? drawRows(rows, may) : el("p", {}, t("noSent")),
      ...(may ? [el("p", {}, el("button", { type: "button", onclick: () => { rows.push({ association: "", prefecture: "", count: "", known: true }); draw(); out.querySelector("tbody tr:last-child input")?.focus(); } }, t("addRow")),
        el("button", { type: "button", class: "primary", onclick: () => keep(csv()) }, t("saveSent")))] : []));
  }

  const paste = el("textarea", { id: "sent-paste", rows: "3", placeholder: t("pasteHere"), onpaste: () => setTimeout(() => look(listOf(paste.value, form.prefectures))), onchange: () => { if (paste.value.trim()) look(listOf(paste.value, form.prefectures)); } });
  const file = el("input", { type: "file", id: "sent-file", accept: ".csv,.txt", onchange: async () => { if (file.files[0]) await look(await file.files[0].arrayBuffer()); file.value = ""; } });
  main.replaceChildren(el("h2", {}, t("tab_sent")), may ? el("div", { class: "line" }, el("label", { class: "grow" }, el("span", {}, t("pasteNote")), paste), el("label", {}, el("span", {}, t("sentFile")), file)) : "", asked, out,
    el("datalist", { id: "s-associations" }, form.associations.map((a) => el("option", { value: a.label }))), el("datalist", { id: "s-prefectures" }, form.prefectures.map((p) => el("option", { value: p.label }))));
  rows = (await api(base + "/sent")).sent;
  draw();
}
