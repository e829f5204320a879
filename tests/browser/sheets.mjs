// Scanned sheets beside the form: FAX, PDF and PNG are dropped on a screen, keyed from their pictures, which follow the
// question, keyed again by another person, and looked at where the two differ.  See README.md.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { assert, finish, go, looked, said, shukei, signIn } from "./desk.mjs";

// --- the sheets: the program's own form, filled in by nobody, as a FAX machine would send it ---
const make_fax = `${dirname(shukei)}/tests/make_fax`;
assert.ok(existsSync(make_fax), `${make_fax} is built with the tests`);
const survey = "trouble-2023-10";
execFileSync(shukei, ["--quiet", "form", "--survey", survey, "-o", "form.pdf"]);
execFileSync("pdftoppm", ["-rx", "204", "-ry", "98", "-mono", "form.pdf", "coarse"]);
execFileSync("pdftoppm", ["-rx", "204", "-ry", "196", "-mono", "form.pdf", "fine"]);
execFileSync("pdftoppm", ["-r", "150", "-gray", "-png", "form.pdf", "grey"]);
execFileSync("pdftoppm", ["-r", "150", "-jpeg", "form.pdf", "photo"]);
execFileSync(make_fax, ["fax.tif", "--g3", "--lsb", "--dpi", "204", "98", "coarse-1.pbm", "--g4", "--dpi", "204", "196", "fine-1.pbm", "--turn", "3", "fine-1.pbm"]);
execFileSync(make_fax, ["broken.tif", "--claim", "65000", "65000"]);

const bandAt = (page) => page.evaluate(() => {
  const band = document.querySelector(".paper-band"), pane = document.querySelector(".paper-pane");
  const box = band.getBoundingClientRect(), around = pane.getBoundingClientRect();
  return { hidden: band.hidden, top: box.top, bottom: box.bottom, seen: box.bottom > around.top && box.top < around.bottom, inSheet: parseFloat(band.style.top) / parseFloat(band.parentNode.style.height) };
});
const pictured = (page) => page.waitForFunction(() => { const i = document.querySelector(".paper-sheet img"); return i && i.complete && i.naturalWidth > 0; });
const ready = (page) => page.waitForFunction(() => document.activeElement.id === "in-q1");
const press = async (page, keys) => { for (const key of keys) await page.keyboard.press(key); };
const savedNext = async (page, sheet) => { await page.waitForFunction((s) => document.getElementById("f-sheet").value === s, sheet); };

// --- dropped, one refused with its reason ---
const okada = await signIn("okada");
await go(okada, "papers", "#file");
await okada.fill("#from", "0101");
await okada.setInputFiles("#file", ["fax.tif"]);
await okada.waitForFunction(() => /3 ページ/.test(document.querySelector("main").textContent));
await okada.setInputFiles("#file", ["form.pdf", "grey-1.png", "broken.tif", "fax.tif", "photo-1.jpg"]);
await okada.waitForFunction(() => document.querySelectorAll("p.grave").length === 2);
const refused = await okada.$$eval("p.grave", (all) => all.map((p) => p.textContent));
assert.match(refused[0], /broken.tif.*65000×65000/);
assert.match(refused[1], /fax.tif.*取り込まれています/);
await okada.waitForFunction(() => document.querySelectorAll("tbody tr").length === 4);
await looked(okada, "sheets-loaded");

// --- keyed from the picture: number filled in, right in its proportions, the band goes from question to question ---
const sato = await signIn("sato", { viewport: { width: 1280, height: 800 } });
await pictured(sato);
await ready(sato);
assert.equal(await sato.inputValue("#f-sheet"), "0101");
const shape = await sato.evaluate(() => { const s = document.querySelector(".paper-sheet"); return s.clientHeight / s.clientWidth; });
assert.ok(Math.abs(shape - Math.SQRT2) < 0.03, `a page of 204 by 98 dots is ${shape} as high as wide`);
const first = await bandAt(sato);
assert.ok(first.seen && !first.hidden);
await press(sato, ["1", "3", "1", "1"]);
await sato.waitForSelector("#q-q4.here");
const fourth = await bandAt(sato);
assert.ok(fourth.seen && fourth.inSheet > first.inSheet + 0.05, "the picture follows the question");
await looked(sato, "sheets-keying-1280");
await press(sato, ["F7", "F7", "F7"]);
await looked(sato, "sheets-keying-larger");
assert.ok((await bandAt(sato)).seen, "it follows when it is larger, too");
await press(sato, ["F6", "F6", "F6", "2", "4", "Enter", "Enter", "1", "Enter", "2"]);
await press(sato, ["Alt+ArrowDown", "Alt+ArrowDown"]); // the questions lie lower in this batch
await press(sato, ["3", "1", "Enter", "3", "Enter"]);
await savedNext(sato, "0102");
await pictured(sato);

// --- the next one lies the other way, and stays turned; a cover page is set aside with its reason ---
await press(sato, ["F10", "F10"]);
await sato.waitForTimeout(300);
await press(sato, ["F3"]);
await sato.waitForSelector("#ask-words");
await looked(sato, "sheets-no-sheet");
await press(sato, ["Enter"]);
await savedNext(sato, "0103");

// --- a second typist meanwhile gets another sheet, and no second keying of their own ---
const suzuki = await signIn("suzuki", { viewport: { width: 1920, height: 1080 } });
await pictured(suzuki);
assert.notEqual(await suzuki.textContent(".paper-tools strong"), await sato.textContent(".paper-tools strong"));
await looked(suzuki, "sheets-keying-1920");

// --- keyed again without seeing the first; the two differ, and the sheet is beside them ---
await go(suzuki, "again", ".head .note");
await pictured(suzuki);
await ready(suzuki);
assert.equal(await suzuki.inputValue("#f-sheet"), "0101");
const shift = await suzuki.evaluate(async () => (await (await fetch("/api/papers/1")).json()).paper.shift);
assert.equal(shift, 10, "the batch's offset is kept");
await press(suzuki, ["1", "3", "1", "1", "2", "3", "Enter", "Enter", "1", "Enter", "2", "2", "1", "Enter", "3", "Enter"]);
await suzuki.waitForFunction(() => /票番号/.test(document.getElementById("say").textContent));
await suzuki.waitForFunction(() => document.querySelector(".paper").hidden);
await go(okada, "review", ".tabs");
await okada.click(".tabs button >> nth=1");
await okada.waitForSelector(".differences .question");
await pictured(okada);
const atFirst = await bandAt(okada);
assert.ok(atFirst.seen && !atFirst.hidden);
await looked(okada, "sheets-differences");
await okada.keyboard.press("ArrowDown");
await okada.waitForFunction((was) => parseFloat(document.querySelector(".paper-band").style.top) / parseFloat(document.querySelector(".paper-sheet").style.height) > was, atFirst.inSheet);

// --- a saved sheet comes back with its picture; what was set aside can be taken back ---
await go(okada, "keying/1", "#why");
await pictured(okada);
assert.match(await okada.textContent(".paper-tools strong"), /0101/);
await go(okada, "papers", "#file");
await okada.waitForSelector("tbody tr");
await okada.click("tbody tr:last-child .buttons button");
await okada.waitForFunction(() => /送信票（表紙）/.test(document.querySelector("main").textContent));
await looked(okada, "sheets-list");

// --- looked at from the list: in the proportions of paper, and turned by a key ---
const look = () => okada.evaluate(() => { const s = document.querySelector("dialog .paper-sheet"); return s.clientHeight / s.clientWidth; });
await okada.click("table.plain tbody tr >> nth=0 >> text=画像");
await okada.waitForFunction(() => { const i = document.querySelector("dialog .paper-sheet img"); return i && i.complete && i.naturalWidth > 0; });
assert.ok(Math.abs(await look() - Math.SQRT2) < 0.03, `from the list it is ${await look()} as high as wide`);
await looked(okada, "sheets-look");
await okada.keyboard.press("F10");
assert.ok(Math.abs(await look() - Math.SQRT1_2) < 0.03, "it does not turn");
await okada.keyboard.press("F10");
await okada.keyboard.press("F10");
await okada.keyboard.press("F10");
await okada.keyboard.press("Escape");
await okada.waitForFunction(() => !document.querySelector("dialog"));

// --- a researcher sees none of it ---
const ken = await signIn("ken");
const status = await ken.evaluate(async () => (await fetch("/api/papers/1/pages/0")).status);
assert.equal(status, 403);
assert.equal((await ken.$$('a[href="#papers"]')).length, 0);

await finish("scanned sheets: loaded, keyed beside their pictures, keyed again, compared");
