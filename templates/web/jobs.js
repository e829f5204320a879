// Work that takes longer than a request may: begun, looked after, and its result fetched.
import { api, state, Refused } from "./app.js";

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Begins a job and waits until it is done; `tell` hears how long it has been at work.
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
export async function result(request, where = "desk") {
  return printed(await make(request, where));
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
