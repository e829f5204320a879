// See README.md.  A file whose headings the program does not know is taken in all the same, by choosing what they mean.
import { writeFileSync } from "node:fs";
import { assert, finish, go, looked, shots, signIn } from "./desk.mjs";

const file = `${shots}/headings.csv`;
writeFileSync(file, "県,施設の種別,窓口で困ったか,担当者のメモ\n東京都,医科診療所,あった,合成データ\n大阪府,病院,なかった,\n");
const okada = await signIn("okada");
await go(okada, "import", ".drop");
await okada.setInputFiles("#file", file);
await okada.waitForSelector(".finding.error");
assert.ok(await okada.isDisabled("text=この内容で取り込む"), "nothing is taken in before every heading has a meaning");
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

await finish("headings were given their meaning");
