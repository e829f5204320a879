// A sheet's number on the keying screens, by somebody who has only the screen: the next free one stands there, one that is
// taken is asked about before any answer is keyed, a second keying that cannot be compared is refused there and then; and what
// two windows, another machine and the last sheet under correction do to the sheet being keyed.
import { assert, finish, go, looked, said, shukei, signIn, context, url } from "./desk.mjs";
import { execFileSync } from "node:child_process";

const run = (...words) => execFileSync(shukei, ["--lang", "en", ...words], { encoding: "utf8" });
const press = async (page, ...keys) => { for (const key of keys) await page.keyboard.press(key); };
const at = (page, id) => page.waitForFunction((wanted) => (document.querySelector(".question.here")?.id.slice(2) || "save") === wanted, id);
const number = (page, wanted) => page.waitForFunction((n) => document.getElementById("f-sheet")?.value === n, wanted);
const asks = async (page, text) => { await page.waitForSelector("dialog.ask"); assert.match(await page.textContent("dialog.ask p"), text); };
const choose = async (page, key) => { await page.waitForSelector("dialog.ask:not(.deaf)"); await page.keyboard.press(key); await page.waitForFunction(() => !document.querySelector("dialog.ask")); };
const saved = async (page, wanted) => { await page.waitForFunction((w) => document.getElementById("say").textContent.endsWith(w), `票番号 ${wanted}`); assert.match(await said(page), /保存しました/); };
const returns = () => run("verify").match(/([\d,]+) returns/)[1];
// Tokyo, clinic, no trouble; nobody charged, nothing returned, settled, keep the card.
const keys = ["1", "3", "1", "2", "2", "3", "1", "Enter", "3"];

// --- a wrong password is said where it was keyed ---
const door = await (await context()).newPage();
await door.goto(url);
await door.fill("#name", "sato");
await door.fill("#password", "not this one");
await door.keyboard.press("Enter");
await door.waitForFunction(() => document.querySelector("form [role=alert]").textContent);
await looked(door, "sign-in-wrong");

// --- the first number stands there; the next ones by themselves ---
const sato = await signIn("sato");
await number(sato, "1");
await sato.waitForFunction(() => document.activeElement.id === "f-sheet");
await press(sato, "Enter");
await at(sato, "q1");
await press(sato, ...keys, "Enter");
await saved(sato, "1");
await number(sato, "2");
await press(sato, ...keys, "Enter");
await saved(sato, "2");
await number(sato, "3");

// --- no number: another is put there, and nothing is saved ---
await press(sato, "F4", "Delete", "Enter");
await sato.waitForFunction(() => document.getElementById("say").textContent.includes("票には番号が要ります"));
await number(sato, "3");

// --- a number of another shape is asked about, once ---
await press(sato, "F4");
await sato.keyboard.type("1o3");
await press(sato, "Enter");
await asks(sato, /「1o3」は、これまでの票番号と形が違います/);
await choose(sato, "1");
await sato.keyboard.type("A-7");
await press(sato, "Enter");
await asks(sato, /「A-7」は/);
await looked(sato, "number-strange");
await choose(sato, "2");
await at(sato, "q1");
await press(sato, "F4");
await sato.keyboard.type("A-12");
await press(sato, "Enter");
await at(sato, "q1");
await press(sato, "F4", "3", "Enter");
await at(sato, "q1");

// --- another person: what is on a screen or stored is passed by, and asked about before an answer is keyed ---
await press(sato, "1", "3");
await sato.waitForTimeout(2200); // the draft
const suzuki = await signIn("suzuki");
await number(suzuki, "4");
await suzuki.keyboard.type("2");
await press(suzuki, "Enter", "1", "3", "2"); // keyed on without looking: no digit answers the question
await asks(suzuki, /票番号2は、satoさんが[\d: -]+に入力済みです/);
await suzuki.waitForTimeout(300);
await press(suzuki, "1");
assert.equal(await suzuki.locator("dialog.ask").count(), 1, "a hand that has not paused chooses nothing");
await looked(suzuki, "number-taken");
await choose(suzuki, "1");
await number(suzuki, "4"); // not 3: that one is on sato's screen
assert.equal(await suzuki.evaluate(() => document.activeElement.id), "f-sheet");
await suzuki.keyboard.type("3");
await press(suzuki, "Enter");
await asks(suzuki, /satoさんがいま票番号3を入力しています/);
await choose(suzuki, "Escape");
await suzuki.keyboard.type("2");
await press(suzuki, "Enter");
await choose(suzuki, "2"); // opened and corrected; the sheet that was begun waits
await suzuki.waitForSelector("#why");
await number(suzuki, "2");
await press(suzuki, "F4", "Enter");
await suzuki.click("#q-q10 .option >> nth=0");
await suzuki.fill("#why", "票を見直した");
await press(suzuki, "Enter");
await suzuki.waitForFunction(() => !document.getElementById("why"));
await number(suzuki, "4");
assert.match(run("history", "2"), /suzuki/);

// --- F2 in the middle of a sheet: it is there again afterwards ---
await press(suzuki, "F4", "Enter", ...keys, "Enter");
await saved(suzuki, "4");
await number(suzuki, "5");
await press(suzuki, "2", "7", "3", "F2");
await suzuki.waitForSelector("#why");
await number(suzuki, "4");
await suzuki.click("text=やめる");
await number(suzuki, "5");
await at(suzuki, "q3");
assert.equal(await suzuki.getAttribute("#q-q2 .option >> nth=2", "aria-pressed"), "true");

// --- another sheet is opened by its number in the middle of one: this one comes back under its own number ---
await press(suzuki, "F4", "2", "Enter");
await asks(suzuki, /票番号2は、satoさん/);
await choose(suzuki, "2");
await suzuki.waitForSelector("#why");

// --- and sato has it open, too: what either corrects is kept, and nothing is overwritten unseen ---
const beside = await signIn("sato");
await beside.waitForFunction(() => document.getElementById("say").textContent.includes("戻しました"));
await beside.waitForTimeout(500);
await press(beside, "F4", "2", "Enter");
await asks(beside, /票番号2は/);
await choose(beside, "2");
await beside.waitForSelector("#why");
await beside.click("#q-q2 .option >> nth=2");
await beside.fill("#why", "病院だった");
await press(beside, "Enter");
await beside.waitForFunction(() => !document.getElementById("why"));
await suzuki.click("#q-q10 .option >> nth=1");
await suzuki.fill("#why", "問10は2");
await press(suzuki, "Enter");
await suzuki.waitForFunction(() => /satoさんが直しています.*取り込みました/.test(document.getElementById("say").textContent));
assert.equal(await suzuki.getAttribute("#q-q2 .option >> nth=2", "aria-pressed"), "true");
assert.equal(await suzuki.getAttribute("#q-q10 .option >> nth=1", "aria-pressed"), "true");
await press(suzuki, "Enter");
await suzuki.waitForFunction(() => !document.getElementById("why"));
await number(suzuki, "5");
assert.match(run("return", "show", "2"), /hospital|病院/);
await beside.close();

// --- saved by a click in the middle: told once how many questions nobody has looked at ---
await suzuki.click("#save");
await suzuki.waitForFunction(() => /まだ見ていない設問が\d+問/.test(document.getElementById("say").textContent));
assert.equal(returns(), "3");
await suzuki.click("#save");
await saved(suzuki, "5");

// --- invalid, and why ---
await press(suzuki, "2", "7", "/");
await suzuki.waitForFunction(() => document.activeElement.id === "in-q2-note");
await suzuki.keyboard.type("両方に○");
await looked(suzuki, "invalid-note");
await press(suzuki, "Enter");
await at(suzuki, "q3");
await press(suzuki, "2", "2", "3", "1", "Enter", "3", "Enter");
await saved(suzuki, "6");
assert.match(run("history", "5"), /問2 無効：両方に○/);

// --- sato's sheet again on a second machine, while the first still shows it: stored once, and told ---
const there = await signIn("sato");
await there.waitForFunction(() => document.getElementById("say").textContent.includes("戻しました"));
await number(there, "3");
await at(there, "q2");
await press(there, "1", "2", "2", "3", "1", "Enter", "3", "Enter");
await saved(there, "3");
await press(sato, "2", "1"); // the lid is opened again: another answer than was saved
await asks(sato, /票番号3は、あなたが[\d: -]+に入力済みです/);
await choose(sato, "1");
await number(sato, "7");
await press(sato, "Enter", "Enter", "Enter");
assert.equal(returns(), "6");

// --- two windows on one machine know of each other ---
const again = await there.context().newPage();
await again.goto(`${url}/#keying`);
await again.waitForSelector("text=別のウィンドウでも開いています");
await there.waitForSelector("text=別のウィンドウでも開いています");
await again.close();
await there.waitForFunction(() => !document.querySelector(".head").textContent.includes("別のウィンドウ"));

// --- the second keying: what waits for this person stands there; all else is refused at the number ---
await go(suzuki, "again", ".keying");
await number(suzuki, "1");
for (const [sheet, text] of [["4", /あなたが入力しています.*別の人/], ["77", /まだだれも1回目を入力していません/]]) {
  await suzuki.keyboard.type(sheet);
  await press(suzuki, "Enter", "1", "3");
  await asks(suzuki, text);
  if (sheet === "77") await looked(suzuki, "number-second");
  await choose(suzuki, "1");
  await suzuki.waitForFunction(() => document.activeElement.id === "f-sheet");
}
await suzuki.keyboard.type("1");
await press(suzuki, "Enter", ...keys, "Enter");
await saved(suzuki, "1");
await number(suzuki, "3");
await press(suzuki, "F4", "1", "Enter");
await asks(suzuki, /2回目を入力済み/);
await choose(suzuki, "1");
await number(suzuki, "3");
await suzuki.keyboard.type("2"); // which she opened and corrected: that would be no blind keying
await press(suzuki, "Enter");
await asks(suzuki, /1回目の入力を見ています/);
await choose(suzuki, "1");
await number(suzuki, "3");
await suzuki.keyboard.type("77");
await press(suzuki, "Enter");
await choose(suzuki, "2"); // a sheet that nobody has keyed: on the other screen, with its number
await suzuki.waitForFunction(() => location.hash.startsWith("#keying"));
await number(suzuki, "77");
await at(suzuki, "q1");
await suzuki.waitForFunction(() => document.activeElement.id === "in-q1");
assert.match(run("double", "report", "--survey", "trouble-2023-10"), /sheets keyed twice: 1 /);
// --- a slow server: what is keyed ahead goes where it was meant, and answers no question that it did not see ---
const slow = await signIn("okada");
await number(slow, "8");
await press(slow, "Enter");
await at(slow, "q1");
const late = (ms) => slow.route(/\/api\/(surveys\/[^/]+\/(number|look|sheets)|returns\/)/, async (route) => { await new Promise((done) => setTimeout(done, ms)); await route.continue(); });
await late(700);
await press(slow, "F4", "2", "0", "1"); // one number is being looked up while another is keyed
await slow.click("#q-q1 h2");
await press(slow, "F4", "2", "0", "2", "Enter", "1", "3", "1", "1");
await at(slow, "q4");
assert.equal(await slow.inputValue("#f-sheet"), "202");
assert.equal(await slow.inputValue("#in-q1"), "13 東京都");
await press(slow, "F4", "2", "Backspace", "1", "Enter", "0", "1", "2"); // number 1 is taken: the digits behind it are not for the dialog
await asks(slow, /票番号1は、satoさん/);
for (const key of ["1", "2", "3"]) { await press(slow, key); await slow.waitForTimeout(150); }
await choose(slow, "2");
await press(slow, "F4", "9", "9"); // the sheet that is being opened gets what is keyed from now on
await slow.waitForSelector("#why");
await number(slow, "99");

// --- another number for a saved sheet is asked about: another sheet may be wanted, or this number is wrong ---
await press(slow, "F4", "2", "Enter");
await asks(slow, /保存済みの票番号1を直しています。打たれた番号は2です/);
await looked(slow, "number-correcting");
await choose(slow, "1");
await number(slow, "1");
await press(slow, "F4", "2", "Enter");
await choose(slow, "2");
await slow.waitForFunction(() => /直しています　票番号 2/.test(document.querySelector(".foot").textContent));
await slow.click("text=やめる");
await number(slow, "202");
assert.equal(await slow.inputValue("#in-q1"), "13 東京都");
await slow.close();
await finish("sheet numbers: asked about before they cost anything");
