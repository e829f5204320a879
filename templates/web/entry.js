// The keying screen.  The form is drawn from the questionnaire; which questions are asked, and what the rules find, the
// server says after every answer (`look`), so routing and rules mean the same everywhere.  Keys that are pressed while it
// is being asked wait in a queue: a fast typist's next digit goes to the question that is next, not to the one before.
//
// What is on the screen and what becomes of it is here: drawing, the server, drafts, saving.  The sheet itself is in entry_sheet.js, what
// stands on the form in entry_form.js; the keys, the sheet's number and the correction of a saved sheet are modules of their own, which get
// the desk `d` (the sheet and what may be done on this screen) and add what they can do to it.
import { api, chooseSurvey, el, say, state, Refused } from "./app.js";
import { ask } from "./ask.js";
import { correcting } from "./entry_correct.js";
import { drawFields, drawQuestion, hint, inWords } from "./entry_form.js";
import { keying } from "./entry_keys.js";
import { numbering } from "./entry_number.js";
import { anyToday, countPace, drawErrors, drawPace, readPace } from "./entry_pace.js";
import { Keying, keptBack, keptKey, newKey, prefill, savedKey } from "./entry_sheet.js";
import { result } from "./jobs.js";
import { paperView } from "./paper.js";
import { sheetName, t } from "./words.js";

const sticky = ["association", "channel", "received"];

// A sheet that was on the screen when it was left, and that the server may not have had in time: {who, survey, second, draft}.
let left = null;

// --- the screen ---

function screen(second) {
  return async (main) => {
    const survey = await chooseSurvey(main);
    if (!survey) return null;
    const form = await api(`/api/surveys/${encodeURIComponent(state.survey)}/form`);
    readPace();
    const k = new Keying(form, second);
    const base = `/api/surveys/${encodeURIComponent(form.id)}`;
    const box = el("div", { class: "keying" });
    const head = el("div", { class: "head" }), list = el("div", { class: "questions" }), foot = el("div", { class: "foot" });
    box.append(head, list, foot);
    const measureFoot = () => document.documentElement.style.setProperty("--foot", foot.offsetHeight + "px"); // what it covers
    const footSize = new ResizeObserver(measureFoot);
    footSize.observe(foot);
    const view = paperView(second ? {} : { skipped: () => beginNext(), held: (work) => held(work).then(drain) });
    const d = { k, second, base, view, draw, drawFoot, paperOf, settled, after, nudge, touched, keepDraft, dropDraft, save, held, drain };
    Object.assign(d, numbering(d), keying(d), correcting(d));
    main.replaceChildren(el("h1", { class: "hidden" }, t(second ? "again" : "keying")), survey, el("div", { class: "desk" }, view.node, box));

    const sheetNow = el("strong", { class: "sheet-now" }), nameNow = () => `${t("sheet")} ${k.fields.sheet || "—"}`;
    const why = el("input", { id: "why", "aria-label": t("why"), placeholder: t("why"), list: "whys", autocomplete: "off" });
    const whys = el("datalist", { id: "whys" }, t("usualWhys").split("|").map((reason) => el("option", { value: reason })));
    const actions = {
      pick: inTurn((question, option) => { k.at = k.stops().indexOf(question); d.toggle(question, option); }),
      go: inTurn((question) => { const at = k.stops().indexOf(question); if (at >= 0 && at !== k.at) { k.at = at; k.noting = null; draw(); } }),
      field(name, value) { k.fields[name] = value; if (name === "sheet") sheetNow.textContent = nameNow(); if (name === "association" && prefill(k)) settled(); touched(); },
      left(name) { if (name === "sheet" || name === "association") d.leaveHead(); },
      note(question, value) { k.answers[question.id].note = value; touched(); },
      empty(question) { d.silence(question, "no_answer"); },
      type(question, part, value) {
        k.answers[question.id] = { ...(k.answers[question.id] || {}), [part]: value };
        delete k.answers[question.id].state;
        delete k.answers[question.id].note;
        if (!value && part === "text") delete k.answers[question.id];
        k.typed = true;
        touched();
      },
      prefecture(question, prefecture, alone = false) { k.answers[question.id] = { options: [prefecture.id] }; k.at = k.stops().indexOf(question); d.next(alone); },
      nudge: (text) => nudge(text, true),
      pressed() { if (!k.started) k.started = Date.now(); k.presses++; },
    };

    function drawFoot() {
      const atEnd = !k.current();
      sheetNow.textContent = nameNow();
      foot.replaceChildren(sheetNow, ...(k.editing
        ? [el("p", { class: "note" }, t("editing") + "　" + sheetName(k.fields.sheet, k.editing)), why, whys,
           el("button", { type: "button", class: "primary", id: "save", onclick: save }, t("saveEdit")),
           el("button", { type: "button", onclick: inTurn(startAgain) }, t("cancel"))]
        : [el("button", { type: "button", class: "primary" + (atEnd ? " here" : ""), id: "save", onclick: save }, t("save")),
           k.saved.length && !second ? el("button", { type: "button", id: "last", onclick: inTurn(d.openLast) }, t("last")) : null,
           el("button", { type: "button", onclick: inTurn(clear) }, t("clear"))].filter(Boolean)),
        el("p", { class: "keys" }, (k.noting ? t("hint_note") : hint(k.current(), k.landed)) + "　" + t(inWords(k) ? "backInWords" : "back") + "　" + t(second ? "keysSecond" : "keysAlways"), view.paper() ? [el("br"), t(second ? "paperKeysShort" : "paperKeys")] : null), drawPace(k));
    }

    // What is found of the whole sheet.
    const told = el("div");
    const drawTold = () => told.replaceChildren(...k.findings.filter((f) => !f.question).map((f) => el("p", { class: "finding " + f.severity }, f.message)));

    function draw(focus = true) {
      if (k.composing) { k.drawLater = true; return; } // a word that is being converted would be lost
      head.replaceChildren(second ? el("p", { class: "note" }, t("again1")) : "", k.none ? el("p", { class: "finding warning" }, t("nothingWaits")) : "", k.others ? el("p", { class: "finding warning" }, t("otherWindow")) : "",
        drawFields(k, actions), anyToday() || k.editing || k.none ? "" : el("p", { class: "note" }, t(second ? "firstSecond" : "firstSheet")),
        ...state.waiting.map((s) => el("p", { class: "note" }, t("waitsIn").replace("%", s.title))),
        ...k.noted.map((n) => el("p", { class: "note" }, `${n.at.slice(0, 16).replace("T", " ")}　${n.who}：${n.why}`)),
        told);
      drawTold();
      list.replaceChildren(...k.questions.map((question) => drawQuestion(k, question, actions)));
      drawFoot();
      if (!list.isConnected) return; // another screen may have been opened while the server was asked
      const here = k.current();
      view.follow(here ? here.id : null);
      measureFoot();
      if (!focus || document.querySelector("dialog[open]")) return;
      const part = here && (k.noting === here.id ? "-note" : "-words");
      const input = here && (document.getElementById("in-" + here.id + part) || document.getElementById("in-" + here.id));
      if (input) { input.focus(); if (input.tagName === "INPUT") input.select(); }
      else if (here) { document.activeElement.blur(); }
      else document.getElementById("save").focus();
      const shown = here ? document.getElementById("q-" + here.id) : foot;
      shown.scrollIntoView({ block: "nearest" });
    }

    // All but what is being keyed.
    function drawBehind() {
      const here = k.current();
      for (const question of k.questions) if (question !== here) document.getElementById("q-" + question.id)?.replaceWith(drawQuestion(k, question, actions));
      drawTold();
      if (here) document.getElementById("q-" + here.id)?.scrollIntoView({ block: "nearest" });
    }

    // --- the sheet's picture ---

    // The next sheet that waits, with its number; none is asked for again at once where none was.
    let asked = -Infinity;
    async function nextPaper() {
      if (!view.paper() && Date.now() - asked < 30000) return;
      asked = Date.now();
      const { paper, waiting } = await api(base + "/papers", { second });
      showPaper(paper, waiting);
      if (!paper) return;
      asked = -Infinity;
      k.paper = paper.id;
      k.fields.channel = k.fields.channel || "fax";
      k.fields.sheet = paper.sheet || "";
      if (paper.association) { k.fields.association = paper.association; prefill(k); }
    }

    function showPaper(paper, waiting) { view.show(paper, waiting); }

    async function paperOf(id) {
      if (!id) { showPaper(null); return; }
      try { showPaper((await api("/api/papers/" + id)).paper); } catch { showPaper(null); }
    }

    const startAgain = () => held(beginNext).then(drain);
    async function beginNext() {
      if (d.takeUp()) { await paperOf(k.paper); await settled(); return; }
      k.begin();
      asked = -Infinity;
      try { await nextPaper(); await d.propose(); } catch (error) { say(error.message, true); }
      await settled();
      if (k.paper) d.leaveHead("Enter");
    }

    // --- what the server says ---

    async function look() {
      const turn = ++k.turn, answer = await api(base + "/look", { sheet: k.sheet() });
      if (turn !== k.turn) return false;
      const here = k.current();
      k.asked = new Set(answer.asked);
      k.findings = answer.findings;
      k.at = here ? Math.max(0, k.questions.filter((q) => k.asked.has(q.id) && k.questions.indexOf(q) < k.questions.indexOf(here)).length) : k.stops().length;
      return true;
    }

    // What comes next depends on the answers to a few questions, and only after these is the server waited for.  After all others the
    // hand goes on at once, so that a word which an input method is making begins where it belongs; what the rules find is shown
    // when it is there, beside what is being keyed.
    function after(question, step) {
      if (question && question.routes) { settled(step); return; }
      if (k.nudged) { k.nudged = false; say(""); }
      if (step) step();
      draw();
      look().then((news) => { if (news && !k.busy) drawBehind(); }, (error) => say(error.message, true));
    }

    // What is said of a key goes when the next one has done its work.
    function nudge(text, grave = false) { k.nudged = true; say(text, grave); }

    async function settled(step) {
      k.busy++;
      if (k.nudged) { k.nudged = false; say(""); }
      try { await look(); if (step) step(); }
      catch (error) { say(error.message, true); }
      k.busy--;
      draw();
      drain();
    }

    // An action that may ask something or put another sheet on the screen: whatever is keyed meanwhile waits in `k.queue`, in its order,
    // until all such actions are done.  Where one asks, what was keyed before the question stood there is no answer to it, and goes.
    async function held(work) {
      k.busy++;
      k.entering++;
      try { return await work(); } finally { k.busy--; k.entering--; }
    }
    function drain() { while (k.queue.length && !k.busy) d.feed(k.queue.shift()); }

    // A click waits as a key does; it was meant for the sheet that it was made on.
    function inTurn(act) {
      return (...what) => {
        const key = k.key;
        if (k.busy) k.queue.push(() => { if (key === k.key) act(...what); });
        else act(...what);
      };
    }

    // A word that is being converted: nothing is drawn anew under it.
    const composing = (event) => {
      k.composing = event.type === "compositionstart";
      if (k.composing || !k.drawLater) return;
      k.drawLater = false;
      setTimeout(draw, 0);
    };

    // --- saving ---

    let timer = 0;
    function touched() {
      k.dirty = true;
      if (!k.started) k.started = Date.now();
      clearTimeout(timer);
      timer = setTimeout(keepDraft, 1500);
    }
    let keeping = Promise.resolve(); // until the last draft has arrived
    function keepDraft(options) {
      clearTimeout(timer);
      if (!k.dirty || k.editing) return keeping;
      k.dirty = false;
      keeping = keepNow(options);
      return keeping;
    }
    async function keepNow(options) {
      try {
        const key = k.key, { saved } = await api(`${base}/draft?second=${second ? 1 : 0}`, k.draft(), options);
        if (saved && key === k.key) savedElsewhere(saved);
      } catch { k.dirty = true; }
    }

    async function dropDraft() {
      clearTimeout(timer);
      k.dirty = false;
      await keeping;
      try { await api(`${base}/draft?second=${second ? 1 : 0}`, null); } catch { /* the next draft replaces it */ }
    }

    // Another window of the same person had this sheet, too, and was first.  What stands here is a sheet of its own from now on.
    function savedElsewhere(id) {
      k.key = newKey();
      k.checked = k.meant = null;
      say(`${t("savedElsewhere")}　${sheetName(k.fields.sheet, id)}`, true);
      d.leaveHead();
    }
    const hidden = () => { if (document.visibilityState === "hidden") keepDraft({ keepalive: true }); };

    function remember(answer) {
      countPace(k);
      if (!second) k.saved = [...k.saved.filter((id) => id !== answer.id), answer.id].slice(-keptBack);
      try { sessionStorage.setItem(savedKey(form.id), JSON.stringify(k.saved)); } catch { /* the page knows them */ }
      for (const name of sticky) k.kept[name] = k.fields[name];
      if (second && answer.next.association) k.kept.association = answer.next.association;
      k.kept.sheet = answer.next.sheet || "";
      try { sessionStorage.setItem(keptKey(form.id), JSON.stringify({ ...k.kept, sheet: "" })); } catch { /* the page knows them */ }
    }

    // Asked for once: questions that nobody has come to would be stored as not answered.
    function unseen() {
      const left = k.editing ? 0 : k.stops().filter((q) => !k.answers[q.id] && !k.passed.has(q.id)).length;
      if (!left || k.warned === left) return false;
      k.warned = left;
      nudge(t("unseen").replace("%", left), true);
      return true;
    }

    async function send() {
      if (k.editing) {
        await api("/api/returns/" + k.editing, { sheet: k.sheet(), why: why.value, revision: k.revision, unless_taken: k.meant !== k.number() });
        say(t("saved") + "　" + sheetName(k.fields.sheet, k.editing));
        why.value = "";
        return;
      }
      const answer = await api(base + "/sheets", { key: k.key, second, paper: k.paper, sheet: k.sheet(), unless_taken: k.meant !== k.number() });
      const status = { set_aside: "setAside", duplicate: "duplicate" }[answer.status] || "saved";
      say(`${t(status)}　${sheetName(k.fields.sheet, answer.id)}`, status !== "saved");
      remember(answer);
    }

    // What comes after a saved sheet: the one that waited meanwhile, or the next.
    async function goOn() {
      if (d.takeUp()) { await paperOf(k.paper); return; }
      k.begin();
      if (k.fields.sheet) k.checked = k.number();
      k.landed = true; // the Enter that saved may come twice
      // The sheet is saved all the same.
      await nextPaper().then(d.propose).catch((error) => say(error.message, true));
    }

    // It was not saved because of its number: what to do about that is asked, and nothing that was keyed is lost.
    async function refused(error) {
      k.queue = [];
      if (error.status !== 409) { say(error.message, true); return null; }
      if (k.editing) { if (!await d.takeIn(error.message)) { k.meant = k.number(); say(error.message, true); } return null; }
      const told = await api(d.numberPath(k.fields.sheet || ""));
      if (told.state === "free") { say(error.message, true); return null; }
      k.key = newKey();
      k.checked = k.meant = null;
      return d.askNumber(told);
    }

    // False: another window has saved this sheet; a word: the field to go back to.
    async function store() {
      const key = k.key;
      clearTimeout(timer);
      await keeping; // a draft that is under way may tell that another window has saved this sheet
      if (key !== k.key) return false; // and its number is being asked about (savedElsewhere)
      try { await send(); await goOn(); }
      catch (error) {
        if (!(error instanceof Refused)) throw error;
        try { return await refused(error); } catch (again) { say(again.message, true); }
      }
      return null;
    }

    async function save() {
      if (k.busy || unseen()) return;
      if (k.editing && !why.value.trim()) { say(t("whyMissing"), true); why.focus(); return; }
      const go = await held(store);
      if (go === false) { drain(); return; }
      if (typeof go === "string") { d.headFocus(go); return; }
      draw();
      if (k.editing) why.focus(); // it was not saved: Enter tries again
      if (k.paper && !k.editing) d.leaveHead("Enter");
      drain();
    }

    // How often one's keying was decided against: counted by the server when a person has decided, asked for now and then.
    async function ownErrors() {
      try {
        const { told } = await result({ do: "own-errors" });
        k.errors = told && told[0];
        foot.querySelector(".errors")?.replaceChildren(drawErrors(k.errors));
      } catch { /* beside the point of this screen */ }
    }


    async function clear() {
      if (Object.keys(k.answers).length && await ask(t("clearSure"), [["keep", t("cancel")], ["clear", t("clear")]]) !== "clear") return;
      await held(async () => { await dropDraft(); await beginNext(); });
      drain();
    }

    // #keying/12 corrects return 12; #again/sheet/12 begins with that number.
    const [, what, number] = location.hash.split("/").map(decodeURIComponent);
    const mine = left && left.who === state.me.account && left.survey === form.id && left.second === second ? left.draft : null;
    const { draft } = what ? {} : mine ? { draft: mine } : await api(`${base}/draft?second=${second ? 1 : 0}`);
    left = null;
    if (draft) {
      k.key = draft.key || k.key;
      k.answers = draft.answers || {};
      k.fields = draft.fields || {};
      k.paper = draft.paper || 0;
      k.passed = new Set(draft.passed || []);
      k.dirty = Boolean(mine);
      if (Object.keys(k.answers).length || k.passed.size) say(t("draft")); // a number alone is nothing that was keyed
      await paperOf(k.paper);
    } else if (what === "sheet") { k.fields.sheet = number; }
    else if (!what) { await nextPaper(); }
    if (!draft && what !== "sheet" && (!what || second)) await d.propose();
    await settled(() => { if (draft && k.byId.has(draft.at)) k.at = Math.max(0, k.stops().indexOf(k.byId.get(draft.at))); });
    if (what && what !== "sheet" && !second) { await d.openReturn(what); k.stash = null; }
    // A new sheet begins with its number; one that comes back, where it was left.
    else if (!draft && !k.paper) d.headFocus();
    if (draft || what === "sheet" || k.paper) d.leaveHead("Enter");

    // Two windows of one person share one draft, and neither knows of the other.
    const channel = new BroadcastChannel("shukei keying"), mark = `${state.me.account} ${form.id} ${second}`;
    const others = (are) => { if (k.others !== are) { k.others = are; draw(false); } };
    channel.onmessage = ({ data }) => {
      if (data.mark !== mark) return;
      others(data.is !== "gone");
      if (data.is === "new") channel.postMessage({ mark, is: "here" });
      if (data.is === "gone") channel.postMessage({ mark, is: "new" }); // is there a third?
    };
    channel.postMessage({ mark, is: "new" });
    const gone = () => channel.postMessage({ mark, is: "gone" });
    ownErrors();
    const asking = setInterval(ownErrors, 600000);
    document.addEventListener("keydown", d.onKey);
    document.addEventListener("visibilitychange", hidden);
    for (const name of ["compositionstart", "compositionend"]) document.addEventListener(name, composing);
    addEventListener("pagehide", gone);
    const who = state.me.account;
    return () => {
      if (k.dirty && !k.editing) left = { who, survey: form.id, second, draft: k.draft() };
      keepDraft().then(() => { if (!k.dirty) left = null; });
      gone();
      channel.close();
      footSize.disconnect();
      document.documentElement.style.removeProperty("--foot");
      removeEventListener("pagehide", gone);
      for (const name of ["compositionstart", "compositionend"]) document.removeEventListener(name, composing);
      clearInterval(asking);
      view.end();
      document.removeEventListener("keydown", d.onKey);
      document.removeEventListener("visibilitychange", hidden);
    };
  };
}

export const first = screen(false);
export const second = screen(true);
