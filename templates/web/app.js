// Signing in, the bar, and which screen is shown.  Each screen is a module with show(box) -> end().
import { t, setLanguage } from "./words.js";

export const state = { me: null, survey: null };

// Builds an element: el("button", {class: "primary", onclick: go}, "text", child ...).  Text is always text, never markup.
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "value") node.value = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export class Refused extends Error {
  constructor(status, message) { super(message); this.status = status; }
}

export async function api(path, body, options = {}) {
  const request = { headers: {}, ...options };
  if (body !== undefined) {
    request.method = "POST";
    const file = typeof body === "string" || body instanceof ArrayBuffer; // a file goes as it is
    request.body = file ? body : JSON.stringify(body);
    request.headers["Content-Type"] = file ? "application/octet-stream" : "application/json";
    if (state.me) request.headers["X-Shukei-Token"] = state.me.token;
  }
  let answer;
  try { answer = await fetch(path, request); }
  catch { throw new Refused(0, t("offline")); }
  const data = await answer.json().catch(() => ({}));
  if (answer.ok) return data;
  if (answer.status === 401 && state.me) { state.me = null; state.ended = t("signedOut"); route(); }
  throw new Refused(answer.status, data.error || String(answer.status));
}

let past = 0;
export function say(text, grave = false) {
  const box = document.getElementById("say");
  clearTimeout(past);
  box.textContent = text;
  box.className = grave ? "grave" : "";
  if (!grave) past = setTimeout(() => box.classList.add("past"), 5000);
}

// --- screens ---

const screens = {
  keying: { roles: ["entry", "officer", "admin"], load: () => import("./entry.js").then((m) => m.first) },
  again: { roles: ["entry", "officer", "admin"], load: () => import("./entry.js").then((m) => m.second) },
  monitor: { roles: ["entry", "officer", "research", "admin"], load: () => import("./monitor.js").then((m) => m.monitor) },
  import: { roles: ["entry", "officer", "admin"], load: () => import("./import.js").then((m) => m.importing) },
  papers: { roles: ["entry", "officer", "admin"], load: () => import("./papers.js").then((m) => m.papers) },
  review: { roles: ["entry", "officer", "admin"], load: () => import("./review.js").then((m) => m.review) },
  results: { roles: ["officer", "research", "admin"], load: () => import("./results.js").then((m) => m.results) },
  texts: { roles: ["officer", "research", "admin"], load: () => import("./texts.js").then((m) => m.texts) },
  masks: { roles: ["officer", "admin"], load: () => import("./masks.js").then((m) => m.masks) },
  links: { roles: ["officer", "admin"], load: () => import("./links.js").then((m) => m.links) },
  administration: { roles: ["officer", "admin"], load: () => import("./admin.js").then((m) => m.admin) },
};

const own = () => Object.keys(screens).filter((name) => screens[name].roles.includes(state.me.role));

function drawBar(now) {
  const nav = document.getElementById("nav"), who = document.getElementById("who");
  nav.replaceChildren(...(state.me ? own().map((name) =>
    el("a", { href: "#" + name, "aria-current": name === now ? "page" : false }, t(name))) : []));
  who.replaceChildren(...(state.me ? [
    state.backupOld ? el("a", { class: "warn", href: "#administration/backups" }, t("backupWarning")) : null,
    el("button", { class: "me", title: t("ownPassword"), onclick: ownPassword }, state.me.account + "（" + state.me.role_name + "）"),
    el("button", { onclick: signOut }, t("signOut"))].filter(Boolean) : []));
}

// Once after signing in, and again now and then: whoever keeps the accounts is told that the last backup is old.
export async function lookAtBackups(anew = false) {
  if (!state.me || state.me.role !== "admin" || (!anew && Date.now() - (state.backupAsked || 0) < 600000)) return;
  state.backupAsked = Date.now();
  try { state.backupOld = (await api("/api/backups")).old; drawBar(location.hash.slice(1).split("/")[0]); } catch { /* said on its own screen */ }
}

function ownPassword() {
  const field = (name, complete) => el("input", { id: "p-" + name, type: "password", required: true, autocomplete: complete });
  const was = field("was", "current-password"), is = field("is", "new-password"), again = field("again", "new-password");
  const form = el("form", { method: "dialog", class: "narrow", onsubmit: async (event) => {
    event.preventDefault();
    if (is.value !== again.value) { fault.textContent = t("passwordsDiffer"); again.focus(); return; }
    try {
      await api("/api/password", { was: was.value, is: is.value });
      box.close();
      state.me = null;
      say(t("passwordChanged"));
      route();
    } catch (error) { fault.textContent = error.message; }
  } }, el("h2", {}, t("ownPassword")), el("label", { for: "p-was" }, t("passwordNow")), was, el("label", { for: "p-is" }, t("newPassword")), is, el("label", { for: "p-again" }, t("passwordAgain")), again);
  const fault = el("p", { class: "finding error", role: "alert" });
  const box = el("dialog", { onclose: () => box.remove() }, form);
  form.append(fault, el("button", { class: "primary" }, t("setPassword")), el("button", { type: "button", onclick: () => box.close() }, t("cancel")));
  document.body.append(box);
  box.showModal();
}

// Every screen draws into a box of its own.  One that is left before all that it asked for has come goes on drawing where nobody sees it, and
// is ended when it is done: else it would hear the keys that are meant for the screen after it.
let end = null, turn = 0;

export async function route() {
  const mine = ++turn, box = el("div");
  if (end) end();
  end = null;
  document.getElementById("main").replaceChildren(box);
  if (!state.me) { drawBar(null); return drawSignIn(box); }
  const wanted = location.hash.slice(1).split("/")[0];
  const name = own().includes(wanted) ? wanted : own()[0];
  drawBar(name);
  lookAtBackups();
  try {
    const show = await screens[name].load(), done = mine === turn ? await show(box) || null : null;
    if (mine === turn) end = done;
    else if (done) done();
  } catch (error) {
    box.replaceChildren(el("p", { class: "grave" }, error.message));
  }
}

// The survey that all screens are about; chosen once and kept for the session.
export async function chooseSurvey(main) {
  const { surveys } = await api("/api/surveys");
  if (!surveys.length) {
    main.replaceChildren(el("p", { class: "card" }, t("noSurveys"), " ", state.me.role === "admin" ? el("a", { href: "#administration/surveys" }, t("addFirstSurvey")) : t("askAdmin")));
    return null;
  }
  const kept = surveys.find((s) => s.id === (state.survey || sessionStorage.getItem("survey")));
  // In a new browser: where a sheet of this person waits half keyed, or else what was keyed last, or else the newest survey.
  const lately = surveys.reduce((best, s) => (s.last && s.last >= (best ? best.last : 0) ? s : best), null);
  state.survey = (kept || surveys.find((s) => s.drafts) || lately || surveys[surveys.length - 1]).id;
  state.waiting = surveys.filter((s) => s.drafts && s.id !== state.survey);
  state.today = surveys.reduce((sum, s) => sum + s.today, 0);
  const select = el("select", { id: "survey", onchange: () => {
    state.survey = select.value;
    sessionStorage.setItem("survey", select.value);
    route();
  } }, surveys.map((s) => el("option", { value: s.id, selected: s.id === state.survey }, s.title)));
  select.value = state.survey;
  return el("label", { class: "survey" }, el("span", {}, t("choose")), select);
}

// --- signing in ---

async function signOut() {
  try { await api("/api/sign-out", {}); } catch { /* signed out all the same */ }
  state.me = null;
  route();
}

async function drawSignIn(main) {
  const hello = await api("/api/hello");
  setLanguage(hello.lang);
  if (!hello.accounts) {
    main.replaceChildren(el("section", { class: "card narrow" }, el("p", {}, t("noAccounts")),
      el("pre", {}, "shukei user add NAME --role admin")));
    return;
  }
  const name = el("input", { id: "name", autocomplete: "username", required: true });
  const password = el("input", { id: "password", type: "password", autocomplete: "current-password", required: true });
  const fault = el("p", { class: "finding error", role: "alert" });
  const form = el("form", { class: "card narrow", onsubmit: async (event) => {
    event.preventDefault();
    fault.textContent = "";
    try {
      state.me = await api("/api/sign-in", { name: name.value.trim(), password: password.value });
      say("");
      route();
    } catch (error) { fault.textContent = error.message; password.value = ""; password.focus(); }
  } }, el("h1", {}, t("signIn")),
    el("label", { for: "name" }, t("name")), name,
    el("label", { for: "password" }, t("password")), password, fault,
    el("button", { class: "primary" }, t("signIn")));
  main.replaceChildren(form);
  fault.textContent = state.ended || "";
  state.ended = null;
  name.focus();
}

addEventListener("hashchange", () => { say(""); route(); });

(async () => {
  try {
    const hello = await api("/api/hello");
    setLanguage(hello.lang);
    try { state.me = await api("/api/me"); } catch { /* nobody is signed in */ }
    route();
  } catch (error) { say(error.message, true); }
})();
