// The keying screen for a survey with everything in it: two-digit options, a matrix, nested and number and date questions;
// keys that must not slip; and the error rate of an operator, which tells nothing of a single sheet before it is decided.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { assert, finish, go, looked, said, shukei, signIn } from "./desk.mjs";

const options = (...labels) => labels.map((label, i) => ({ id: `o${i + 1}`, label }));
writeFileSync("ward.json", JSON.stringify({ format: "shukei-survey-1", id: "ward", title: "病棟の機器と人員の調査", organiser: "架空病院会", double_entry: 1, questions: [
  { id: "area", kind: "prefecture", number: "問1", label: "都道府県" },
  { id: "speciality", kind: "single", number: "問2", label: "主たる診療科", options: [...options("内科", "外科", "小児科", "産婦人科", "眼科", "耳鼻咽喉科", "皮膚科", "精神科", "整形外科", "泌尿器科", "放射線科", "リハビリテーション科", "麻酔科"), { id: "elsewhere", label: "その他", other: true }] },
  { id: "devices", kind: "multi", number: "問3", label: "不足している機器", options: [...options("輸液ポンプ", "心電図モニター", "電動ベッド", "移乗リフト", "人工呼吸器", "吸引器", "車いす", "体温計", "パルスオキシメーター", "除細動器", "電子カルテ端末"), { id: "enough", label: "不足はない", exclusive: true }] },
  { id: "night", kind: "single", number: "問4", label: "夜勤の欠員", options: [{ id: "short", label: "あった", questions: [{ id: "nights", kind: "number", label: "欠員の日数", unit: "日", min: 1, max: 31 }] }, { id: "full", label: "なかった" }] },
  { id: "burden", kind: "matrix", number: "問5", label: "職種ごとの負担", rows: [{ id: "nurse", label: "看護師" }, { id: "aide", label: "看護補助者" }, { id: "clerk", label: "事務職員" }], cells: { kind: "single", options: options("増えた", "変わらない", "減った") } },
  { id: "staff", kind: "number", number: "問6", label: "職員数", unit: "人", max: 5000 },
  { id: "checked", kind: "date", number: "問7", label: "直近の点検日" },
  { id: "wish", kind: "text", number: "問8", label: "要望" }] }));
const run = (...words) => execFileSync(shukei, words, { encoding: "utf8" });
run("survey", "add", "ward.json");

const here = (page) => page.evaluate(() => document.querySelector(".question.here")?.id.slice(2) || "save");
const at = (page, id) => page.waitForFunction((wanted) => (document.querySelector(".question.here")?.id.slice(2) || "save") === wanted, id);
const tells = (page, text) => page.waitForFunction((wanted) => document.getElementById("say").textContent.includes(wanted), text);
async function open(name, screen) {
  const page = await signIn(name);
  await page.selectOption("#survey", "ward");
  await page.waitForTimeout(200);
  await go(page, screen, ".keying");
  await page.waitForFunction(() => document.activeElement.id === "f-sheet");
  return page;
}
async function press(page, ...keys) { for (const key of keys) await page.keyboard.press(key); }

// --- one sheet, step by step ---
const sato = await open("sato", "keying");
await looked(sato, "keying-first");
await press(sato, "1", "Enter");
await at(sato, "area");
await sato.keyboard.type("ふく");
await press(sato, "Enter"); // 福島, 福井, 福岡: none of them is taken unseen
await tells(sato, "いくつかあります");
assert.equal(await here(sato), "area");
await looked(sato, "keying-prefectures");
await press(sato, "ArrowDown", "ArrowDown", "ArrowDown", "Enter");
await at(sato, "speciality");
assert.equal(await sato.inputValue("#in-area"), "40 福岡県");
await press(sato, "1");
await sato.waitForSelector(".state.pending");
await press(sato, "9");
await tells(sato, "19：");
await press(sato, "1", "2");
await at(sato, "devices");
await press(sato, "Enter"); // out of habit: the two digits have gone on already
await tells(sato, "もう一度 Enter");
assert.equal(await here(sato), "devices");
await looked(sato, "keying-stray");
await press(sato, "0", "3", "1", "1", "4", "0", "3"); // 3, 11, 4 at once (nothing begins with it), and 3 taken back
await sato.waitForFunction(() => [...document.querySelectorAll("#q-devices [aria-pressed=true] kbd")].map((n) => n.textContent).join() === "04,11");
await press(sato, "Enter");
await at(sato, "night");
await press(sato, "1");
await at(sato, "nights");
assert.match(await sato.textContent(".foot .keys"), /＋ 無回答（または Enter を2回）/); // it was come to by the answer before
await press(sato, "Enter");
await tells(sato, "もう一度 Enter");
await press(sato, "-", "1");
await at(sato, "nights");
await press(sato, "+"); // one key
await at(sato, "burden_nurse");
await sato.waitForSelector("#q-nights .state.skipped");
await press(sato, "-");
await at(sato, "nights");
assert.match(await sato.textContent(".foot .keys"), /そのまま Enter 無回答/); // one came back to it by a key
await press(sato, "*");
await at(sato, "burden_nurse");
await press(sato, "1");
await at(sato, "burden_aide");
await press(sato, "Enter", "Enter"); // twice: it has no answer
await at(sato, "burden_clerk");
await sato.waitForSelector("#q-burden_aide .state.skipped");
await press(sato, "-");
await at(sato, "burden_aide");
await press(sato, "2", "3");
await at(sato, "staff");
await press(sato, "9", "9", "9", "9", "Enter");
await at(sato, "checked");
await sato.waitForSelector("#q-staff .finding");
await sato.keyboard.type("R6.1.9");
await press(sato, "Enter");
await at(sato, "wish");
await sato.keyboard.type("人手がほしい");
await press(sato, "Shift+Tab"); // a field come to by Tab has its own keys: the day is invalid, and not the wish
await sato.waitForFunction(() => document.activeElement.id === "in-checked");
await press(sato, "*");
await sato.waitForSelector("#q-checked .state");
await at(sato, "wish");
assert.equal(await sato.inputValue("#in-wish"), "人手がほしい");
assert.match(await sato.textContent(".foot .keys"), /Shift\+Tab 戻る/); // a minus is written there
await press(sato, "Shift+Tab");
await sato.waitForFunction(() => document.activeElement.id === "in-checked");
await sato.keyboard.type("R6.1.9");
await press(sato, "Enter");
await at(sato, "wish");
await press(sato, "Enter");
await at(sato, "save");
await looked(sato, "keying-end");
await press(sato, "Enter");
await tells(sato, "保留にしました（確認が必要）　票番号 1"); // more staff than there can be
await at(sato, "area");
await press(sato, "Enter"); // once too often
await tells(sato, "もう一度 Enter");
assert.equal(await here(sato), "area");
const first = run("return", "show", "1", "--format", "json");
for (const wanted of ["o12", "o4,o11", "9999", "2024-01-09", "人手がほしい"]) assert.ok(first.includes(wanted) || first.includes(wanted.replace(",", ", ")) || first.includes(wanted.replace(",", " ")), `${wanted} in ${first}`);

// --- the last sheet comes back with one key; invalid for a prefecture that is written already ---
await press(sato, "F2");
await sato.waitForSelector("#why");
await sato.waitForFunction(() => document.activeElement.id === "in-area");
await press(sato, "*");
await at(sato, "speciality");
await sato.waitForSelector("#q-area .state");
await sato.click("text=やめる");
await at(sato, "area");

// --- ten sheets, as fast as keys come; each key at its question ---
const keys = ["1", "3", "0", "1", "0", "2", "Enter", "2", "1", "2", "3", "4", "0", "Enter", "Enter", "Enter", "Enter"];
async function keySheet(page, number, list) {
  await page.evaluate(() => { document.getElementById("say").textContent = ""; });
  await press(page, "F4", ...String(number), "Enter", ...list);
  await page.waitForFunction(() => /票番号/.test(document.getElementById("say").textContent));
  return said(page);
}
for (let sheet = 2; sheet <= 6; sheet++) assert.match(await keySheet(sato, sheet, keys), /保存しました/);
// What is said covers neither the line of keys nor what is keyed next; the accuracy is there to its end.
const covered = await sato.evaluate(() => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect(), say = box("#say");
  const meets = (other) => say.left < other.right && other.left < say.right && say.top < other.bottom && other.top < say.bottom;
  const pace = document.querySelector(".pace");
  return { say: say.height > 0, foot: meets(box(".foot")), here: meets(box(".question.here")), cut: pace.scrollWidth > pace.clientWidth };
});
assert.deepEqual(covered, { say: true, foot: false, here: false, cut: false });
await looked(sato, "keying-saved");
await press(sato, "F2");
await sato.waitForFunction(() => document.getElementById("f-sheet").value === "6");
await press(sato, "F2");
await sato.waitForFunction(() => document.getElementById("f-sheet").value === "5");
await sato.click("#q-staff");
await sato.waitForFunction(() => document.activeElement.id === "in-staff");
await sato.keyboard.type("45");
await sato.fill("#why", "読み違い");
await sato.keyboard.press("Enter");
await tells(sato, "保存しました");
assert.match(run("return", "show", "5"), /45/);
assert.match(run("return", "show", "6"), /東京/);

// --- keyed a second time, with two mistakes; nothing is told before somebody has decided ---
const suzuki = await open("suzuki", "again");
const mistaken = (i, key) => keys.map((was, j) => (i === j ? key : was));
await keySheet(suzuki, 2, keys);
await keySheet(suzuki, 3, mistaken(7, "1").toSpliced(8, 0, "5", "Enter"));
await keySheet(suzuki, 4, keys);
async function errors(page, screen) {
  await go(page, screen === "again" ? "monitor" : "again", screen === "again" ? ".cards" : ".keying");
  await go(page, screen, ".errors");
  await page.waitForFunction(() => /誤り/.test(document.querySelector(".errors").textContent));
  return page.textContent(".errors");
}
assert.match(await errors(suzuki, "again"), /まだありません/);
const okada = await signIn("okada");
await okada.selectOption("#survey", "ward");
await okada.waitForTimeout(200);
await go(okada, "review", ".tabs");
await okada.click("text=2回の入力の食い違い");
await okada.waitForSelector(".differences .question");
for (let left = await okada.locator(".differences .question").count(); left > 0; left--) {
  await okada.keyboard.press("1");
  await okada.waitForFunction((n) => document.querySelectorAll(".differences .question").length === n - 1, left);
}
await okada.waitForSelector("text=食い違いはすべて決まっています");
const told = await errors(suzuki, "again");
assert.match(told, /1,000項目あたり [\d.]+（2\/\d+ 項目・3 枚）/, "two fields on the three sheets with nothing undecided");
await looked(suzuki, "keying-errors");
assert.match(await errors(sato, "keying"), /0\/\d+ 項目/);
await go(suzuki, "review", ".tabs");
assert.equal(await suzuki.locator("text=入力の正確さ").count(), 0);
console.log("told:", told);

// --- a number alone is no sheet that was being keyed ---
await go(sato, "keying", ".keying");
await press(sato, "F4", "7", "7", "Enter");
await sato.waitForTimeout(2000);
await sato.reload();
await sato.waitForSelector(".keying");
await sato.waitForFunction(() => document.getElementById("f-sheet").value === "77");
assert.doesNotMatch(await said(sato), /戻しました/);

// --- a new browser opens where a sheet waits, or else where one keyed last, and knows what was keyed today ---
const anew = await signIn("sato");
assert.equal(await anew.inputValue("#survey"), "ward");
await anew.waitForSelector(".pace");
assert.match(await anew.textContent(".pace"), /今日 6 枚/);
await anew.selectOption("#survey", "trouble-2023-10");
await anew.waitForFunction(() => document.getElementById("q-q1") && document.activeElement.id === "f-sheet");
await press(anew, "Enter", "1", "3", "1");
await anew.waitForTimeout(2500);
const elsewhere = await signIn("sato");
assert.equal(await elsewhere.inputValue("#survey"), "trouble-2023-10");
await tells(elsewhere, "戻しました");
await elsewhere.selectOption("#survey", "ward");
await elsewhere.waitForSelector("text=入力途中の票が「2023年10月1日以降のマイナ保険証トラブル調査」にあります");
await looked(elsewhere, "keying-waits");
await finish("a survey of every kind is keyed");
