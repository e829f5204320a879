// Work that takes longer than a request may: begun, looked after, and its result fetched.
import { api, el, state, Refused } from "./app.js";
import { t } from "./words.js";

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// A bar for work under way: how much of it is done and at which of its stages it is, as far as the work says so; else how
// long it has been at it.
export function workBar(label) {
  const bar = el("progress", { "aria-label": label }), words = el("span", { class: "keys" }, label);
  function tell(now) {
    const far = now.progress;
    if (far) { bar.max = 1000; bar.value = far.permille; } else bar.removeAttribute("value");
    const at = far ? `${Math.floor(far.permille / 10)}%　${far.stages > 1 ? `${far.stage}/${far.stages} ` : ""}${far.words}` : label;
    words.textContent = now.state === "waiting" ? t("queued") : now.seconds >= 1 ? `${at}　${Math.floor(now.seconds)}${t("seconds")}` : at;
  }
  return { node: el("span", { class: "waiting", role: "status" }, bar, words), tell };
}

// Begins a job and waits until it is done; `tell` hears how far it is (workBar).
export async function make(request, where = "results", tell = () => {}) {
  const { job } = await api(`/api/surveys/${encodeURIComponent(state.survey)}/${where}`, request);
  return finished(job, tell);
}

export async function finished(job, tell = () => {}) {
  for (let pause = 40; ; pause = Math.min(pause * 1.4, 600)) {
    const now = await api("/api/jobs/" + job);
    if (now.state === "done") return job;
    if (now.state === "failed") throw Object.assign(new Error(now.error), { printed: now.file ? job : null });
    tell(now);
    await wait(pause);
  }
}

// The result of work that prints JSON.
export async function result(request, where = "desk", tell = () => {}) {
  return printed(await make(request, where, tell));
}

// What a job printed; also one that failed (its error's `printed`).
export async function printed(job) {
  const answer = await fetch(`/api/jobs/${job}/file`);
  if (!answer.ok) throw new Refused(answer.status, String(answer.status));
  const text = await answer.text();
  return text ? JSON.parse(text) : {};
}

export async function upload(file) {
  const answer = await fetch("/api/upload?name=" + encodeURIComponent(file.name), {
    method: "POST", body: file, headers: { "Content-Type": "application/octet-stream", "X-Shukei-Token": state.me.token } });
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, data.error || String(answer.status));
  return data.upload;
}
