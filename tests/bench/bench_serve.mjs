// The workstation under load, on this machine only: OPERATORS people each save a sheet every 5 seconds, while a press kit is made
// over and over and backups run; then RESPONDENTS answer the online form at once.  Prints how long saves took, and holds what is in
// the store against what was acknowledged.  Run by hand (needs node):
//
//     SHUKEI=build/shukei node tests/bench/bench_serve.mjs [SECONDS] [OPERATORS] [RESPONDENTS]
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";

const [seconds, operators, respondents] = [180, 50, 500].map((value, i) => Number(process.argv[2 + i] || value));
const shukei = process.env.SHUKEI || "build/shukei";
const source = join(import.meta.dirname, "../..");
const work = mkdtempSync(join(tmpdir(), "bench-serve-"));
const store = join(work, "s.db"), password = "bench password";
const run = (words, input) => execFileSync(shukei, ["--store", store, "--lang", "en", ...words], { input, stdio: ["pipe", "pipe", "inherit"] }).toString();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

run(["init"]);
const survey = JSON.parse(readFileSync(join(source, "templates/surveys/trouble-2023-10.json")));
survey.field = { ...survey.field, to: "2099-12-31" };
writeFileSync(join(work, "survey.json"), JSON.stringify(survey));
run(["survey", "add", join(work, "survey.json")]);
run(["--quiet", "import", "--survey", survey.id, join(source, "data/samples/trouble-2023-10.csv")]);
const files = (folder, ending) => readdirSync(join(source, folder)).filter((name) => name.endsWith(ending)).map((name) => join(source, folder, name));
run(["--quiet", "import", "--as", "published", ...files("data/published", ".json")]);
run(["--quiet", "import", "--as", "series", ...files("data/series", ".csv")]);
for (let i = 0; i < operators; i++) run(["user", "add", "op" + i, "--role", i ? "entry" : "admin"], password + "\n");

const server = spawn(shukei, ["--store", store, "serve", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
const url = await new Promise((resolve) => server.stdout.on("data", (text) => { const found = /http:\/\/[\d.:]+/.exec(text); if (found) resolve(new URL(found[0])); }));
const agent = new http.Agent({ keepAlive: true, maxSockets: operators + respondents + 8 });

function ask(method, path, headers, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: url.hostname, port: url.port, agent, method, path, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part) => { text += part; }).on("end", () => resolve({ status: answer.statusCode, text, headers: answer.headers }));
    });
    request.on("error", reject);
    request.end(body);
  });
}
async function signIn(name) {
  const answer = await ask("POST", "/api/sign-in", {}, JSON.stringify({ name, password }));
  if (answer.status !== 200) throw new Error(answer.text);
  return { Cookie: answer.headers["set-cookie"][0].split(";")[0], "X-Shukei-Token": JSON.parse(answer.text).token };
}

const times = [], acknowledged = [];
let stop = false, kits = 0, backups = 0;
async function operator(i, headers) {
  await sleep((5000 * i) / operators);
  for (let n = 0; !stop; n++) {
    const sheet = `op${i}-${n}`, begun = performance.now();
    const answer = await ask("POST", `/api/surveys/${survey.id}/sheets`, headers, JSON.stringify({ key: randomBytes(16).toString("hex"), sheet: {
      fields: { sheet, association: "tokyo", channel: "fax" }, answers: { q1: { options: ["13"] }, q2: { options: ["clinic"] }, q3: { options: ["yes"] }, q4: { options: ["masked", "invalid"] }, q10: { options: ["keep"] } } } }));
    times.push(performance.now() - begun);
    if (answer.status === 200) acknowledged.push(sheet); else console.log(answer.status, answer.text);
    await sleep(Math.max(0, 5000 - (performance.now() - begun)));
  }
}
async function job(headers, path, body) {
  const begun = await ask("POST", path, headers, JSON.stringify(body)), id = JSON.parse(begun.text).job;
  for (;;) {
    const { state, error } = JSON.parse((await ask("GET", "/api/jobs/" + id, headers)).text);
    if (state === "failed") throw new Error(error);
    if (state === "done") return;
    await sleep(100);
  }
}
async function press(headers) { while (!stop) { await job(headers, `/api/surveys/${survey.id}/results`, { do: "kit", options: { kit: "trouble-2023-10" } }); kits++; } }
async function backup(headers) { while (!stop) { await job(headers, `/api/surveys/${survey.id}/desk`, { do: "backup" }); backups++; await sleep(1000); } }

const people = [];
for (let i = 0; i < operators; i++) people.push(await signIn("op" + i));
const working = [...people.map((headers, i) => operator(i, headers)), press(people[0]), backup(people[0])];
await sleep(seconds * 1000);
stop = true;
await Promise.all(working);
times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
console.log(`saves ${times.length}  median_ms ${at(0.5)}  p99_ms ${at(0.99)}  max_ms ${at(1)}  kits ${kits}  backups ${backups}`);

const { links: [{ path }] } = JSON.parse((await ask("POST", `/api/surveys/${survey.id}/links`, people[0], JSON.stringify({ association: "tokyo" }))).text);
const begun = performance.now();
const answers = await Promise.all(Array.from({ length: respondents }, async () => {
  const page = await ask("GET", path, {});
  const key = /name="\.key" value="([0-9a-f]+)"/.exec(page.text)[1];
  return ask("POST", path, { "Content-Type": "application/x-www-form-urlencoded" }, new URLSearchParams({ ".key": key, q1: "13", q2: "clinic", q3: "no", q7: "no", q8: "none", q9: "settled", q10: "keep", ".seen": "1" }).toString());
}));
const received = answers.filter((answer) => answer.status === 200).length;
console.log(`respondents ${respondents}  received ${received}  refused_for_haste ${answers.filter((answer) => answer.status === 429).length}  seconds ${((performance.now() - begun) / 1000).toFixed(2)}`);

const there = new Set(), rows = execFileSync("sqlite3", [store, "SELECT sheet FROM revision WHERE seq = 1 AND sheet LIKE 'op%'"]).toString().trim().split("\n");
let doubled = 0;
for (const sheet of rows) { if (there.has(sheet)) doubled++; there.add(sheet); }
console.log(`acknowledged ${acknowledged.length}  lost ${acknowledged.filter((sheet) => !there.has(sheet)).length}  doubled ${doubled}`);
console.log(run(["verify"]).trim());
agent.destroy();
server.kill();
rmSync(work, { recursive: true });
