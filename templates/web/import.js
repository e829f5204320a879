// A file in: dropped, looked at, and only then taken; and what came in, which can be taken back.
import { api, chooseSurvey, el, say, state } from "./app.js";
import { result, upload } from "./jobs.js";
import { t } from "./words.js";

const number = (value) => Number(value || 0).toLocaleString("ja-JP");

function drawCounts(r) {
  return el("p", { class: "counts" }, ["read", "accepted", "duplicate", "set_aside"].map((key) => el("span", {}, `${t("n_" + key)} `, el("strong", {}, number(r[key])))));
}

function drawColumns(file) {
  return el("details", { open: file.columns.some((c) => c.kind === "unknown") }, el("summary", {}, t("columns")),
    el("div", { class: "scroll" }, el("table", { class: "plain" }, el("thead", {}, el("tr", {}, el("th", {}, t("heading")), el("th", {}, t("meaning")))),
      el("tbody", {}, file.columns.map((c) => el("tr", { class: c.kind === "unknown" ? "bad" : "" }, el("th", { scope: "row" }, c.heading || "—"), el("td", {}, c.meaning || t("unknown"), c.suggestion ? el("small", {}, c.suggestion) : null)))))));
}

export function drawFindings(findings) {
  if (!findings.length) return el("p", {}, t("noFindings"));
  const shown = findings.slice(0, 200);
  return el("div", { class: "scroll" }, el("table", { class: "plain" }, el("tbody", {}, shown.map((f) => el("tr", {},
    el("th", { scope: "row" }, f.source && f.source.row ? `${t("row")} ${f.source.row}` : f.return ? "#" + f.return : ""), el("td", { class: "finding-cell " + f.severity }, f.message, f.suggestion ? el("small", {}, f.suggestion) : null)))),
    findings.length > shown.length ? el("caption", {}, `${number(findings.length)} ${t("findingsInAll")}`) : null));
}

export async function importing(main) {
  const survey = await chooseSurvey(main);
  if (!survey) return null;
  const out = el("div"), batches = el("div");
  const channel = el("select", { id: "channel" }, [["", "—"], ["fax", t("fax")], ["post", t("post")], ["web", t("web")]].map(([value, label]) => el("option", { value }, label)));
  const file = el("input", { type: "file", id: "file", accept: ".csv,.tsv,.txt,.xlsx,.jsonl", onchange: () => take(file.files[0]) });
  const drop = el("label", { class: "drop", for: "file", ondragover: (event) => { event.preventDefault(); drop.classList.add("over"); },
    ondragleave: () => drop.classList.remove("over"), ondrop: (event) => { event.preventDefault(); drop.classList.remove("over"); take(event.dataTransfer.files[0]); } },
    el("strong", {}, t("dropHere")), el("span", {}, t("dropKinds")), file);
  const options = () => channel.value ? { channel: channel.value } : {};

  async function take(chosen) {
    if (!chosen) return;
    out.replaceChildren(el("progress", { "aria-label": t("reading") }));
    try {
      const operand = await upload(chosen);
      const look = await result({ do: "import-look", options: options(), operands: [operand] });
      drawLook(chosen, operand, { ...look, ...await result({ do: "import-rehearse", options: options(), operands: [operand] }) });
      say("");
    } catch (error) { out.replaceChildren(); say(error.message, true); }
    file.value = "";
  }

  function drawLook(chosen, operand, look) {
    const accept = el("button", { type: "button", class: "primary", onclick: () => load(operand, accept) }, t("takeIn"));
    out.replaceChildren(el("section", { class: "card" }, el("h2", {}, chosen.name), el("p", { class: "keys" }, t("notStored")),
      look.reconciliation ? drawCounts(look.reconciliation) : null, (look.files || []).map(drawColumns), drawFindings(look.findings || []),
      el("p", {}, accept, el("button", { type: "button", onclick: () => out.replaceChildren() }, t("cancel")))));
  }

  async function load(operand, button) {
    button.disabled = true;
    try {
      const done = await result({ do: "import", options: options(), operands: [operand] });
      out.replaceChildren(el("section", { class: "card" }, el("h2", {}, t("takenIn")), drawCounts(done.reconciliation), drawFindings(done.findings || [])));
      say(t("takenIn"));
      drawBatches();
    } catch (error) { button.disabled = false; say(error.message, true); }
  }

  async function undo(batch) {
    const why = prompt(`${batch.name}\n${t("undoWhy")}`);
    if (!why) return;
    try { await result({ do: "batch-undo", options: { why }, operands: [batch.name] }); say(t("undoneBatch")); drawBatches(); }
    catch (error) { say(error.message, true); }
  }

  async function drawBatches() {
    const { batches: rows } = await result({ do: "batches" });
    const mine = rows.filter((b) => b.survey === state.survey).reverse();
    const may = state.me.role !== "entry";
    batches.replaceChildren(el("h2", {}, t("batches")), el("table", {}, el("thead", {}, el("tr", {}, ["batch", "when", "account", "n_read", "n_accepted", "n_duplicate", "n_set_aside"].map((key) => el("th", { scope: "col" }, t(key))), el("td"))),
      el("tbody", {}, mine.map((b) => el("tr", { class: b.undone ? "undone" : "" }, el("th", { scope: "row" }, b.name), el("td", {}, (b.at || "").slice(0, 16).replace("T", " ")), el("td", {}, b.who || ""),
        [b.second || b.read, b.accepted, b.duplicate, b.set_aside].map((n) => el("td", {}, number(n))), el("td", {}, b.undone ? t("undoneShort") : may ? el("button", { type: "button", onclick: () => undo(b) }, t("undo")) : ""))))));
  }

  main.replaceChildren(survey, el("h1", {}, t("import")), el("div", { class: "card line" }, drop, el("label", {}, el("span", {}, t("channel")), channel)), out, batches);
  drawBatches().catch((error) => say(error.message, true));
  return null;
}
