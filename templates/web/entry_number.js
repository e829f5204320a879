// The number of the sheet in hand: what it may be, and what is asked when it may not be.  Which numbers are taken, waiting or next the
// server knows; it is asked before anything is keyed under a number, so that there is nothing to lose yet.
//
//     const d = { k, second, base, ... };         // the keying screen (entry.js): the sheet, and what may be done on it
//     Object.assign(d, numbering(d));
//     await d.propose();                           // a sheet without a number gets the next one
//     await d.leaveHead("Enter");                  // on to the questions, if one may
//
// A number of another shape than those before it ("abc", "1o2") may be a slip or an association's own way of numbering: it is asked about
// once, and from then on that shape is as good as digits.
//
// A number that a person says is right (`k.meant`) is not asked about again.
import { api, say } from "./app.js";
import { ask } from "./ask.js";
import { prefill } from "./entry_sheet.js";
import { t } from "./words.js";

const shapeOf = (sheet) => sheet.replace(/\d+/g, "0");
const shapesKey = (survey) => `shapes ${survey}`;
function readShapes(survey) {
  try { return new Set(JSON.parse(localStorage.getItem(shapesKey(survey))) || ["0"]); } catch { return new Set(["0"]); }
}

export function numbering(d) {
  const { k, second, base } = d;
  const shapes = readShapes(k.form.id);

  function keepShape(sheet) {
    shapes.add(shapeOf(sheet));
    try { localStorage.setItem(shapesKey(k.form.id), JSON.stringify([...shapes])); } catch { /* asked again on the next page */ }
  }

  const numberPath = (sheet) => `${base}/number?second=${second ? 1 : 0}&sheet=${encodeURIComponent(sheet)}&association=${encodeURIComponent(k.fields.association || "")}`;

  function take(next) {
    k.fields.sheet = next.sheet || "";
    k.none = second && !next.sheet;
    if (next.association) { k.fields.association = next.association; prefill(k); }
    if (next.sheet) { k.checked = k.number(); keepShape(next.sheet); }
  }

  // A sheet without a number gets the next one; for a second keying, of a sheet that waits for it.
  async function propose() { if (!k.fields.sheet) take((await api(numberPath(""))).next); }

  function headFocus(name = "sheet") {
    const field = document.getElementById("f-" + name);
    if (!field) return;
    field.focus();
    if (field.select) field.select();
  }

  // Whether one may go on with this number.  It is asked about before there is anything to lose.
  async function checkNumber() {
    if (k.editing) return checkRenumbering();
    if (k.checked === k.number() || k.meant === k.number()) return true;
    const number = k.number(), told = await api(numberPath(k.fields.sheet || ""));
    if (number !== k.number()) return checkNumber(); // another stands there meanwhile
    if (!told.sheet) {
      k.queue = [];
      take(told.next);
      d.draw(false);
      d.nudge(t(told.next.sheet ? "numberMissing" : second ? "nothingWaits" : "numberWanted"), true);
      return "sheet";
    }
    k.fields.sheet = told.sheet;
    if (told.state === "free" && !second && !shapes.has(shapeOf(told.sheet))) return askShape(told);
    if (told.state === "free") { k.checked = k.number(); return true; }
    return askNumber(told);
  }

  // What was keyed before the question stood there is no answer to it, and what it was meant for is not known.
  function askNow(text, choices) {
    k.queue = [];
    return ask(text, choices);
  }

  // Another number than the saved sheet had: another sheet may be wanted, or its number may be wrong.
  async function checkRenumbering() {
    const was = k.opened.fields.sheet || "", wanted = (k.fields.sheet || "").trim();
    if (wanted === was || k.meant === k.number()) return true;
    const told = wanted ? await api(numberPath(wanted)) : {};
    if ((k.fields.sheet || "").trim() !== wanted) return checkRenumbering();
    const name = (key) => t(key).replace("%", told.sheet || wanted), choices = [["stays", t("numberStays").replace("%", was || "—")]];
    if (told.return && told.return !== k.editing) choices.push(["open", name("openOther")]);
    if (wanted) choices.push(["same", name("numberWrong")]);
    const answer = await askNow((told.state && told.state !== "free" ? told.message + "　" : "") + t("renumber").replace("%", was || "—").replace("%", wanted || "—"), choices);
    if (answer === "same") { k.fields.sheet = told.sheet || wanted; k.meant = k.number(); return true; }
    k.fields.sheet = was;
    if (answer === "open") { d.openReturn(told.return); return null; }
    return true;
  }

  async function askShape(told) {
    const answer = await askNow(t("strangeNumber").replace("%", told.sheet), [["number", t("otherNumber")], ["same", t("numberStands")]]);
    if (answer === "same") { keepShape(told.sheet); k.checked = k.number(); return true; }
    d.draw(false);
    return "sheet";
  }

  const said = (next) => next.sheet ? `（${t(second ? "nextWaiting" : "nextFree")} ${next.sheet}）` : "";

  // What waits while another sheet is open: the sheet in hand under the number that it had, or else the next one.
  function standBack(next) {
    const stood = k.checked || k.meant;
    if (k.passed.size && stood) k.fields.sheet = stood.split("\n")[0];
    else take(next);
  }

  async function askNumber(told) {
    const choices = [["number", t("otherNumber") + said(told.next)]];
    if (told.state === "several") choices[0] = ["association", t("chooseAssociation")];
    if (told.return) choices.push(["open", t(told.again ? "openSavedBlind" : "openSaved")]);
    if (told.state === "taken" && told.again) choices.push(["again", t("keyAgain")]);
    if (told.state === "no_first") choices.push(["keying", t("keyFirst")]);
    if (!second || told.state === "held") choices.push(["same", t(told.state === "held" ? "keepNumber" : "anotherSheet")]);
    const answer = await askNow(told.message, choices);
    if (answer === "same") { k.meant = k.number(); return true; }
    if (answer === "open") standBack(told.next);
    if (answer === "open") { d.openReturn(told.return); return null; }
    if (answer === "again" || answer === "keying") { await leaveFor(`${answer}/sheet/${encodeURIComponent(told.sheet)}`); return null; }
    if (answer === "number") take(told.next);
    d.draw(false);
    return answer === "association" ? "association" : "sheet";
  }

  // To the other screen with the same sheet in hand: nothing of it stays behind when there was only its number.
  async function leaveFor(hash) {
    if (!k.passed.size) await d.dropDraft();
    location.hash = hash;
  }

  // Leaving the fields above the questions, by Enter or otherwise: true goes on, a word is the field to go back to.
  let how = null;
  async function leaveHead(by) {
    if (k.checking) { if (by === "Enter" && how !== "Enter") { how = by; k.entering++; } return; }
    k.checking = true;
    k.busy++;
    how = by;
    if (how === "Enter") k.entering++; // what is typed from now on is meant for the questions
    let go = false;
    if (k.nudged) { k.nudged = false; say(""); } // what was said of the number before
    try { go = await checkNumber(); }
    catch (error) { say(error.message, true); }
    k.checking = false;
    k.busy--;
    if (how === "Enter") k.entering--;
    if (typeof go === "string") { headFocus(go); return; }
    if (go === null) return;
    if (how === "Enter") d.draw();
    else { document.getElementById("f-sheet").value = k.fields.sheet || ""; d.drawFoot(); }
    d.drain();
  }

  return { numberPath, propose, headFocus, askNumber, leaveHead };
}
