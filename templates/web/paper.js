// The picture of a sheet, beside the form that is keyed from it or the two answers that differ.  It follows the question:
// the page and the part of it where the question stands come with the sheet (`places`, thousandths of a page).  Dots of a
// FAX are not square, so width and height are those of the paper, by the resolution that the page says it has.
//
//     const view = paperView({ skipped: next });      // skipped: the sheet was set aside; without it, it cannot be
//                                                     // held: runs what puts another sheet on the screen, while keys wait
//     screen.append(view.node);
//     view.show(paper, waiting);  view.follow("q4");  view.show(null);
//     if (view.key(event)) return;                    // its keys
import { api, el, say } from "./app.js";
import { askWords } from "./ask.js";
import { t } from "./words.js";

const ZOOMS = [1, 1.25, 1.5, 2, 2.5, 3.25];
const NUDGE = 5; // thousandths of a page
let zoom = Number(sessionStorage.getItem("paperZoom")) || 1;

// Of a page as it is looked at, in units of its own: inches where it says so.
function paperSize(page, turn) {
  const known = page.dpi_x > 0 && page.dpi_y > 0;
  const width = page.width / (known ? page.dpi_x : 1), height = page.height / (known ? page.dpi_y : 1);
  return turn % 2 ? [height, width] : [width, height];
}

export function paperView({ skipped, held = (work) => work() } = {}) {
  let paper = null, at = 0, place = null, timer = 0;
  const image = el("img", { draggable: "false" }), band = el("div", { class: "paper-band" });
  const sheet = el("div", { class: "paper-sheet" }, image, band);
  const pane = el("div", { class: "paper-pane", tabindex: "0", role: "group", "aria-label": t("paperPane") }, sheet);
  const title = el("strong"), note = el("p", { class: "note paper-note" });
  const button = (label, key, run) => el("button", { type: "button", tabindex: "-1", title: `${t(label)}（${key}）`,
    onclick: (event) => { event.currentTarget.blur(); run(); } }, el("kbd", {}, key), " ", t(label + "Short"));
  const pages = el("span", { class: "paper-pages" }, button("paperBack", "F8", () => turnTo(at - 1)), button("paperOn", "F9", () => turnTo(at + 1)));
  const node = el("aside", { class: "paper", "aria-label": t("paperPane"), hidden: true }, el("div", { class: "paper-tools" }, title,
    button("paperSmaller", "F6", () => scale(-1)), button("paperLarger", "F7", () => scale(1)), pages, button("paperTurn", "F10", rotate),
    skipped ? button("paperSkip", "F3", skip) : null), note, pane);
  image.addEventListener("error", () => { note.textContent = t("paperLost"); });

  function lay() {
    if (!paper) return;
    const page = paper.pages[at], [width, height] = paperSize(page, paper.turn);
    const across = Math.max(200, pane.clientWidth - 2) * zoom, down = across * height / width;
    const odd = paper.turn % 2;
    Object.assign(sheet.style, { width: `${across}px`, height: `${down}px` });
    Object.assign(image.style, { width: `${odd ? down : across}px`, height: `${odd ? across : down}px`, transform: `translate(-50%, -50%) rotate(${paper.turn * 90}deg)` });
    const here = place && place.page === at;
    band.hidden = !here;
    if (!here) return;
    const sides = place.right > place.left;
    const top = Math.max(0, place.top + paper.shift) / 1000 * down, bottom = Math.min(1000, place.bottom + paper.shift) / 1000 * down;
    Object.assign(band.style, { top: `${top}px`, height: `${Math.max(8, bottom - top)}px`, left: sides ? `${place.left / 10}%` : "0", width: sides ? `${(place.right - place.left) / 10}%` : "100%" });
    // A question that is higher than the pane begins at its top; a smaller one stands a third down, with what is around it.
    pane.scrollTop = Math.min(top - 12, (top + bottom) / 2 - pane.clientHeight * 0.4);
    if (sides) pane.scrollLeft = place.left / 1000 * across - 12;
  }

  function draw() {
    const page = paper.pages[at];
    const source = `/api/papers/${paper.id}/pages/${at}`;
    if (image.getAttribute("src") !== source) image.setAttribute("src", source);
    image.alt = `${t("sheet")} ${paper.sheet || paper.position}（${at + 1}/${paper.pages.length}）`;
    pages.hidden = paper.pages.length < 2;
    title.textContent = `${t("sheet")} ${paper.sheet || "—"}${paper.pages.length > 1 ? `　${at + 1}/${paper.pages.length}` : ""}`;
    note.textContent = [page.damaged ? t("paperDamaged") : "", paper.waiting > 1 ? `${t("paperWaiting")} ${paper.waiting - 1} ${t("sheets")}` : ""].filter(Boolean).join("　");
    lay();
  }

  function turnTo(page) {
    if (!paper || paper.pages.length < 2) return;
    at = (page + paper.pages.length) % paper.pages.length;
    pane.scrollTop = 0;
    draw();
  }

  function scale(step) {
    const now = ZOOMS.findIndex((z) => z >= zoom - 0.01);
    zoom = ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, now + step))];
    sessionStorage.setItem("paperZoom", zoom);
    lay();
  }

  const keep = (change) => api(`/api/papers/${paper.id}`, change).catch((error) => say(error.message, true));

  function rotate() {
    if (!paper) return;
    paper.turn = (paper.turn + 1) % 4;
    keep({ turn: paper.turn });
    lay();
  }

  // Where this batch's questions lie, against where they were expected; kept for all its sheets.
  function nudge(step) {
    paper.shift = Math.max(-500, Math.min(500, paper.shift + step));
    clearTimeout(timer);
    const change = { shift: paper.shift };
    timer = setTimeout(() => keep(change), 400);
    lay();
  }

  async function skip() {
    if (!paper) return;
    const usual = t("paperSkipWhys").split("|");
    const why = await askWords(t("paperSkip"), { note: t("paperSkipWhat"), label: t("reason"), done: t("paperSkipDo"), usual, value: usual[0] });
    if (why === null) return;
    await held(async () => {
      try { await api(`/api/papers/${paper.id}`, { skip: why }); say(t("paperSkipped")); await skipped(); }
      catch (error) { say(error.message, true); }
    });
  }

  const observer = new ResizeObserver(lay);
  observer.observe(pane);

  return {
    node,
    paper: () => paper,
    show(next, waiting = 0) {
      if (!node.isConnected) return; // the screen was left meanwhile
      const other = !next || !paper || next.id !== paper.id;
      paper = next ? { ...next, waiting } : null;
      if (other) { at = 0; place = null; pane.scrollTop = 0; }
      node.hidden = !paper;
      document.getElementById("main").classList.toggle("with-paper", Boolean(paper));
      if (paper) draw(); else image.removeAttribute("src");
    },
    follow(question) {
      const next = paper && question ? paper.places[question] : null;
      if (!paper) return;
      if (next === place) { lay(); return; }
      place = next;
      if (place && paper.pages[place.page]) at = place.page;
      draw();
    },
    key(event) {
      if (!paper) return false;
      const keys = { F6: () => scale(-1), F7: () => scale(1), F8: () => turnTo(at - 1), F9: () => turnTo(at + 1), F10: rotate, ...(skipped ? { F3: skip } : {}) };
      const run = event.altKey ? { ArrowUp: () => nudge(-NUDGE), ArrowDown: () => nudge(NUDGE) }[event.key] : keys[event.key];
      if (!run || event.ctrlKey || event.metaKey) return false;
      event.preventDefault();
      run();
      return true;
    },
    end() {
      observer.disconnect();
      if (node.isConnected) document.getElementById("main").classList.remove("with-paper"); // else another screen stands there
    },
  };
}
