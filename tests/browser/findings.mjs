// What is found of answers, as an officer closes it: what then becomes of the answer is said before and after, the reason is asked for in
// fitting words, what was closed can be opened again, and a table says what nobody has looked at yet.
import { writeFileSync } from "node:fs";
import { assert, finish, go, looked, shukei, signIn } from "./desk.mjs";
import { execFileSync } from "node:child_process";

const run = (...words) => { try { return execFileSync(shukei, ["--lang", "en", ...words], { encoding: "utf8" }); } catch (error) { assert.equal(error.status, 3, error.stderr); return ""; } };
writeFileSync("shelter.json", JSON.stringify({ format: "shukei-survey-1", id: "shelter", title: "避難所運営に関する緊急アンケート", organiser: "架空協会", lang: "ja", questions: [
  { id: "place", kind: "single", number: "問1", label: "開設の場所（複数ある場合は最も長く開設した場所）", options: [{ id: "school", label: "学校" }, { id: "hall", label: "公民館" }] },
  { id: "open_days", kind: "number", number: "問2", label: "開設日数", unit: "日", max: 90 },
  { id: "short", kind: "multi", number: "問3", label: "足りなかったもの", options: [{ id: "water", label: "飲料水" }, { id: "nothing", label: "特になし", exclusive: true }] }] }));
writeFileSync("shelter.csv", "票番号,問1,問2,問3\n1,学校,10,飲料水\n2,体育館か倉庫,11,飲料水\n3,公民館,たぶん二週間,飲料水\n4,学校,400,飲料水\n5,学校,9,\"飲料水、特になし\"\n");
run("survey", "add", "shelter.json");
run("import", "--survey", "shelter", "shelter.csv");

const okada = await signIn("okada");
okada.on("dialog", (dialog) => assert.fail(`the browser's own dialog: ${dialog.message()}`));
await okada.selectOption("#survey", "shelter");
await okada.waitForTimeout(200);
await go(okada, "review", "table .buttons");
await looked(okada, "findings");
const row = (sheet, text) => okada.locator(`tr:has(a:text-is("票番号 ${sheet}")):has-text("${text}")`);
const says = (text) => okada.waitForFunction((wanted) => document.getElementById("say").textContent.includes(wanted), text);
const open = () => okada.textContent(".view-tabs [aria-pressed=true]");
const before = Number((await open()).match(/\d+/)[0]);

// --- an answer that cannot be read is invalid, and counted so; the button says it, and no reason is not enough ---
assert.equal(await row(3, "二週間").locator("button").first().textContent(), "無効として数える");
assert.equal(await row(5, "特になし").locator("button").first().textContent(), "このままで正しい");
await row(3, "二週間").locator("button").first().click();
await okada.waitForSelector("#ask-words");
assert.match(await okada.textContent("dialog.ask"), /無効.*無効とする理由/);
assert.doesNotMatch(await okada.textContent("dialog.ask"), /直す理由/);
await okada.keyboard.press("Enter");
await okada.waitForSelector("text=理由を選ぶか、書いてください");
await looked(okada, "findings-reason");
await okada.click("dialog.ask >> text=読めない");
await okada.keyboard.press("Enter");
await says("この設問は無効として数えます（票番号 3）");
await row(3, "二週間").waitFor({ state: "detached" });

// --- given up: nothing happens; the last grave one of a sheet: the sheet counts, and that is said ---
await row(4, "400").locator("button").first().click();
await okada.keyboard.press("Escape");
await okada.waitForFunction(() => !document.querySelector("dialog"));
assert.match(run("check", "--survey", "shelter", "--format", "json"), /^$|"set_aside": [12]/);
await row(4, "400").locator("button").first().click();
await okada.fill("#ask-words", "仮設住宅を含むと電話で確認");
await okada.keyboard.press("Enter");
await says("この票は集計に入ります");

// --- what nobody has looked at is said beside the base ---
const tables = await signIn("ken");
await tables.selectOption("#survey", "shelter");
await tables.waitForTimeout(200);
await go(tables, "results/table?survey=shelter&q=short", ".result .base");
assert.match(await tables.textContent(".result .base"), /未確認の点がある票 1 枚を含みます/);
await looked(tables, "findings-base");

// --- opened again by an officer, with a reason; who keys only sees what was said ---
await okada.click("text=確認したもの");
await okada.waitForSelector("text=仮設住宅を含むと電話で確認");
await looked(okada, "findings-closed");
await row(4, "400").locator("button").click();
await okada.click("dialog.ask >> text=票を見直した");
await okada.click("dialog.ask .primary");
await says("確認待ちに戻しました（票番号 4）");
await okada.click("main .tabs >> text=確認する");
await row(4, "400").waitFor();
assert.equal(Number((await open()).match(/\d+/)[0]), before - 1);
const sato = await signIn("sato");
await sato.selectOption("#survey", "shelter");
await sato.waitForTimeout(200);
await go(sato, "review", "table .buttons");
await sato.click("text=確認したもの");
await sato.waitForSelector("text=この設問は無効として数えます");
assert.equal(await sato.locator("td button").count(), 0);
await finish("findings are closed in fitting words, and opened again");
