// Administration: a survey is added by its file, sent counts are pasted, accounts are kept, the trail is read, backups are made.
import { readFileSync, writeFileSync } from "node:fs";
import { assert, finish, go, looked, signIn } from "./desk.mjs";

const tells = (page, text) => page.waitForFunction((wanted) => document.getElementById("say").textContent.includes(wanted), text);
const kanri = await signIn("kanri");
await kanri.waitForSelector("#bar .warn"); // nothing was ever backed up

// --- a survey: faulty, then right; looked at before it is added ---
const survey = { format: "shukei-survey-1", id: "reception", title: "受付業務の実態調査", organiser: "架空保険医協会", field: { from: "2026-11-01", to: "2099-12-31" }, questions: [
  { id: "desk", kind: "single", number: "問1", label: "受付の人数", options: [{ id: "one", label: "1人" }, { id: "more", label: "2人以上" }] },
  { id: "pref", kind: "prefecture", number: "問2", label: "都道府県" },
  { id: "tale", kind: "text", number: "問3", label: "困りごと" }] };
writeFileSync("faulty.json", JSON.stringify({ ...survey, questions: [survey.questions[0], { ...survey.questions[1], kind: "prefectur" }] }));
writeFileSync("right.json", JSON.stringify(survey));
await go(kanri, "administration/surveys", ".drop");
await kanri.setInputFiles("#survey-file", "faulty.json");
await kanri.waitForSelector(".fault");
assert.match(await kanri.textContent(".fault"), /faulty\.json.*\/questions\/1\/kind/);
await looked(kanri, "admin-survey-fault");
await kanri.setInputFiles("#survey-file", "right.json");
await kanri.waitForSelector("text=新しい調査です");
await looked(kanri, "admin-survey-look");
await kanri.click("text=この調査を登録する");
await kanri.waitForSelector("tbody >> text=受付業務の実態調査");
assert.match(await kanri.textContent("tbody tr:has-text('受付業務')"), /2026-11-01 – 2099-12-31/);
await looked(kanri, "admin-surveys");
await kanri.selectOption("#supplied", "yamaguchi-municipal-2024-08.json");
await kanri.click("text=中身を見る");
await kanri.waitForSelector("text=新しい調査です");
await kanri.click("text=やめる");

// --- sent counts: pasted from a spreadsheet, changed in place, from a file of an old Excel ---
await go(kanri, "administration/sent", "#sent-paste");
await kanri.selectOption("#survey", "reception");
await kanri.waitForSelector("text=送付数がまだありません");
const paste = async (text) => { await kanri.waitForSelector("#sent-paste"); return kanri.evaluate((list) => {
  const box = document.getElementById("sent-paste");
  box.value = list;
  box.dispatchEvent(new ClipboardEvent("paste"));
}, text); };
await paste("都道府県\t送付数\r\n東京\t1,200\r\n大阪府\t８００\r\n合計\t2,000\r\n");
await kanri.waitForSelector("text=読み取った送付数");
assert.match(await kanri.textContent(".card"), /2 か所.*2,000/);
await looked(kanri, "admin-sent-look");
await kanri.click("text=この送付数に置きかえる");
await tells(kanri, "2,000");
await kanri.fill("tbody tr:nth-child(1) input[aria-label=送付]", "1300");
await kanri.click("text=行を足す");
await kanri.keyboard.type("愛知県保険医協会");
await kanri.fill("tbody tr:nth-child(3) input[aria-label=送付]", "五百");
await kanri.click("text=送付数を保存");
await tells(kanri, "五百");
await kanri.fill("tbody tr:nth-child(3) input[aria-label=送付]", "500");
await kanri.click("text=送付数を保存");
await tells(kanri, "2,600");
await looked(kanri, "admin-sent");
await kanri.setInputFiles("#sent-file", { name: "sent.csv", mimeType: "text/csv", buffer: Buffer.from([0x93, 0x73, 0x93, 0xb9, 0x95, 0x7b, 0x8c, 0xa7, 0x2c, 0x91, 0x97, 0x95, 0x74, 0x90, 0x94, 0x0d, 0x0a, 0x8b, 0x9e, 0x93, 0x73, 0x2c, 0x37, 0x30, 0x0d, 0x0a]) }); // CP932: 都道府県,送付数 京都,70
await kanri.waitForSelector("text=京都府");
await kanri.click("text=やめる");
await paste("どこか\t12\n");
await kanri.waitForSelector("text=一覧にない名前");

// --- accounts: made, closed, opened, another role and password; the last administrator stays ---
await go(kanri, "administration/accounts", "tbody tr");
const row = (name) => kanri.locator(`tbody tr:has(th:text("${name}"))`);
await kanri.fill("#new-name", "mori");
await kanri.fill("#new-password", "short");
await kanri.click(".card button");
await tells(kanri, "10文字以上");
await kanri.fill("#new-password", "a long secret of mori");
await kanri.click(".card button");
await row("mori").waitFor();
await row("mori").locator("select").selectOption("officer");
await kanri.waitForTimeout(300);
await row("mori").locator("text=停止").last().click();
await row("mori").locator(".state").waitFor();
await row("kanri").locator("button:text('停止')").click();
await tells(kanri, "最後の管理者");
await row("kanri").locator("select").selectOption("entry");
await tells(kanri, "最後の管理者");
await row("mori").locator("button:text('再開')").click();
await kanri.waitForFunction(() => ![...document.querySelectorAll("tbody .state")].some((n) => n.textContent === "停止中"));
await row("mori").locator("input[type=password]").fill("another long secret");
await row("mori").locator("button:text('変える')").click();
await kanri.waitForTimeout(300);
await looked(kanri, "admin-accounts");

// --- one's own password, from the name in the bar ---
const okada = await signIn("okada");
await okada.click("#who .me");
await okada.fill("#p-was", "a long secret of okada");
await okada.fill("#p-is", "quite another secret");
await okada.fill("#p-again", "quite another sec");
await okada.click("dialog .primary");
await okada.waitForSelector("dialog >> text=違います");
await looked(okada, "own-password");
await okada.fill("#p-again", "quite another secret");
await okada.click("dialog .primary");
await okada.waitForSelector("#name");
await okada.fill("#name", "okada");
await okada.fill("#password", "quite another secret");
await okada.keyboard.press("Enter");
await okada.waitForSelector("#survey");

// --- an officer keys a sheet and corrects it; the trail says so in words ---
await okada.selectOption("#survey", "reception");
await okada.waitForTimeout(200);
await go(okada, "keying", ".keying");
await okada.waitForFunction(() => document.activeElement.id === "f-sheet");
for (const key of ["7", "Enter", "1", "1", "3", "Enter", "Enter", "Enter"]) await okada.keyboard.press(key);
await tells(okada, "票番号 7");
await okada.keyboard.press("F2");
await okada.waitForSelector("#why");
await okada.click("#q-desk .option >> nth=1");
await okada.fill("#why", "読み違い");
await okada.click("#save");
await okada.waitForFunction(() => !document.getElementById("why"));
await go(okada, "administration/trail", ".trail tbody tr");
const first = () => okada.textContent(".trail tbody tr");
assert.match(await first(), /okada.*訂正.*受付の人数：1人 → 受付の人数：2人以上.*読み違い/);
await looked(okada, "admin-trail");
await okada.selectOption("#t-kind", "account");
await okada.waitForFunction(() => /mori のパスワードを変更|okada のパスワード/.test(document.querySelector(".trail tbody").textContent));
await okada.fill("#t-who", "kanri");
await okada.waitForFunction(() => !document.querySelector(".trail tbody").textContent.includes("okada のパスワード"));
assert.match(await okada.textContent(".trail tbody"), /利用を停止：mori 役割 役員・事務局 停止中/);
await okada.selectOption("#t-kind", "");
await okada.fill("#t-who", "");
await okada.fill("#t-sheet", "7");
await okada.waitForFunction(() => document.querySelectorAll(".trail tbody tr").length === 2);
assert.equal(await okada.locator(".tabs a").count(), 3, "an officer keeps neither accounts nor backups");

// --- backups: made, read again, downloaded; the warning goes ---
await go(kanri, "administration/backups", "text=いま控えをとる");
await kanri.waitForSelector("p.grave");
await kanri.click("text=いま控えをとる");
await tells(kanri, "正しいことを確かめました");
await kanri.waitForSelector("tbody tr");
await looked(kanri, "admin-backups");
await kanri.click("tbody >> text=もう一度確かめる");
await tells(kanri, "欠けや書きかえはありません");
await kanri.click("text=使用中の保管ファイルを検査する");
await tells(kanri, "使用中の保管ファイル：");
const download = kanri.waitForEvent("download");
await kanri.click("tbody >> text=ダウンロード");
assert.equal(readFileSync(await (await download).path()).subarray(0, 15).toString(), "SQLite format 3");
await kanri.waitForFunction(() => !document.querySelector("#bar .warn"));
assert.match(await kanri.textContent("#nav"), /管理/);
const wrong = await kanri.evaluate(async () => (await fetch("/api/backups/..%2fs.db/file")).status);
assert.ok(wrong === 404 || wrong === 400, `a way up: ${wrong}`);
await finish("the office is administered");
