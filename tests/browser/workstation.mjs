// See README.md.  Every step asserts what a person would have to see.
import { readFileSync } from "node:fs";
import { assert, context, finish, go, looked, said, shots, signIn, source, url } from "./desk.mjs";

const here = (page) => page.evaluate(() => document.querySelector(".question.here")?.id.slice(2) || "save");

// One key after the other, as fast as a program can: the queue must not lose or misplace any.
async function keySheet(page, number, keys) {
  await page.keyboard.press("F4");
  await page.keyboard.type(String(number));
  await page.keyboard.press("Enter");
  for (const key of keys) await page.keyboard.press(key);

  await page.waitForFunction(() => /票番号/.test(document.getElementById("say").textContent));
  const text = await said(page);
  await page.evaluate(() => { document.getElementById("say").textContent = ""; });
  return text;
}

// --- ten sheets, by keyboard ---
const door = await (await context()).newPage();
await door.goto(url);
await door.waitForSelector("#name");
await looked(door, "sign-in");
const sato = await signIn("sato");
await sato.waitForSelector(".keying");
assert.equal(await here(sato), "q1");
// 13 Tokyo; clinic; trouble; kinds 2 and 4; no text; asked the card; nobody charged; returned none; settled; keep the card; save
const keys = ["1", "3", "1", "1", "2", "4", "Enter", "Enter", "1", "Enter", "2", "3", "1", "Enter", "3", "Enter"];
for (let sheet = 1; sheet <= 10; sheet++) assert.match(await keySheet(sato, sheet, keys), /保存しました/);
const pace = await sato.textContent(".pace");
const presses = Number(/([\d.]+) 打鍵/.exec(pace)[1]);
console.log("ten sheets:", pace.trim());
assert.ok(presses < 40, `${presses} key presses a sheet`);
await looked(sato, "keying");

// --- the last sheet is one key away, and is corrected with a reason ---
await sato.keyboard.press("F2");
await sato.waitForSelector("#why");
await sato.click("#q-q2 .option >> nth=1");
await sato.fill("#why", "票を見直した");
await sato.click("#save");
await sato.waitForFunction(() => document.getElementById("say").textContent.includes("保存しました"));

// --- a closed lid: what was keyed comes back ---
await sato.keyboard.press("F4");
await sato.keyboard.type("99");
await sato.keyboard.press("Enter");
for (const key of ["2", "7", "2", "2"]) await sato.keyboard.press(key);
await sato.waitForTimeout(2500);
await sato.reload();
await sato.waitForSelector(".keying");
await sato.waitForFunction(() => document.getElementById("say").textContent.includes("戻しました"));
assert.equal(await sato.inputValue("#f-sheet"), "99");
assert.equal(await sato.getAttribute("#q-q2 .option >> nth=1", "aria-pressed"), "true");

// --- the second keying, with two planted mistakes ---
const suzuki = await signIn("suzuki");
await go(suzuki, "again", "text=1回目を見ずに");
const mistaken = (at, key) => keys.map((was, i) => (i === at ? key : was));
await keySheet(suzuki, 1, mistaken(5, "5").toSpliced(7, 0, "1", "Enter")); // q4: copayment instead of masked, and its sub-question
await keySheet(suzuki, 2, mistaken(14, "2")); // q10
await keySheet(suzuki, 3, keys);
const okada = await signIn("okada");
await go(okada, "review", ".tabs");
await okada.click("text=2回の入力の食い違い");
await okada.waitForSelector(".differences .question");
const differences = await okada.locator(".differences .question").count();
assert.equal(differences, 3, "the planted mistakes are shown, and nothing else");
await looked(okada, "differences");
for (let left = differences; left > 0; left--) {
  await okada.keyboard.press("1");
  await okada.waitForFunction((n) => document.querySelectorAll(".differences .question").length === n - 1, left);
}
await okada.waitForSelector("text=食い違いはすべて決まっています");
await okada.click("text=入力の正確さ");
await okada.waitForSelector("caption");
await looked(okada, "accuracy");

// --- the monitor, while a file comes in ---
const watch = await signIn("ken");
await go(watch, "monitor", ".cards");
const valid = () => watch.textContent(".card.number >> nth=2");
assert.match(await valid(), /10/);
await go(okada, "import", ".drop");
await okada.setInputFiles("#file", `${source}/data/samples/trouble-2023-10.csv`);
await okada.click("text=この内容で取り込む");
await okada.waitForSelector("text=取り込みました");
await looked(okada, "import");
await watch.waitForFunction(() => /8,682/.test(document.querySelector(".cards").textContent), null, { timeout: 15000 });
await looked(watch, "monitor");
const rowsOf = await watch.$$eval(".cards > *", (cards) => Object.values(Object.groupBy(cards, (card) => Math.round(card.getBoundingClientRect().top))).map((row) => row.length));
assert.ok(Math.max(...rowsOf) - Math.min(...rowsOf) <= 1, `cards in rows of ${rowsOf}`);

// --- results, and a kit ---
await go(okada, "results", ".result");
await okada.selectOption("#r-question", "q3");
await okada.selectOption("#r-by", "type");
await okada.click("text=集計する");
await okada.waitForFunction(() => document.querySelectorAll(".result").length === 1);
assert.match(await okada.textContent(".result"), /病院/);
await looked(okada, "results");
const download = okada.waitForEvent("download");
await okada.click("text=資料を作る");
await okada.check("#kit-trouble-2023-10");
await okada.locator(".maker button").first().click();
const kit = await (await download).path();
assert.equal(readFileSync(kit).subarray(0, 5).toString(), "%PDF-");

// --- an institution answers on a phone, without JavaScript, and corrects its answer ---
await go(okada, "links", "#l-institutions");
await okada.selectOption("#l-association", "tokyo");
await okada.fill("#l-institutions", "A医院");
await okada.click("text=個別リンクを作る");
const link = await okada.textContent("code");
const phone = await (await context({ viewport: { width: 375, height: 720 }, javaScriptEnabled: false })).newPage();
await phone.goto(link);
await phone.check("input[name=q3][value=yes]");
await phone.click("button");
assert.match(await phone.textContent(".summary"), /問1/);
await phone.screenshot({ path: `${shots}/phone-summary.png` });
await phone.selectOption("select[name=q1]", "13");
await phone.check("input[name=q2][value=clinic]");
await phone.click("button");
if (await phone.locator(".summary").count()) await phone.click("button"); // doubts, seen
assert.match(await phone.textContent(".receipt"), /受付番号/);
await phone.screenshot({ path: `${shots}/phone-receipt.png` });
await phone.click(".receipt a");
assert.ok(await phone.isChecked("input[name=q3][value=yes]"));
const seen = await (await context({ viewport: { width: 375, height: 720 } })).newPage();
await seen.goto(link);
await looked(seen, "phone");

// --- who may what ---
await go(watch, "results", ".result");
assert.equal(await watch.locator("#nav a").count(), 3, "a researcher sees progress, results and masked texts");
const kanri = await signIn("kanri");
await go(kanri, "administration/accounts", "tbody tr");
await looked(kanri, "accounts");

await finish("the workstation works");
