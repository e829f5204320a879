// A question that has to be answered before one goes on: by a digit, by Enter on the marked answer, or by a click.  Esc is
// the first answer, so that is the one which does no harm.
//
//     const answer = await ask("Sheet 12 has been keyed already.", [["number", "Key another number"], ["open", "Open it"]]);
//
// It comes up while somebody types without looking: it hears nothing before it has been drawn and the hand has paused, lest the next digit of the
// sheet be taken for an answer.
//
// A reason, or another few words, in the same dialog; null when it was given up:
//
//     const why = await askWords("Batch 3 is taken back.", { label: "Reason", done: "Take it back", usual: ["loaded twice"] });
//
// What is `usual` is there to be picked.  Without any words it does not go on, unless `optional`.
import { el } from "./app.js";
import { t } from "./words.js";

const PAUSE = 600; // ms

export function ask(text, choices) {
  return new Promise((resolve) => {
    let deaf = Infinity, timer = 0; // until it has been drawn
    const end = () => { clearTimeout(timer); removeEventListener("hashchange", end); box.close(); box.remove(); };
    const choose = (value) => { end(); resolve(value); };
    const buttons = choices.map(([value, label], i) => el("button", { type: "button", class: i ? "" : "primary", onclick: () => choose(value) }, el("kbd", {}, String(i + 1)), " ", label));
    const wait = () => {
      clearTimeout(timer);
      deaf = performance.now() + PAUSE;
      box.classList.add("deaf");
      timer = setTimeout(() => box.classList.remove("deaf"), PAUSE);
    };
    const onKey = (event) => {
      event.stopPropagation();
      if (event.timeStamp < deaf || (event.repeat && !/^Arrow|^Tab$/.test(event.key))) {
        event.preventDefault();
        if (deaf < Infinity) wait();
        return;
      }
      const at = buttons.indexOf(document.activeElement), key = event.key.normalize("NFKC");
      if (/^[1-9]$/.test(key) && choices[key - 1]) { event.preventDefault(); choose(choices[key - 1][0]); }
      else if (key === "ArrowDown" || key === "ArrowUp") { event.preventDefault(); buttons[(at + (key === "ArrowDown" ? 1 : buttons.length - 1)) % buttons.length].focus(); }
    };
    const box = el("dialog", { class: "ask", "aria-labelledby": "ask-text", onkeydown: onKey,
      oncancel: (event) => { event.preventDefault(); if (performance.now() >= deaf) choose(choices[0][0]); } },
      el("p", { id: "ask-text" }, text), el("div", { class: "choices" }, buttons));
    addEventListener("hashchange", end); // the screen that asked is gone, and nobody waits for the answer
    document.body.append(box);
    box.showModal();
    buttons[0].focus();
    box.classList.add("deaf");
    requestAnimationFrame(() => requestAnimationFrame(wait));
  });
}

export function askWords(text, { label, done, usual = [], value = "", optional = false, note = "" }) {
  return new Promise((resolve) => {
    const input = el("input", { id: "ask-words", autocomplete: "off", maxlength: "300", value });
    const fault = el("p", { class: "finding error", role: "alert" });
    const end = (words) => { removeEventListener("hashchange", gone); box.close(); box.remove(); resolve(words); };
    const gone = () => end(null);
    const give = (event) => {
      event.preventDefault();
      if (input.value.trim() || optional) { end(input.value.trim()); return; }
      fault.textContent = t("wordsMissing");
      input.focus();
    };
    const pick = (words) => { input.value = words; input.focus(); };
    const box = el("dialog", { class: "ask", "aria-labelledby": "ask-text", onkeydown: (event) => event.stopPropagation(), oncancel: (event) => { event.preventDefault(); gone(); } },
      el("form", { onsubmit: give }, el("p", { id: "ask-text" }, text), note ? el("p", { class: "note" }, note) : null, el("label", { for: "ask-words" }, el("span", {}, label)), input,
        usual.length ? el("div", { class: "reasons" }, usual.map((words) => el("button", { type: "button", onclick: () => pick(words) }, words))) : null, fault,
        el("div", { class: "line small" }, el("button", { class: "primary" }, done), el("button", { type: "button", onclick: gone }, t("cancel")))));
    addEventListener("hashchange", gone); // the screen that asked is gone
    document.body.append(box);
    box.showModal();
    input.focus();
  });
}
