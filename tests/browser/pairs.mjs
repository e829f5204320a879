// Likely duplicates: counted on the monitor, side by side, decided by keys, taken back by one key, reopened from the list; an old list is
// told who has decided; a keyer sees them and decides nothing.
import { assert, finish, go, looked, signIn } from "./desk.mjs";

const key = (n) => String(n).padStart(32, "0");
async function save(page, n, fields, answers) {
  const status = await page.evaluate(async ([body]) => {
    const { token } = await (await fetch("/api/me")).json();
    const answer = await fetch("/api/surveys/trouble-2023-10/sheets", { method: "POST", headers: { "X-Shukei-Token": token, "Content-Type": "application/json" }, body });
    return answer.status;
  }, [JSON.stringify({ key: key(n), sheet: { fields: { channel: "fax", association: "tokyo", ...fields }, answers } })]);
  assert.equal(status, 200);
}
const answers = { q1: { options: ["13"] }, q2: { options: ["clinic"] }, q3: { options: ["yes"] }, q4: { options: ["masked", "reader"] }, q10: { options: ["keep"] } };
const sato = await signIn("sato"), okada = await signIn("okada"), kanri = await signIn("kanri");
await save(sato, 1, { sheet: "21" }, answers);
await save(sato, 2, { sheet: "21" }, { ...answers, q10: { options: ["postpone"] } });
await save(sato, 3, { sheet: "22" }, answers);
await save(sato, 4, { sheet: "22" }, { ...answers, q4: { options: ["invalid"] }, q5: { text: "窓口で確認できず、後日あらためて保険証を見せてもらった" } });
const heard = (page, text) => page.waitForFunction((words) => document.getElementById("say").textContent.includes(words), text);
const left = (page, n) => page.waitForFunction((count) => document.querySelectorAll(".pairs > .question").length === count, n);
async function pairs(page) {
  await go(page, "monitor", "a[href='#review/duplicates']");
  await page.click("a[href='#review/duplicates']");
  await page.waitForSelector(".pairs > *");
}

await go(okada, "monitor", "a[href='#review/duplicates']");
assert.match(await okada.textContent("a[href='#review/duplicates']"), /2/);
await looked(okada, "monitor-pairs");
await pairs(sato);
await left(sato, 2);
await sato.keyboard.press("1");
await heard(sato, "役員・事務局が決めます");
await pairs(kanri);
await left(kanri, 2);
await pairs(okada);
await left(okada, 2);
await okada.waitForSelector(".sides .differs");
assert.equal(await okada.locator(".sides .differs").count(), 1, "only what differs is marked");
await looked(okada, "pairs");
await okada.keyboard.press("2");
await left(okada, 1);
await heard(okada, "を残し、もう一方は数えません");
await okada.keyboard.press("-");
await left(okada, 2);
await heard(okada, "未決に戻しました");
await okada.keyboard.press("1");
await left(okada, 1);
await heard(okada, "を残し、もう一方は数えません");
await okada.keyboard.press("3");
await left(okada, 0);
await heard(okada, "別の票");
await kanri.keyboard.press("2"); // of the list as it was
await heard(kanri, "okada さんが");
assert.match(await kanri.textContent("#say"), /票番号 21 と票番号 21 を同じ票と決めています/);
await okada.click("text=決めたもの");
await okada.waitForSelector(".decisions tbody tr");
assert.equal(await okada.locator(".decisions tbody tr").count(), 2);
await looked(okada, "pairs-decided");
await okada.locator(".decisions tbody tr").filter({ hasText: "別の票" }).locator("button").click();
await left(okada, 1);
await go(okada, "administration/trail", ".trail tbody tr");
assert.match(await okada.textContent(".trail tbody"), /票番号 22 と 票番号 22 が同じ票かどうかを、未決に戻した/);
assert.match(await okada.textContent(".trail tbody"), /票番号 21 を 票番号 21 の重複とし、数えないことに/);
await finish("likely duplicates are decided");
