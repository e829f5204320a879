// A questionnaire of 25 questions (numbers, days, a matrix, long texts, exclusive options, routing, two-digit options) keyed ten times
// by keyboard, with what hands and machines really do: an input method, full-width digits, pasting, the browser's Back, small and
// zoomed windows.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { assert, finish, go, looked, said, shukei, signIn } from "./desk.mjs";

const options = (...labels) => labels.map((label, i) => ({ id: `c${i + 1}`, label }));
const yes_no = (more = {}) => [{ id: "yes", label: "はい", ...more }, { id: "no", label: "いいえ" }];
const matrix = (id, number, label) => ({ id, kind: "matrix", number, label, rows: [{ id: "day", label: "日勤帯" }, { id: "evening", label: "準夜勤帯" }, { id: "night", label: "深夜勤帯（午前0時から午前8時30分まで、仮眠時間を除く）" }], cells: { kind: "single", options: options("足りている", "やや足りない", "大いに足りない", "わからない") } });
const survey = { format: "shukei-survey-1", id: "visiting-nurses", title: "訪問看護ステーションの人員・運営・オンライン資格確認に関する実態調査（2026年度第2回）", organiser: "架空訪問看護協会", double_entry: 0.5, questions: [
  { id: "place", kind: "prefecture", number: "問1", label: "所在地" },
  { id: "owner", kind: "single", number: "問2", label: "開設主体", options: [...options("医療法人", "営利法人", "社会福祉法人", "地方公共団体", "日本赤十字社・社会保険関係団体", "医師会", "看護協会", "公益・一般社団法人", "農業協同組合", "消費生活協同組合", "NPO法人"), { id: "elsewhere", label: "その他", other: true }] },
  { id: "opened", kind: "date", number: "問3", label: "開設年月日" },
  { id: "staff", kind: "number", number: "問4", label: "看護職員数（常勤換算）", unit: "人", decimals: 1, max: 500 },
  { id: "patients", kind: "number", number: "問5", label: "10月の実利用者数", unit: "人", max: 3000 },
  { id: "visits", kind: "number", number: "問6", label: "10月の延べ訪問回数", unit: "回", max: 20000 },
  matrix("lack", "問7", "時間帯ごとの人員"),
  { id: "always", kind: "single", number: "問8", label: "24時間対応体制加算の届出", options: yes_no({ questions: [{ id: "calls", kind: "number", label: "10月の緊急訪問", unit: "回", max: 999 }] }) },
  { id: "left", kind: "single", number: "問9", label: "過去1年間に退職した看護職員", options: yes_no() },
  { id: "left_n", kind: "number", number: "問10", label: "退職した人数", unit: "人", max: 200, ask: "left = yes" },
  { id: "left_why", kind: "multi", number: "問11", label: "退職の理由（あてはまるものすべて）", ask: "left = yes", options: [...options("給与", "夜間・休日の待機（オンコール）", "人間関係", "転居", "結婚・出産・育児", "介護", "病気・けが", "定年", "病院への転職"), { id: "else", label: "その他", other: true }, { id: "unknown", label: "わからない", exclusive: true }] },
  { id: "reader", kind: "single", number: "問12", label: "オンライン資格確認の導入", options: options("運用している", "準備している", "予定がない") },
  { id: "reader_day", kind: "date", number: "問13", label: "運用を始めた日", ask: "reader = c1" },
  { id: "trouble", kind: "multi", number: "問14", label: "運用で困ったこと", ask: "reader = c1", options: [...options("通信できない場所がある", "読み取りに時間がかかる", "利用者が暗証番号を忘れている", "●の表示がある"), { id: "nothing", label: "困ったことはない", exclusive: true }] },
  { id: "trouble_text", kind: "text", number: "問15", label: "困ったことの具体例（患者・利用者が特定されないようにお書きください）", ask: "reader = c1" },
  { id: "fee", kind: "single", number: "問16", label: "物価上昇による経費の増加", options: options("1割未満", "1割以上2割未満", "2割以上", "増えていない") },
  { id: "fuel", kind: "number", number: "問17", label: "10月のガソリン代", unit: "円", max: 9999999 },
  { id: "close", kind: "single", number: "問18", label: "休止・廃止の検討", options: yes_no() },
  { id: "close_day", kind: "date", number: "問19", label: "休止・廃止の予定日", ask: "close = yes" },
  { id: "ask_for", kind: "multi", number: "問20", label: "国や自治体に求めること", options: options("報酬の引上げ", "人材確保への補助", "燃料費の補助", "書類の簡素化", "研修の機会", "夜間対応への評価") },
  { id: "opinion", kind: "text", number: "問21", label: "自由意見" },
] };
writeFileSync("nurses.json", JSON.stringify(survey));
const run = (...words) => execFileSync(shukei, ["--lang", "ja", ...words], { encoding: "utf8" });
try { run("survey", "add", "nurses.json"); } catch (error) { assert.fail(String(error.stderr || error)); }

const here = (page) => page.evaluate(() => document.querySelector(".question.here")?.id.slice(2) || "save");
const at = (page, id) => page.waitForFunction((wanted) => (document.querySelector(".question.here")?.id.slice(2) || "save") === wanted, id).catch(async () => assert.equal(await here(page), id));
const press = async (page, ...keys) => { for (const key of keys) await page.keyboard.press(key); };
const number = (page, wanted) => page.waitForFunction((n) => document.getElementById("f-sheet")?.value === n, String(wanted));
async function open(name, screen, more) {
  const page = await signIn(name, more);
  await page.selectOption("#survey", survey.id);
  await page.waitForTimeout(200);
  await go(page, screen, ".keying");
  await page.waitForFunction(() => document.activeElement.id === "f-sheet");
  return page;
}
const key = (page, list) => list.reduce((before, word) => before.then(() => word.length > 1 && /^(Enter|F\d|Arrow\w+)$/.test(word) ? page.keyboard.press(word) : page.keyboard.type(word)), Promise.resolve());

// --- ten sheets, as fast as keys come ---
const sato = await open("sato", "keying", { viewport: { width: 1280, height: 800 } });
await looked(sato, "nurses-1280");
const sheet = (i) => ["13", "02", `H${10 + i}.4.1`, "Enter", `${i}.5`, "Enter", `${30 + i}`, "Enter", `${200 + i}`, "Enter", "1", "2", "3", "1", "7", "Enter",
  i % 2 ? "1" : "2", ...(i % 2 ? [`${i}`, "Enter", "02", "11", "Enter"] : []), "1", "R6.12.2", "Enter", "13", "Enter", "山間部で電波が届かない", "Enter", "2", "45000", "Enter", "2", "124", "Enter", "報酬の引上げを", "Enter", "Enter"];
const began = Date.now();
for (let i = 1; i <= 10; i++) {
  if (i === 1) await press(sato, "Enter");
  await key(sato, sheet(i));
  await number(sato, i + 1);
}
console.log("ten sheets of 25 questions:", ((Date.now() - began) / 10000).toFixed(1), "s each;", await sato.textContent(".pace"));
await looked(sato, "nurses-after");
const shown = run("return", "show", "3", "--format", "json");
for (const wanted of ["2001-04-01", "3.5", "203", "c2", "unknown", "2024-12-02", "山間部で電波が届かない", "45000"]) assert.ok(shown.includes(wanted), `${wanted} in ${shown}`);


// --- another person keys them again, in as many key presses; one of them was drawn for it and stands there ---
const suzuki = await open("suzuki", "again", { viewport: { width: 1024, height: 768 } });
const drawn = await suzuki.inputValue("#f-sheet");
assert.match(drawn, /^\d+$/);
await press(suzuki, "Enter");
await key(suzuki, sheet(Number(drawn)));
await suzuki.waitForFunction(() => document.getElementById("say").textContent.includes("保存しました"));
await suzuki.waitForFunction((was) => document.getElementById("f-sheet").value !== was, drawn);
const presses = Number(/([\d.]+) 打鍵/.exec(await suzuki.textContent(".pace"))[1]);
const wanted = 1 + sheet(Number(drawn)).join("").replaceAll("Enter", "E").replace(/[^ -~]/g, "").length; // what an input method makes is no key of ours
assert.equal(presses, wanted, "key presses for a second keying");
assert.match(run("double", "report", "--survey", survey.id, "--format", "json"), /"agreed": (\d+)/);
await looked(suzuki, "nurses-1024");

// --- whatever the window: what is being keyed is seen whole, between the top and the foot; and the sheet's number is ---
const inSight = (page) => page.evaluate(() => {
  const here = document.querySelector(".question.here")?.getBoundingClientRect(), foot = document.querySelector(".foot").getBoundingClientRect();
  const now = document.querySelector(".sheet-now").getBoundingClientRect(), wide = document.documentElement.scrollWidth - innerWidth;
  return (!here || (here.bottom <= foot.top + 1 && (here.top >= 0 || here.height > foot.top))) && now.bottom <= innerHeight && wide <= 0 ? "" : JSON.stringify([here, foot, now, wide]);
});
for (const [width, height, zoom] of [[1920, 1080, 1], [1024, 768, 1], [1280, 800, 1.5]]) {
  const page = await open("suzuki", "keying", { viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) }, deviceScaleFactor: zoom });
  await press(page, "Enter");
  await at(page, "place");
  for (const word of sheet(1).slice(0, -1)) {
    await key(page, [word]);
    await page.waitForTimeout(60);
    assert.equal(await inSight(page), "", `${await here(page)} at ${width}×${height}, ${zoom * 100} %`);
  }
  await looked(page, `nurses-${width}-${zoom}`);
  await page.click("text=この票を消してやり直す");
  await page.waitForSelector("dialog.ask:not(.deaf)");
  await page.keyboard.press("2");
  await at(page, "place");
  await page.close();
}

// --- an input method: what it is given chooses nothing and goes nowhere; half a word is not drawn away ---
const okada = await open("okada", "keying");
await press(okada, "Enter");
await at(okada, "place");
const hand = await okada.context().newCDPSession(okada);
const compose = (text) => hand.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
const swallowed = async (code) => { for (const type of ["rawKeyDown", "keyUp"]) await hand.send("Input.dispatchKeyEvent", { type, key: "Process", code, windowsVirtualKeyCode: 229 }); };
await swallowed("KeyT");
await compose("１３");
await okada.waitForTimeout(150);
assert.equal(await here(okada), "place", "a number that is still being converted is not taken");
await compose("とう");
await okada.waitForSelector(".matches button");
await swallowed("Enter");
assert.equal(await here(okada), "place");
await compose("とうきょ");
await hand.send("Input.insertText", { text: "東京" });
await press(okada, "Enter");
await at(okada, "owner");
assert.equal(await okada.inputValue("#in-place"), "13 東京都");
await okada.evaluate(() => { for (const digit of "１２") document.dispatchEvent(new KeyboardEvent("keydown", { key: digit, bubbles: true })); }); // 12, full width: other
await okada.waitForSelector("#in-owner-words");
assert.equal(await okada.evaluate(() => document.activeElement.id), "in-owner-words");
await swallowed("Digit1");
await compose("こじん");
await swallowed("Enter");
await okada.selectOption("#f-channel", "fax");
await okada.focus("#in-owner-words");
await compose("こじん");
await hand.send("Input.insertText", { text: "個人" });
await press(okada, "Enter");
await at(okada, "opened");
assert.equal(await okada.inputValue("#in-owner-words"), "個人");

// --- full-width digits and pasting, as they come ---
await okada.keyboard.insertText("Ｒ６．１．９");
await press(okada, "Enter");
await at(okada, "staff");
await okada.keyboard.insertText(" １，２３４．５人\n");
await press(okada, "Enter");
await okada.waitForSelector("#q-staff .finding"); // more than 500
await at(okada, "patients");
await press(okada, "-");
await at(okada, "staff");
await okada.keyboard.type("12.5");
await press(okada, "Enter");
await at(okada, "patients");
assert.equal(await okada.locator("#q-staff .finding").count(), 0);
await okada.keyboard.type("８０");
await press(okada, "Enter", "/");
await okada.waitForFunction(() => document.activeElement.id === "in-visits-note");
await okada.keyboard.insertText("2つの数字");
await press(okada, "Enter");
await at(okada, "lack_day");

// --- the browser's Back and Forward, and a page that is opened anew: where one was ---
await press(okada, "2", "*");
await at(okada, "lack_night");
await okada.goto(okada.url().replace("#keying", "#monitor"));
await okada.waitForSelector(".cards");
await okada.goBack();
await at(okada, "lack_night");
assert.equal(await okada.inputValue("#in-staff"), "12.5");
assert.equal(await okada.inputValue("#in-visits-note"), "2つの数字");
await okada.waitForTimeout(1700);
await okada.reload();
await at(okada, "lack_night");
await press(okada, "3", "2", "2", "2", "1", "1", "2", "4", "Enter", "2", "3", "Enter");
await at(okada, "opinion");
await looked(okada, "nurses-restored");
await okada.keyboard.insertText("一行目\n二行目");
await press(okada, "Shift+Enter");
await okada.keyboard.insertText("三行目");
await press(okada, "Enter", "Enter"); // and nothing is said of questions that were not looked at: the draft knows which were
await okada.waitForFunction(() => document.getElementById("say").textContent.includes("保存しました"));
const last = run("return", "show", "11", "--format", "json");
for (const text of ["一行目\\n二行目\\n三行目", "個人", "12.5", "invalid"]) assert.ok(last.includes(text), `${text} in ${last}`);
assert.match(run("history", "11"), /問6 無効：2つの数字/);
await finish("a questionnaire of 25 questions");
