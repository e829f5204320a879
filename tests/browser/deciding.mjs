// Two keyings that differ: decided by keys, with a reason or none, taken back by one key, reopened from the list; who has keyed the
// sheet is told that somebody else decides; the keyer's own error rate is the one in the officers' table.
import { execFileSync } from "node:child_process";
import { assert, finish, go, looked, said, shukei, signIn, store } from "./desk.mjs";

const key = (n) => String(n).padStart(32, "0");
async function save(page, n, sheet, answers, second = false) {
  const status = await page.evaluate(async ([body]) => {
    const { token } = await (await fetch("/api/me")).json();
    const answer = await fetch("/api/surveys/trouble-2023-10/sheets", { method: "POST", headers: { "X-Shukei-Token": token, "Content-Type": "application/json" }, body });
    return answer.status;
  }, [JSON.stringify({ key: key(n), second, sheet: { fields: { sheet, channel: "fax" }, answers } })]);
  assert.equal(status, 200);
}
const sheet = (more) => ({ q1: { options: ["13"] }, q2: { options: ["clinic"] }, q3: { options: ["yes"] }, q4: { options: ["masked", "reader"] }, q10: { options: ["keep"] }, ...more });
const sato = await signIn("sato"), suzuki = await signIn("suzuki"), okada = await signIn("okada"), kanri = await signIn("kanri");
for (let n = 1; n <= 4; n++) await save(sato, n, String(n), sheet());
await save(kanri, 5, "5", sheet());
await save(suzuki, 11, "1", sheet({ q10: { options: ["postpone"] } }), true);
await save(suzuki, 12, "2", sheet({ q4: { options: ["reader"] }, q10: { options: ["agree"] } }), true);
await save(suzuki, 13, "3", sheet(), true);
await save(suzuki, 14, "5", sheet({ q2: { options: ["hospital"] } }), true);

const open = (page) => page.locator(".differences .question");
const left = (page, n) => page.waitForFunction((count) => document.querySelectorAll(".differences .question").length === count, n);
const heard = (page, text) => page.waitForFunction((words) => document.getElementById("say").textContent.includes(words), text);
const trail = () => JSON.parse(execFileSync(shukei, ["--store", store, "history", "2", "--format", "json"]).toString());
async function differences(page) {
  await go(page, "review", ".tabs");
  await page.click("text=2回の入力の食い違い");
  await page.waitForSelector(".differences > *");
}

// --- who keyed does not decide, and does not see what the two say ---
await differences(sato);
await left(sato, 4);
assert.equal(await open(sato).filter({ hasText: "ご自分が入力した票です" }).count(), 3);
await sato.keyboard.press("1");
await heard(sato, "ご自分が入力した票です");
await looked(sato, "deciding-own");

// --- an officer: keys alone ---
await differences(okada);
await left(okada, 4);
assert.doesNotMatch(await okada.textContent(".differences"), /sato|suzuki/, "who decides is told who keyed");
await okada.keyboard.press("1"); // sheet 1, question 10, no reason
await left(okada, 3);
await heard(okada, "決めた答え");
await okada.keyboard.press("7"); // a reason, by its key
await okada.keyboard.press("2"); // sheet 2, question 4: the second
await left(okada, 2);
await heard(okada, "カードリーダー");
await okada.keyboard.press("-"); // no, that was the wrong key
await left(okada, 3);
await heard(okada, "未決に戻しました");
await okada.keyboard.press("0");
await okada.keyboard.type("電話で聞いた");
await okada.keyboard.press("Enter");
await okada.keyboard.press("1");
await left(okada, 2);
await okada.keyboard.press("3"); // neither, sheet 2 question 10
await okada.waitForSelector(".another");
await looked(okada, "deciding");
await okada.keyboard.press("*");
await left(okada, 1);
await heard(okada, "無効");
const entries = trail().history.filter((entry) => /^second\./.test(entry.action));
assert.deepEqual(entries.map((entry) => [entry.action, entry.why]), [["second.decide", "票を見直した"], ["second.reopen", null], ["second.decide", "電話で聞いた"], ["second.decide", null]]);

// --- the list of what was decided: who, when, what; reopened from there ---
await okada.click("text=決めたもの");
await okada.waitForSelector(".differences table tbody tr");
assert.equal(await okada.locator(".differences tbody tr").count(), 3);
assert.match(await okada.textContent(".differences"), /okada/);
await looked(okada, "decided");
await okada.locator(".differences tbody tr").filter({ has: okada.locator("th", { hasText: /^1$/ }) }).locator("button").click();
await left(okada, 2);
// Somebody with an old list is told.
await differences(kanri);
await left(kanri, 2);
await okada.keyboard.press("1");
await left(okada, 1);
await heard(okada, "決めた答え");
await kanri.keyboard.press("1");
await heard(kanri, "okada さんが");
assert.doesNotMatch(await said(kanri), /q10|--|shukei/);

// --- an administrator who has keyed the sheet insists, and says why ---
await left(kanri, 1);
await kanri.click("text=それでも自分で決める");
await kanri.keyboard.press("1");
await heard(kanri, "理由を選ぶか書いて");
await kanri.keyboard.press("7");
await kanri.keyboard.press("1");
await kanri.waitForSelector("text=食い違いはすべて決まっています");
await heard(kanri, "決めた答え");

// --- one figure, on the keyer's screen and in the officers' table; a correction for another reason changes neither ---
execFileSync(shukei, ["--store", store, "return", "edit", "1", "q10=agree", "--why", "the clinic called"]);
await go(okada, "review", ".tabs");
await okada.click("text=入力の正確さ");
await okada.waitForSelector("caption");
await looked(okada, "accuracy");
const row = await okada.locator("tbody tr", { hasText: "suzuki" }).locator("td").allTextContents();
const told = JSON.parse(execFileSync(shukei, ["--store", store, "double", "report", "--survey", "trouble-2023-10", "--keyer", "suzuki", "--format", "json"]).toString()).told[0];
assert.deepEqual(row.slice(0, 3), [told.sheets, told.fields, told.errors].map(String));
assert.equal(told.errors, 4);
await go(suzuki, "again", ".keying");
await suzuki.waitForFunction((rate) => document.querySelector(".pace .errors")?.textContent.includes(rate), String(told.per_1000));
await finish("differences are decided, and decided again");
