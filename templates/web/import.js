// A file in: dropped, looked at, and only then taken; and what came in, which can be taken back.
import { api, chooseSurvey, el, say, state } from "./app.js";
import { askWords } from "./ask.js";
import { printed, result, upload, workBar } from "./jobs.js";
import { t } from "./words.js";

const number = (value) => Number(value || 0).toLocaleString("ja-JP");

// A second keying is no return that came in: it has one number only.
function drawCounts(r) {
  if (r.second) return el("p", { class: "counts" }, el("span", {}, `${t("n_second")} `, el("strong", {}, number(r.second))));
  return el("p", { class: "counts" }, ["read", "accepted", "duplicate", "set_aside"].map((key) => el("span", {}, `${t("n_" + key)} `, el("strong", {}, number(r[key])))));
}

// What a heading may mean, in the words of the map (importers/column_map.h).
function meanings(form) {
  const groups = [[t("aboutTheReturn"), ["sheet", "association", "channel", "received", "institution", "operator", "remark"].map((field) => [field, t("f_" + field)])]];
  for (const question of form.questions) {
    const name = `${question.number || ""} ${question.label}`.trim();
    groups.push([name, [[question.id, name], ...(question.options || []).flatMap((option) => [
      [`${question.id}.${option.id}`, `${option.label}${t("oneOption")}`], ...(option.text ? [[`${question.id}.${option.id}.text`, `${option.label}${t("itsWords")}`]] : [])])]]);
  }
  return groups;
}

function drawMeaning(column, groups, chosen, change) {
  const as = t("asRead") + (column.kind === "unknown" ? t("unknown") : column.meaning);
  const select = el("select", { "aria-label": `${column.heading}：${t("meaning")}`, onchange: () => change(column.heading, select.value) },
    el("option", { value: "" }, as), el("option", { value: "ignore" }, t("ignoreColumn")),
    groups.map(([label, items]) => el("optgroup", { label }, items.map(([value, text]) => el("option", { value }, text)))));
  select.value = chosen || "";
  return select;
}

function drawColumns(file, groups, map, change) {
  return el("details", { open: file.columns.some((c) => c.kind === "unknown") || Object.keys(map).length > 0 }, el("summary", {}, t("columns")),
    el("div", { class: "scroll" }, el("table", { class: "plain" }, el("thead", {}, el("tr", {}, el("th", {}, t("heading")), el("th", {}, t("meaning")))),
      el("tbody", {}, file.columns.map((c) => el("tr", { class: c.kind === "unknown" ? "bad" : "" }, el("th", { scope: "row" }, c.heading || "—"),
        el("td", {}, drawMeaning(c, groups, map[c.heading], change), c.suggestion ? el("small", {}, c.suggestion) : null)))))));
}

const nameOf = (question) => `${question.number || ""} ${question.label}`.trim();

// Options that have no column where their neighbours have one.  Of a question with others nested in it the server knows better.
function lackingOptions(form, question, columns) {
  const own = columns.filter((c) => c.question === question.id);
  if (!own.some((c) => c.kind === "option") || own.some((c) => c.kind === "question") || form.questions.some((q) => q.parent === question.id)) return [];
  return question.options.filter((o) => !own.some((c) => c.option === o.id)).map((o) => [`${question.id}.${o.id}`, `${nameOf(question)}「${o.label}」`]);
}

// Questions and options that no column is about: lost by mistake, or never asked in this file?
function drawAbsent(form, columns, absent, change) {
  const met = new Set(columns.map((c) => c.question).filter(Boolean));
  const lacking = [...form.questions.filter((q) => !q.parent && !met.has(q.id)).map((q) => [q.id, nameOf(q)]), ...form.questions.flatMap((q) => lackingOptions(form, q, columns))];
  if (!lacking.length) return null;
  const tick = el("input", { type: "checkbox", id: "absent", checked: absent.length > 0, onchange: () => change(tick.checked ? lacking.map(([id]) => id) : []) });
  return el("p", { class: "keys" }, el("label", { for: "absent" }, tick, " ", t("absent"), lacking.map(([, name]) => name).join("、")));
}

// A workbook's sheets, when it has more than one.
function drawSheets(file, change) {
  if (!file.sheets || file.sheets.length < 2) return null;
  const select = el("select", { id: "sheet-of-book", onchange: () => change(select.value) }, file.sheets.map((name) => el("option", { value: name }, name)));
  select.value = file.sheet;
  return el("p", { class: "keys" }, el("label", { for: "sheet-of-book" }, t("sheetOfBook"), " ", select));
}

export function drawFindings(findings) {
  if (!findings.length) return el("p", {}, t("noFindings"));
  const shown = findings.slice(0, 200);
  return el("div", { class: "scroll" }, el("table", { class: "plain" }, el("tbody", {}, shown.map((f) => el("tr", {},
    el("th", { scope: "row" }, f.source && f.source.row ? `${t("row")} ${f.source.row}` : f.return ? `${t("receipt")} ${f.return}` : ""), el("td", { class: "finding-cell " + f.severity }, f.message, f.suggestion ? el("small", {}, f.suggestion) : null)))),
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

  const form = await api(`/api/surveys/${encodeURIComponent(state.survey)}/form`), groups = meanings(form);

  async function take(chosen) {
    if (!chosen) return;
    try { await look({ chosen, operand: await upload(chosen), map: {}, absent: [] }); } catch (error) { out.replaceChildren(); say(error.message, true); }
    file.value = "";
  }

  // What a person said of headings goes with everything that is then done with the file.
  async function withMap(one) {
    const plain = { ...options(), ...(one.sheet ? { sheet: one.sheet } : {}) };
    if (!Object.keys(one.map).length && !one.absent.length) return plain;
    const bytes = JSON.stringify({ ...one.map, ...(one.absent.length ? { absent: one.absent } : {}) });
    return { ...plain, map: await upload(new File([bytes], "map.json", { type: "application/json" })) };
  }

  async function look(one) {
    const bar = workBar(t("reading"));
    out.replaceChildren(bar.node);
    one.options = await withMap(one);
    const ask = (what) => result({ do: what, options: one.options, operands: [one.operand] }, "desk", bar.tell);
    try {
      const seen = await ask("import-look");
      drawLook(one, { ...seen, ...await ask("import-rehearse") });
      say("");
    } catch (error) {
      const seen = error.printed ? await printed(error.printed).catch(() => ({})) : {};
      if (!seen.files) { out.replaceChildren(); throw error; }
      drawLook(one, seen, error.message);
    }
  }

  function drawLook(one, seen, fault) {
    const accept = el("button", { type: "button", class: "primary", disabled: Boolean(fault), onclick: () => load(one, accept) }, t("takeIn"));
    const again = () => look(one).catch((error) => say(error.message, true));
    const change = (heading, meaning) => { if (meaning) one.map[heading] = meaning; else delete one.map[heading]; again(); };
    const files = seen.files || [];
    out.replaceChildren(el("section", { class: "card" }, el("h2", {}, one.chosen.name), el("p", { class: "keys" }, t(fault ? "headingsFirst" : "notStored")),
      fault ? el("p", { class: "finding error", role: "alert" }, fault) : null,
      files.map((f) => drawSheets(f, (name) => { Object.assign(one, { sheet: name, map: {}, absent: [] }); again(); })),
      seen.reconciliation ? drawCounts(seen.reconciliation) : null, files.map((f) => drawColumns(f, groups, one.map, change)),
      drawAbsent(form, files.flatMap((f) => f.columns), one.absent, (ids) => { one.absent = ids; again(); }), fault ? null : drawFindings(seen.findings || []),
      el("p", {}, accept, el("button", { type: "button", onclick: () => out.replaceChildren() }, t("cancel")))));
  }

  async function load(one, button) {
    const bar = workBar(t("takingIn"));
    button.disabled = true;
    button.after(bar.node);
    try {
      const done = await result({ do: "import", options: { ...one.options, ...options() }, operands: [one.operand] }, "desk", bar.tell);
      out.replaceChildren(el("section", { class: "card" }, el("h2", {}, t("takenIn")), drawCounts(done.reconciliation), drawFindings(done.findings || [])));
      say(t("takenIn"));
      drawBatches();
    } catch (error) { button.disabled = false; bar.node.remove(); say(error.message, true); }
  }

  async function undo(batch) {
    const why = await askWords(batch.name, { note: t("undoWhat"), label: t("reason"), done: t("undo"), usual: t("undoWhys").split("|") });
    if (why === null) return;
    try { await result({ do: "batch-undo", options: { why }, operands: [batch.name] }); say(t("undoneBatch")); drawBatches(); }
    catch (error) { say(error.message, true); }
  }

  async function drawBatches() {
    const { batches: rows } = await result({ do: "batches" });
    const mine = rows.filter((b) => b.survey === state.survey).reverse();
    const may = state.me.role !== "entry";
    batches.replaceChildren(el("h2", {}, t("batches")), el("table", {}, el("thead", {}, el("tr", {}, ["batch", "when", "account", "n_read", "n_accepted", "n_duplicate", "n_set_aside", "void"].map((key) => el("th", { scope: "col" }, t(key))), el("td"))),
      el("tbody", {}, mine.map((b) => el("tr", { class: b.undone ? "undone" : "" }, el("th", { scope: "row" }, b.name), el("td", {}, (b.at || "").slice(0, 16).replace("T", " ")), el("td", {}, b.who || ""),
        b.second ? el("td", { colspan: "5" }, `${t("n_second")} ${number(b.second)}`) : [b.read, b.accepted, b.duplicate, b.set_aside, b.void].map((n) => el("td", {}, number(n))), el("td", {}, b.undone ? t("undoneShort") : may ? el("button", { type: "button", onclick: () => undo(b) }, t("undo")) : ""))))));
  }

  main.replaceChildren(survey, el("h1", {}, t("import")), el("div", { class: "card line" }, drop, el("label", {}, el("span", {}, t("channel")), channel)), out, batches);
  drawBatches().catch((error) => say(error.message, true));
  return null;
}
