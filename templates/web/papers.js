// Scanned sheets: files in, what became of each sheet, and files taken back.
import { api, chooseSurvey, el, say, state } from "./app.js";
import { askWords } from "./ask.js";
import { result, upload, workBar } from "./jobs.js";
import { paperView } from "./paper.js";
import { t } from "./words.js";

const number = (value) => Number(value || 0).toLocaleString("ja-JP");

export async function papers(main) {
  const survey = await chooseSurvey(main);
  if (!survey) return null;
  const out = el("div", { "aria-live": "polite" }), batches = el("div"), sheets = el("div");
  const each = el("input", { id: "each", type: "number", min: "1", max: "16", value: "1" });
  const from = el("input", { id: "from", autocomplete: "off", placeholder: "101, T-0101" });
  const file = el("input", { type: "file", id: "file", multiple: true, accept: ".tif,.tiff,.pdf,.png,.jpg,.jpeg", onchange: () => take([...file.files]) });
  const drop = el("label", { class: "drop", for: "file", ondragover: (event) => { event.preventDefault(); drop.classList.add("over"); },
    ondragleave: () => drop.classList.remove("over"), ondrop: (event) => { event.preventDefault(); drop.classList.remove("over"); take([...event.dataTransfer.files]); } },
    el("strong", {}, t("paperDrop")), el("span", {}, t("paperKinds")), file);

  function told(chosen, done) {
    const lines = [`${number(done.pages)} ${t("paperPages")}、${t("paperSheets")} ${number(done.sheets)}`];
    if (done.damaged) lines.push(`${t("paperDamagedN")} ${number(done.damaged)}`);
    if (done.repeated) lines.push(`${t("paperRepeated")} ${number(done.repeated)}`);
    return el("p", {}, el("strong", {}, chosen.name), "　", lines.join("　"));
  }

  // One after the other: each is loaded whole or not at all, and what is refused says why.
  async function take(chosen) {
    out.replaceChildren();
    for (const one of chosen) {
      const bar = workBar(t("reading")), busy = el("p", {}, one.name, " ", bar.node);
      out.append(busy);
      const options = { "pages-per-sheet": each.value || "1", ...(from.value.trim() ? { from: from.value.trim() } : {}) };
      try {
        const done = await result({ do: "sheets-add", options, operands: [await upload(one)] }, "desk", bar.tell);
        busy.replaceWith(...done.sheets.map((row) => told(one, row)));
        from.value = "";
      } catch (error) { busy.replaceWith(el("p", { class: "grave" }, error.message)); }
    }
    file.value = "";
    drawBatches();
  }

  async function dropBatch(batch) {
    const why = await askWords(batch.name, { note: t("undoWhat"), label: t("reason"), done: t("undo"), usual: t("undoWhys").split("|") });
    if (why === null) return;
    try { await result({ do: "sheets-drop", options: { why }, operands: [batch.name] }); say(t("undoneBatch")); sheets.replaceChildren(); drawBatches(); }
    catch (error) { say(error.message, true); }
  }

  // As it looks on paper: dots of a FAX are not square, and a sheet may have come in upside down.
  async function look(row) {
    const view = paperView();
    const box = el("dialog", { class: "look", "aria-label": t("paperLook"), onclose: () => { view.end(); box.remove(); }, onkeydown: (event) => view.key(event) },
      view.node, el("button", { type: "button", class: "primary", onclick: () => box.close() }, t("shut")));
    try {
      const { paper } = await api(`/api/papers/${row.id}`);
      document.body.append(box);
      box.showModal();
      view.show(paper);
    } catch (error) { say(error.message, true); }
  }

  async function reopen(batch, row) {
    const why = await askWords(`${batch.name}　${t("paperPosition")} ${row.position}`, { label: t("whyPaperBack"), done: t("paperReopen"), usual: t("paperBackWhys").split("|") });
    if (why === null) return;
    try { await api(`/api/papers/${row.id}`, { reopen: why }); say(t("noted")); drawSheets(batch); drawBatches(); }
    catch (error) { say(error.message, true); }
  }

  async function drawSheets(batch) {
    const { papers: rows } = await result({ do: "sheets", operands: [batch.name] });
    const state_ = (row) => t("paper_" + row.state);
    sheets.replaceChildren(el("h2", {}, batch.name), el("div", { class: "scroll" }, el("table", { class: "plain" }, el("thead", {}, el("tr", {}, ["paperPosition", "sheet", "paperState", "paperReturn", "paperPages", "paperWhy"].map((key) => el("th", { scope: "col" }, t(key))), el("td"))),
      el("tbody", {}, rows.map((row) => el("tr", {}, el("th", { scope: "row" }, String(row.position)), el("td", {}, row.sheet || "—"), el("td", {}, state_(row), row.second ? `・${t("again")}` : ""),
        el("td", {}, row.return ? el("a", { href: "#keying/" + row.return }, t("openSheet")) : ""), el("td", {}, number(row.pages), row.damaged ? el("small", {}, t("paperDamaged")) : null), el("td", {}, row.why || ""),
        el("td", {}, el("button", { type: "button", onclick: () => look(row) }, t("paperLook")), " ", row.state === "skipped" ? el("button", { type: "button", onclick: () => reopen(batch, row) }, t("paperReopen")) : "")))))));
    sheets.scrollIntoView({ block: "nearest" });
  }

  async function drawBatches() {
    const { sheets: rows } = await result({ do: "sheets" });
    const may = state.me.role !== "entry";
    const show = (batch) => drawSheets(batch).catch((error) => say(error.message, true));
    batches.replaceChildren(rows.length ? el("table", {}, el("thead", {}, el("tr", {}, ["batch", "when", "account", "paperPages", "paperSheets", "paper_waiting", "paper_keyed", "paperAgain", "paper_skipped"].map((key) => el("th", { scope: "col" }, t(key))), el("td"))),
      el("tbody", {}, rows.reverse().map((b) => el("tr", { class: b.dropped ? "undone" : "" }, el("th", { scope: "row" }, b.name), el("td", {}, (b.at || "").slice(0, 16).replace("T", " ")), el("td", {}, b.who || ""),
        [b.pages, b.sheets, b.waiting, b.keyed, b.again, b.skipped].map((n) => el("td", {}, number(n))),
        el("td", { class: "buttons" }, el("button", { type: "button", onclick: () => show(b) }, t("paperSheets")), b.dropped ? t("undoneShort") : may ? el("button", { type: "button", onclick: () => dropBatch(b) }, t("undo")) : ""))))) : el("p", {}, t("paperNone")));
  }

  main.replaceChildren(survey, el("h1", {}, t("papers")), el("p", { class: "keys" }, t("paperIntro")),
    el("div", { class: "card line" }, drop, el("label", {}, el("span", {}, t("paperEach")), each), el("label", {}, el("span", {}, t("paperFrom")), from)), out, batches, sheets);
  drawBatches().catch((error) => say(error.message, true));
  return null;
}
