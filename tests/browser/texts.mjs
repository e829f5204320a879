// Free texts: found while one types, by whom in which form; and their masking, reviewed by keys.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { assert, finish, go, looked, shukei, signIn } from "./desk.mjs";

const survey = { format: "shukei-survey-1", id: "night-shift", title: "夜間診療の負担調査", organiser: "架空保険医協会", questions: [
  { id: "where", kind: "prefecture", label: "都道府県" },
  { id: "strain", kind: "multi", label: "負担の内容", options: [{ id: "calls", label: "電話の応対" }, { id: "staffing", label: "人手の確保" }, { id: "elsewhere", label: "その他", other: true }] },
  { id: "voices", kind: "text", label: "現場の声" }],
  keys: { pref: "where" },
  cases: [{ question: "voices", kinds: [{ id: "phone", label: "電話", when: "strain has calls", terms: ["電話"] }, { id: "hands", label: "人手", terms: ["人手", "欠員"] }] }] };
const voices = ["患者の佐々木さんから夜中に電話がある。ﾚｾﾌﾟﾄは翌朝になる。", "<b>欠員</b>が続き、院長の高橋が一人で当直した。", "レセプトの締切と重なると苦しい。", "特になし", "連絡先は03-1234-5678。田中さん宅の往診が多い。"];
const rows = [...Array(60)].map((_, i) => `${i + 1},${i % 2 ? "東京" : "大阪"},${i % 3 ? "電話の応対" : "人手の確保"},${voices[i % voices.length]}${i >= 5 ? " " + i : ""}`);
rows.push("61,鳥取,電話の応対,鳥取県は雪で往診ができない日がある。");
writeFileSync("night.json", JSON.stringify(survey));
writeFileSync("night.csv", ["票番号,都道府県,負担の内容,現場の声", ...rows].join("\n"));
const run = (...words) => execFileSync(shukei, words, { encoding: "utf8" });
run("survey", "add", "night.json");
try { run("import", "--survey", "night-shift", "night.csv"); } catch (error) { assert.equal(error.status, 3, String(error.stdout)); }

const count = async (page, n) => page.waitForFunction((wanted) => document.querySelector(".counts strong")?.textContent === wanted, String(n));
async function open(name, screen, selector) {
  const page = await signIn(name);
  await page.selectOption("#survey", "night-shift");
  await page.waitForTimeout(200);
  await go(page, screen, selector);
  return page;
}

// --- an officer finds what was written, however it was written, and opens the return ---
const okada = await open("okada", "texts", ".found");
await count(okada, 60);
await okada.type("#s-q", "れせぷと");
await count(okada, 24);
assert.deepEqual([...new Set(await okada.locator("mark").allTextContents())].sort(), ["ﾚｾﾌﾟﾄ", "レセプト"].sort());
await okada.fill("#s-q", "レセプト　佐々木");
await count(okada, 12);
await okada.selectOption("#s-place", "13");
await count(okada, 6);
await okada.click("text=条件を消す");
await count(okada, 60);
await okada.selectOption("#s-kind", "voices:hands");
await count(okada, 12);
assert.equal(await okada.locator(".found b").count(), 0, "a text is no markup");
await okada.click("text=条件を消す");
await count(okada, 60);
await okada.click("text=次へ →");
await okada.waitForFunction(() => document.querySelector(".paging").textContent.includes("21–40"));
await looked(okada, "texts");
await okada.fill("#s-q", "雪で往診");
await count(okada, 1);
await okada.click(".found a");
await okada.waitForSelector("#why");

// --- a researcher finds masked texts only, and nothing by what is masked or placed coarsely ---
const ken = await open("ken", "texts", ".found");
await count(ken, 60);
await ken.fill("#s-q", "佐々木");
await count(ken, 0);
await ken.fill("#s-q", "鳥取");
await count(ken, 0);
await ken.fill("#s-q", "雪で往診");
await count(ken, 1);
assert.match(await ken.textContent(".found"), /〔都道府県〕は雪で/);
assert.equal(await ken.locator(".found a").count(), 0);
await looked(ken, "texts-research");
const forbidden = await ken.evaluate(async () => (await fetch("/api/surveys/night-shift/texts?review=plain")).json());
assert.ok(!JSON.stringify(forbidden).includes("佐々木") && forbidden.items.every((item) => !("masked" in item || "spans" in item)));

// --- the review: accepted, masked further, unmasked with a reason; the answer stays ---
await go(okada, "masks", ".panes");
const left = async (stage, n) => okada.waitForFunction(([s, wanted]) => [...document.querySelectorAll(".tabs button")].some((b) => b.textContent.startsWith(s) && b.textContent.trim().endsWith(" " + wanted)), [stage, String(n)]);
await left("候補あり", 24);
assert.match(await okada.textContent(".original"), /佐々木さん/);
assert.match(await okada.textContent(".shown"), /〔氏名〕さん/);
await looked(okada, "masks");
await okada.keyboard.press("Enter");
await left("候補あり", 23);
await left("確認済み", 1);
await okada.keyboard.press("ArrowDown"); // the second spot: the name after the phone number
assert.match(await okada.textContent(".original mark.here"), /田中/);
await okada.keyboard.press("x");
await okada.keyboard.press("Enter");
await okada.waitForFunction(() => document.activeElement.id === "m-why");
await okada.keyboard.type("地名であり、氏名ではない");
await okada.keyboard.press("Enter");
await left("候補あり", 22);
await okada.keyboard.press("ArrowLeft");
assert.match(await okada.textContent(".shown"), /〔電話番号〕。田中さん/);
await okada.keyboard.press("ArrowRight");
await okada.click("text=候補なし");
await okada.waitForFunction(() => document.querySelector(".original")?.textContent.includes("高橋"));
await okada.evaluate(() => {
  const text = document.querySelector(".original").firstChild, at = text.data.indexOf("高橋"), range = document.createRange();
  range.setStart(text, at);
  range.setEnd(text, at + 2);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
});
await okada.keyboard.press("1");
assert.match(await okada.textContent(".shown"), /院長の〔氏名〕が一人で/);
await okada.keyboard.press("w");
await okada.keyboard.type("当直");
await okada.keyboard.press("Enter");
assert.match(await okada.textContent(".shown"), /〔伏せ字〕した/);
await looked(okada, "masks-more");
await okada.click("#m-accept");
await left("確認済み", 3);
assert.match(run("return", "show", "2"), /高橋が一人で当直した/, "the answer itself was changed");
const trail = run("history", "5", "--format", "json");
assert.match(trail, /okada/);
assert.match(trail, /地名であり/);

// --- two who review at once: the second is told ---
const kanri = await open("kanri", "masks", ".panes");
await kanri.click("text=候補なし");
await kanri.waitForSelector(".panes");
await go(okada, "masks", ".panes");
await okada.click("text=候補なし");
await okada.waitForFunction(() => document.querySelector(".original")?.textContent.includes("締切"));
await okada.keyboard.press("Enter");
await left("確認済み", 4);
await kanri.keyboard.press("Enter");
await kanri.waitForFunction(() => document.getElementById("say").textContent.includes("別の人"));
await go(ken, "texts", ".found");
await ken.fill("#s-q", "高橋が一人");
await count(ken, 11); // those that nobody has looked at: a name without さん is not found by rule

// --- over all surveys: by survey, as each may be seen, with the place as a filter; and on into one of them ---
const other = { ...survey, id: "day-shift", title: "日中診療の負担調査", cases: [] };
writeFileSync("day.json", JSON.stringify(other));
writeFileSync("day.csv", "票番号,都道府県,負担の内容,現場の声\n1,東京,電話の応対,昼も連絡先の電話が鳴る\n2,愛知,電話の応対,院長の高橋が一人で受付をした\n");
run("survey", "add", "day.json");
try { run("import", "--survey", "day-shift", "day.csv"); } catch (error) { assert.equal(error.status, 3, String(error.stdout)); }
for (const [page, first] of [[okada, /票番号/], [ken, /事例|番号|\d/]]) {
  await go(page, "monitor", ".cards");
  await go(page, "texts", ".found");
  await page.check("#s-everywhere");
  await page.fill("#s-q", "高橋が一人");
  await page.waitForFunction(() => document.querySelectorAll("main h2").length === 2);
  assert.match(await page.textContent(".found .head"), first);
}
await count(okada, 13);
assert.deepEqual(await okada.$$eval("main h2", (all) => all.map((h) => h.firstChild.data)), ["夜間診療の負担調査", "日中診療の負担調査"]);
await looked(okada, "texts-everywhere");
await okada.selectOption("#s-place", "23");
await count(okada, 1);
await okada.selectOption("#s-place", "");
await count(okada, 13);
await okada.click("text=この調査で見つかったものをすべて見る");
await count(okada, 12);
assert.equal(await okada.inputValue("#survey"), "night-shift");
await ken.fill("#s-q", "佐々木");
await count(ken, 0);

await finish("free texts are found and masked");
