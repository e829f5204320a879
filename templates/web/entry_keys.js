// What the keys do.  One digit per option, Enter and Space go on, 0 * / . are the silences; in a field of text they are letters, as long as
// something is written there.  A key that comes while the server is asked what is next waits (`k.queue`), and is fed to whatever question
// is current then.  Where one stands is `k.at`; a question that a key went on from is in `k.passed`.
//
//     Object.assign(d, keying(d));                 // d: the keying screen (entry.js)
//     document.addEventListener("keydown", d.onKey);
import { chosen, isWide } from "./entry_form.js";
import { t } from "./words.js";

// The keys that wait, beside those that write something.
const waiting = ["Enter", "ArrowUp", "ArrowDown", "Backspace", "Delete", "Shift+Tab", "F2", "F4"];

export function keying(d) {
  const { k, second } = d;

  // landed: the answer itself went on (one digit of a single answer), nobody pressed a key for it.
  function next(landed = false) {
    const question = k.current();
    if (question) k.passed.add(question.id);
    k.pending = "";
    k.noting = null;
    d.touched();
    d.after(question, () => { k.at = Math.min(k.at + 1, k.stops().length); k.landed = landed; });
  }
  function back() { k.pending = ""; k.noting = null; k.landed = false; k.at = Math.max(0, k.at - 1); d.draw(); }

  // Enter after an answer that went on by itself is a habit of the hand: it would pass by the next question unseen.  It does so
  // when it is pressed again; and 0 says "no answer" at once.  At the end Enter saves, always.
  function enter() {
    const question = k.current();
    if (k.landed && question && !k.answers[question.id]) { k.landed = false; d.nudge(t("strayEnter")); return; }
    next();
  }

  function toggle(question, option) {
    const now = chosen(k, question);
    if (question.kind !== "multi") { k.answers[question.id] = { options: [option.id] }; if (option.other) { d.touched(); d.after(question); } else next(true); return; }
    const options = now.includes(option.id) ? now.filter((id) => id !== option.id) : [...now, option.id];
    const words = (k.answers[question.id] || {}).words;
    if (options.length) k.answers[question.id] = { options, ...(words ? { words } : {}) };
    else delete k.answers[question.id];
    d.touched();
    d.after(question);
  }

  function silence(question, name) {
    if (name === "no_answer") delete k.answers[question.id];
    else k.answers[question.id] = { state: name };
    next();
  }

  // Invalid, and why: the words are written where it stands.
  function invalidBecause(question) {
    const note = (k.answers[question.id] || {}).note;
    k.answers[question.id] = { state: "invalid", ...(note ? { note } : {}) };
    k.noting = question.id;
    k.pending = "";
    d.touched();
    d.after(question);
  }

  // Two digits where an option has two; the second is not waited for where none can follow (4, with options up to 12).
  function digit(question, key) {
    k.pending += key;
    const follows = isWide(question) && k.pending.length === 1 && (key === "0" || question.options.some((o) => Math.floor(o.key / 10) === Number(key)));
    if (follows) d.draw(false); else choose(question);
  }

  function choose(question) {
    const number = k.pending, option = question.options.find((o) => o.key === Number(number));
    k.pending = "";
    if (option) toggle(question, option);
    else if (Number(number) === 0) silence(question, "no_answer");
    else { d.nudge(`${number}：${t("noSuchOption")}`, true); d.draw(false); }
  }

  // In a field: a key that says something of it and is no text.  + is no answer with one key, also where one came by the answer before; in a
  // free text it is a letter, and so are - and the rest behind the first.
  function inField(question, part, input, key) {
    const free = part !== "words" && untouched(input), note = part === "note", line = note || question.kind !== "text";
    if (free && !note && key === "*") silence(question, "invalid");
    else if (free && !note && key === "/") invalidBecause(question);
    else if (free && !note && line && key === "+") silence(question, "no_answer");
    else if (key === "Shift+Tab" && (part === "words" || note || !line)) back();
    else if ((free && line && key === "-") || (line && key === "ArrowUp")) back();
    else return false;
    return true;
  }

  // A key that waited in the queue: it belongs to the question that is current now, be that one of digits or of text.
  function feed(key) {
    if (typeof key === "function") { key(); return; }
    if (key === "F2" || key === "F4") { jump(key); return; }
    const on = document.activeElement;
    if (on && on.matches("input, textarea") && !on.dataset.part) { feedHead(on, key); return; }
    const question = k.current();
    const input = question && document.getElementById("in-" + question.id);
    if (!input || document.activeElement !== input) { press(key); return; }
    if (key === "Enter") { if (!input.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }))) return; enter(); }
    else if (inField(question, input.dataset.part, input, key)) { /* done */ }
    else write(input, key);
  }

  // As the browser would have written it: what is selected is replaced.
  function write(input, key) {
    if (key.length > 1 && key !== "Backspace" && key !== "Delete") return;
    const all = input.selectionStart !== input.selectionEnd, text = key.length === 1 ? key : "";
    k.landed = false;
    if (all) input.value = text;
    else if (key === "Backspace") input.value = input.value.slice(0, -1);
    else input.value += text;
    input.dispatchEvent(new Event("input"));
  }

  // A key that waited, for a field above the questions or the reason below them.
  function feedHead(input, key) {
    if (key === "Enter") { if (input.id === "why") d.save(); else d.leaveHead("Enter"); return; }
    write(input, key);
    if (input.id === "f-sheet") input.onblur = () => { input.onblur = null; d.leaveHead(); }; // the browser knows of no change
  }

  function jump(key) {
    if (key === "F4") d.headFocus();
    else if (k.saved.length && !second) d.openLast();
  }

  // One key on a question that is answered by keys.
  function press(key) {
    if (k.busy) { k.queue.push(key); return; }
    const question = k.current();
    if (!question) { if (key === "Enter") d.save(); else if (key === "-" || key === "ArrowUp") back(); return; }
    if (k.pending && key === "Enter") { choose(question); return; }
    if (k.pending && key === "-") { k.pending = ""; d.draw(false); return; }
    if (key === "Enter") { enter(); return; }
    k.landed = false;
    if (key === " " || key === "+" || key === "ArrowDown") next();
    else if (key === "-" || key === "ArrowUp") back();
    else if (key === "*") silence(question, "invalid");
    else if (key === "/") invalidBecause(question);
    else if (key === ".") silence(question, "none");
    else if (key === "0" && question.options && !isWide(question) && !question.options.some((o) => o.key === 0)) silence(question, "no_answer");
    else if (question.options && /^[0-9]$/.test(key)) digit(question, key);
  }

  // A field may be come to by Tab: what is keyed there belongs to its own question.
  function standAt(question, part) {
    const at = question ? k.stops().indexOf(question) : -1;
    if (at < 0 || at === k.at) return;
    k.at = at;
    k.noting = part === "note" ? question.id : null;
  }

  // Nothing is written, or all that is written is selected, as it is when one comes back to it.
  const untouched = (input) => !input.value || (input.tagName === "INPUT" && input.type !== "date" && input.selectionStart === 0 && input.selectionEnd === input.value.length);

  function onKey(event) {
    if (event.isComposing || event.keyCode === 229 || document.querySelector("dialog[open]") || d.view.key(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!k.started) k.started = Date.now();
    k.presses++;
    const key = event.key.length === 1 ? event.key.normalize("NFKC") : event.key; // ３ is 3
    const target = event.target, part = target.dataset ? target.dataset.part : null;
    const typing = target.matches && target.matches("input, textarea, select");
    const name = key === "Tab" && event.shiftKey ? "Shift+Tab" : key, own = target.matches && target.matches("select, input[type=date]");
    if (k.busy && (!own || k.entering || /^F[24]$/.test(key)) && (key.length === 1 || waiting.includes(name))) {
      event.preventDefault();
      k.queue.push(name);
      return;
    }
    if ((key === "F2" && k.saved.length && !second) || key === "F4") { event.preventDefault(); jump(key); return; }
    if (typing) {
      if (key !== "Enter") k.landed = false;
      const question = part ? k.byId.get(target.dataset.question) : null;
      standAt(question, part);
      if (key === "Enter" && target.id === "why") { event.preventDefault(); d.save(); }
      else if (key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        if (part) enter(); else d.leaveHead("Enter");
      } else if (question && inField(question, part, target, name)) event.preventDefault();
      return;
    }
    if (target.matches && target.matches("button, a") && (key === "Enter" || key === " ") && target.id !== "save") return;
    if (/^[0-9]$/.test(key) || ["Enter", " ", "+", "-", "*", "/", ".", "ArrowUp", "ArrowDown"].includes(key)) {
      event.preventDefault();
      press(key);
    }
  }

  return { next, toggle, silence, feed, onKey };
}
