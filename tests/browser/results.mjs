// What officers and researchers look at: tables with filter and figure, comparison and its refusals, trend, ranks, files to take
// away, and the monitor.  Downloads are opened with the tools that people would open them with.
import { assert, context, finish, go, looked, shukei, shots, signIn, source, url } from "./desk.mjs";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const S1 = "trouble-2023-10";
const run = (...words) => execFileSync(shukei, ["--lang", "ja", ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const json = (...words) => JSON.parse(run(...words, "--format", "json"));

// A survey of another make in two waves, with long labels and English ids; what is asked differs in the second.
const long = "費用負担が重い（導入費、保守費、更新費、機器の入れ替え費用、職員の研修費などを含む）";
const wave = (id, label, from, n) => {
  writeFileSync(id + ".json", JSON.stringify({ format: "shukei-survey-1", id, title: `電子処方箋の運用に関するアンケート（${label}）`, short_title: "電子処方箋アンケート", organiser: "保険医協会", lang: "ja",
    field: { from, to: "2030-12-31" }, series: "erx", wave_label: label, keys: { pref: "place", type: "kind" }, questions: [
      { id: "place", kind: "prefecture", label: "都道府県" },
      { id: "kind", kind: "single", number: "問2", label: "種別", options: [{ id: "medical", label: "医科診療所" }, { id: "dental", label: "歯科診療所" }] },
      { id: "bother", kind: "multi", number: "問3", label: "困っていること", concept: "erx.bother", options: [{ id: "cost", label: long, concept: "erx.bother.cost" }, { id: "slow", label: "応答が遅い", concept: "erx.bother.slow" }] }] }));
  const rows = Array.from({ length: n }, (_, i) => `${i + 1},${from.slice(0, 8)}${String(1 + i % 25).padStart(2, "0")},${["13", "27", "01"][i % 3]},${i % 4 ? "medical" : "dental"},${i % 2 ? "cost" : "slow"}`);
  writeFileSync(id + ".csv", ["sheet,received,place,kind,bother", ...rows].join("\n") + "\n");
  run("survey", "add", id + ".json");
  run("import", "--survey", id, id + ".csv");
};
wave("erx-2024", "2024年", "2024-09-01", 90);
wave("erx-2025", "2025年", "2025-09-01", 60);
writeFileSync("sent.csv", "prefecture,sent\n13,100\n27,50\n01,25\n");
run("survey", "sent", "erx-2025", "sent.csv");
run("import", "--survey", S1, `${source}/data/samples/${S1}.csv`);

// By selector: what waits for a function is not let in by the server's policy.
const drawn = async (page) => {
  const figure = await page.waitForSelector("img.figure:not([hidden]):not([alt=''])");
  assert.ok(await figure.evaluate((img) => img.decode().then(() => img.naturalWidth > 0)), "the figure cannot be seen");
};
// What stood on the screen before is not to be taken for what is waited for.
const open = async (page, screen, selector) => {
  await page.evaluate(() => document.querySelector("#main").replaceChildren());
  await go(page, screen, selector);
};
const settled = (page) => page.waitForFunction(() => [...document.querySelectorAll(".waiting")].every((node) => node.hidden));
const download = async (page, as, path) => {
  const [file] = await Promise.all([page.waitForEvent("download"), page.click(`.forms [data-as=${as}]`)]);
  await file.saveAs(path);
  return file.suggestedFilename();
};

// --- a table by its address, under the policy that the server sends: nothing is blocked, the figure is seen ---
const strict = await (await context({ bypassCSP: false })).newPage();
const blocked = [];
strict.on("console", (message) => { if (/Content Security Policy/.test(message.text())) blocked.push(message.text()); });
await strict.goto(url);
await strict.fill("#name", "ken");
await strict.fill("#password", "a long secret of ken");
await strict.keyboard.press("Enter");
await strict.waitForSelector("#survey");
await open(strict, `results/table?survey=${S1}&q=q4&by=type`, ".result table");
await drawn(strict);
assert.deepEqual(blocked, []);
const wanted = json("tabulate", "--survey", S1, "q4", "--by", "type").tables[0];
assert.deepEqual(await strict.$$eval(".result tbody tr", (rows) => rows.map((row) => [...row.querySelectorAll("strong")].map((cell) => cell.textContent))),
  wanted.rows.map((row) => row.cells.map((cell) => cell.text)));

const page = await signIn("ken");
await open(page, `results/table?survey=${S1}&q=q4`, ".result table");
await drawn(page);
await looked(page, "results-table");
const kinds = await page.$$eval(".figure-box select option", (options) => options.map((option) => option.value));
assert.deepEqual(kinds, ["auto", ...json("tabulate", "--survey", S1, "q4").tables[0].figures, "none"]);
await page.selectOption(".figure-box select", "dots");
await page.waitForFunction(() => /figure=dots/.test(location.hash));

// --- a filter put together, one written by hand, and what cannot be read ---
await page.click(".expression summary");
await page.selectOption("#r-where-question", "q2");
await page.selectOption("#r-where-option", "hospital");
await page.click(".expression >> text=「かつ」で加える");
await page.waitForFunction(() => document.querySelector(".base")?.textContent.includes("「病院」と回答した"));
assert.equal(await page.inputValue("#r-where"), "q2 = hospital");
await page.selectOption("#r-where-question", "q4");
await page.selectOption("#r-where-relation", "has");
await page.selectOption("#r-where-option", "masked");
await page.click(".expression >> text=「または」で加える");
assert.equal(await page.inputValue("#r-where"), "q2 = hospital or q4 has masked");
await page.fill("#r-where", "q2 = hospitl");
await page.waitForFunction(() => document.querySelector("#r-where-fault").textContent.includes("hospital"));
await looked(page, "results-fault");
await page.fill("#r-where", "q2 = hospital");
await page.press("#r-where", "Enter");
const hospitals = json("tabulate", "--survey", S1, "q4", "--where", "q2 = hospital").tables[0];
await page.waitForFunction((n) => document.querySelector(".base")?.textContent.includes(`n=${n}`), hospitals.base.n);
await settled(page);

// --- the same by its address, and the files ---
const address = page.url();
const again = await signIn("okada");
await again.goto(address);
await again.waitForFunction((n) => document.querySelector(".base")?.textContent.includes(`n=${n}`), hospitals.base.n);
assert.equal(await again.inputValue(".figure-box select"), "dots");
await drawn(page);
assert.match(await download(page, "pdf", "page.pdf"), /table-q4(-by-\w+)?-20\d{6}\.pdf$/);
const text = execFileSync("pdftotext", ["-layout", "page.pdf", "-"], { encoding: "utf8" });
for (const part of ["問4", `n=${hospitals.base.n}`, hospitals.rows[0].cells[0].text, "「病院」", "出典", "合成"]) assert.ok(text.includes(part), `the page lacks ${part}: ${text}`);
await download(page, "svg", "figure.svg");
execFileSync("xmllint", ["--noout", "figure.svg"]);
await download(page, "xlsx", "table.xlsx");
assert.match(execFileSync("unzip", ["-p", "table.xlsx", "xl/sharedStrings.xml"], { encoding: "utf8" }), /「病院」/);
await download(page, "csv", "table.csv");
const csv = readFileSync("table.csv", "utf8");
assert.match(csv, /^\ufeff調査,/, "a spreadsheet of people cannot read it");
assert.match(csv, /masked/);
await download(page, "json", "table.json");
assert.equal(JSON.parse(readFileSync("table.json", "utf8")).tables[0].base.n, hospitals.base.n);

// --- what the numbers are stands over them; an option is not grey because its id looks like a silence ---
const heads = await page.$$eval(".result thead th", (cells) => cells.map((cell) => cell.textContent));
assert.match(heads[0], /割合.*件数.*95%信頼区間（ウィルソン法）/);
await open(page, `results/table?survey=${S1}&q=q8`, ".result table");
const colours = await page.$$eval(".result tbody tr", (rows) => rows.map((row) => [row.className, getComputedStyle(row.querySelector("th")).color]));
assert.equal(new Set(colours.filter(([kind]) => kind === "kind-option").map(([, colour]) => colour)).size, 1, JSON.stringify(colours));
assert.notEqual(colours.find(([kind]) => kind === "kind-silence")[1], colours[0][1]);
await open(page, `results/rank?survey=erx-2025&q=bother&o=cost`, ".listed");
assert.match(await page.textContent(".listed thead"), /95%信頼区間（ウィルソン法）/);
assert.match(await page.textContent(".facts"), /費用負担が重い.*（|\(cost\)/);

// --- letters, further keys, prefectures as a map, every question with its figure ---
await open(page, "results/table?survey=erx-2025&q=bother", ".result table");
await page.selectOption("#r-by", "type");
await page.selectOption("#r-by1", "pref");
await page.check("#r-test");
await page.waitForFunction(() => document.querySelectorAll(".result thead th").length > 5);
await page.selectOption("#r-by", "pref");
await page.selectOption("#r-by1", "");
await page.waitForSelector("#r-across-bother");
await page.selectOption("#r-across-bother", "cost");
await page.selectOption(".figure-box select", "map");
await page.waitForFunction(() => document.querySelector("img.figure:not([hidden])")?.alt.includes("費用負担"));
await looked(page, "results-across");
await open(page, "results/table?survey=erx-2025", ".result table");
await drawn(page);
assert.equal(await page.locator(".result table").count(), 3);
await page.setViewportSize({ width: 390, height: 844 });
await looked(page, "results-phone");
assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page is wider than a phone");
await page.setViewportSize({ width: 1280, height: 900 });

// --- comparison: the survey before is chosen already; a refusal is a sentence; forced, it becomes a note ---
await open(page, "results/compare?survey=erx-2025", ".result table");
await drawn(page);
assert.deepEqual(await page.$$eval("fieldset input:checked", (boxes) => boxes.map((box) => box.id)), ["r-compare-erx-2024", "r-compare-erx-2025"]);
await looked(page, "results-compare");
const refused = json("compare", "--surveys", "hodanren-2022-10,hodanren-2023-06-19-final", "--concept", "trouble.any").concepts[0].refused;
await open(page, "results/compare?survey=erx-2025&surveys=hodanren-2022-10,hodanren-2023-06-19-final&concept=trouble.any", ".refusal");
assert.ok((await page.textContent(".result .refusal")).includes(refused.split("\n")[0]));
await looked(page, "results-refused");
await page.check("#r-force");
await page.waitForFunction(() => /force=1/.test(location.hash) && !document.querySelector("tr.refused") && document.querySelectorAll(".result tbody tr").length > 1);
await page.waitForFunction((reason) => document.querySelector(".noted")?.textContent.includes(reason.slice(-12)), refused.split("\n")[0]).catch(() => {});
assert.ok((await page.textContent(".results .noted")).length > 10, "forced without a note");
for (const id of ["hodanren-2022-10"]) await page.uncheck("#r-compare-" + id);
await page.waitForFunction(() => document.querySelector("#main .refusal")?.textContent.includes("2つ以上"));

// --- trend of a concept and of a series; ranks with the map ---
await open(page, "results/trend?survey=erx-2025&concept=erx.bother.cost", ".result table");
await drawn(page);
await looked(page, "results-trend");
await page.selectOption("#r-trend-of", "series");
await page.selectOption("#r-trend-series", "usage-national");
await page.waitForFunction(() => document.querySelector("h2")?.textContent && [...document.querySelectorAll("td")].some((cell) => cell.textContent === "4.29"));
await drawn(page);
await open(page, "results/rank?survey=erx-2025&q=bother&o=cost", ".result table");
await drawn(page);
await looked(page, "results-rank");
await page.selectOption("#r-rank-of", "series");
await page.selectOption("#r-rank-series", "usage-prefecture");
await page.waitForFunction(() => [...document.querySelectorAll("td")].some((cell) => cell.textContent === "富山県"));
await drawn(page);
assert.match(await download(page, "pdf", "rank.pdf"), /rank-series-20\d{6}\.pdf$/);
assert.match(execFileSync("pdftotext", ["-layout", "rank.pdf", "-"], { encoding: "utf8" }), /富山県/);

// --- files with their bar; a researcher is offered no press kit ---
await open(page, "results/files?survey=" + S1, ".maker");
assert.equal(await page.locator(".maker").count(), 2);
await open(again, "results/files?survey=" + S1, ".maker");
await again.check("#kit-trouble-2023-10");
const [kit] = await Promise.all([again.waitForEvent("download"), again.locator(".maker button").first().click(), again.waitForSelector(".waiting:not([hidden]) progress")]);
await kit.saveAs("kit.pdf");
assert.match(execFileSync("pdfinfo", ["kit.pdf"], { encoding: "utf8" }), /Pages: +\d\d/);
await looked(again, "results-files");

// --- the monitor, for a keyer: map, course against the survey before, what is open; live, and without a flicker ---
const keyer = await signIn("sato");
await open(keyer, "monitor", "#survey");
await keyer.selectOption("#survey", "erx-2025");
await keyer.waitForFunction(() => document.querySelector(".cards")?.textContent.includes("60 / 175"));
await keyer.waitForFunction(() => [...document.querySelectorAll("img.figure:not([hidden])")].filter((img) => img.naturalWidth > 0).length === 2);
await looked(keyer, "monitor-map");
assert.match(await keyer.textContent(".cards"), /確認待ちの点/);
await keyer.evaluate(() => { window.kept = document.querySelector("img.figure"); window.first = window.kept.src; });
writeFileSync("more.csv", "sheet,received,place,kind,bother\n901,2025-09-28,13,medical,cost\n");
run("import", "--survey", "erx-2025", "more.csv");
await keyer.waitForFunction(() => document.querySelector(".cards").textContent.includes("61") && document.querySelector("img.figure").src !== window.first, null, { timeout: 20000 });
assert.ok(await keyer.evaluate(() => document.querySelector("img.figure") === window.kept), "the figure was taken away and put back");
await keyer.setViewportSize({ width: 390, height: 844 });
await looked(keyer, "monitor-phone");
assert.ok(await keyer.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the monitor is wider than a phone");

await finish(`results: tables, filters, comparisons, trends, ranks, files and the monitor; screenshots in ${shots}`);
