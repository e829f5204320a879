// See README.md.  A file whose headings the program does not know is taken in all the same, by choosing what they mean.
import { writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { assert, finish, go, looked, shots, shukei, signIn } from "./desk.mjs";

const file = `${shots}/headings.csv`;
writeFileSync(file, "県,施設の種別,窓口で困ったか,担当者のメモ\n東京都,医科診療所,あった,合成データ\n大阪府,病院,なかった,\n");
const okada = await signIn("okada");
await go(okada, "import", ".drop");
await okada.setInputFiles("#file", file);
await okada.waitForSelector(".finding.error");
assert.ok(await okada.isDisabled("text=この内容で取り込む"), "nothing is taken in before every heading has a meaning");
assert.match(await okada.textContent(".finding.error"), /下の表で、それぞれの見出しの意味を選ぶ/);
assert.doesNotMatch(await okada.textContent("main"), /--map|JSON|aliases|ignore/);
const [dull, bright] = await okada.$$eval(".card p button", (all) => all.slice(0, 2).map((b) => getComputedStyle(b).backgroundColor + getComputedStyle(b).cursor));
assert.match(dull, /not-allowed/, "a disabled button looks so");
assert.notEqual(dull, bright);
await looked(okada, "mapping-unknown");
const choose = async (heading, meaning) => {
  await okada.selectOption(`select[aria-label^="${heading}"]`, meaning);
  await okada.waitForFunction(([label, value]) => document.querySelector(`select[aria-label^="${label}"]`)?.value === value, [heading, meaning]);
};
await choose("施設の種別", "q2");
await choose("窓口で困ったか", "q3");
await choose("担当者のメモ", "ignore");
await okada.waitForSelector("#absent");
await okada.check("#absent");
await okada.waitForSelector(".counts");
assert.match(await okada.textContent(".counts"), /2/);
await looked(okada, "mapping-chosen");
await okada.click("text=この内容で取り込む");
await okada.waitForSelector("text=取り込みました");
await go(okada, "monitor", ".cards");
await okada.waitForFunction(() => /2/.test(document.querySelectorAll(".card.number")[2]?.textContent));

// Of a workbook the sheet is chosen that holds the returns.
await go(okada, "import", ".drop");
await okada.setInputFiles("#file", `${process.env.SOURCE}/tests/golden/xlsx/merged.xlsx`);
await okada.waitForSelector("#sheet-of-book");
assert.equal(await okada.inputValue("#sheet-of-book"), "転記表");
await okada.selectOption("#sheet-of-book", "説明");
await okada.waitForSelector(".finding.error");
await looked(okada, "mapping-sheet");
await okada.selectOption("#sheet-of-book", "転記表");
await okada.waitForSelector(".counts");
assert.equal(await okada.inputValue("#sheet-of-book"), "転記表");

// --- a grid by the numbers of its rows; an option without a column of its own is knowingly none, and that is ticked ---
writeFileSync("meals.json", JSON.stringify({ format: "shukei-survey-1", id: "meals", title: "学校給食アンケート", organiser: "架空", lang: "ja", questions: [
  { id: "sat", kind: "matrix", number: "問6", label: "満足度", rows: [{ id: "speed", label: "速さ" }, { id: "taste", label: "味" }], cells: { kind: "single", options: [{ id: "good", label: "よい" }, { id: "bad", label: "わるい" }] } },
  { id: "likes", kind: "multi", number: "問7", label: "好きな献立", options: [{ id: "curry", label: "カレー" }, { id: "bread", label: "パン" }, { id: "noodle", label: "めん" }] }] }));
execFileSync(shukei, ["--quiet", "survey", "add", "meals.json"]);
writeFileSync(file, "票番号,問6(1),問6(2),問7(1),問7(2)\n1,よい,わるい,1,\n");
await go(okada, "import", ".drop");
await okada.reload();
await okada.waitForSelector("#survey");
await okada.selectOption("#survey", "meals");
await okada.waitForTimeout(300);
await okada.setInputFiles("#file", file);
await okada.waitForSelector(".finding.error");
assert.match(await okada.textContent("label[for=absent]"), /問7 好きな献立「めん」/);
assert.doesNotMatch(await okada.textContent("label[for=absent]"), /問6/);
await looked(okada, "mapping-option");
await okada.check("#absent");
await okada.waitForSelector(".counts");
await okada.click("text=この内容で取り込む");
await okada.waitForSelector("text=取り込みました");

// --- the row of a grid is named once where it is keyed ---
await go(okada, "keying", ".keying");
await okada.waitForSelector("#q-sat_speed");
await okada.click("#q-sat_speed");
assert.equal((await okada.textContent("#q-sat_speed")).match(/満足度/g).length, 1);
await finish("headings were given their meaning");
