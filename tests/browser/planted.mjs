// Markup that somebody wrote, in every text that a screen shows, on every screen, for every account: it stays text.  The pages are shown
// once without their content security policy, so that nothing but the pages themselves keeps it from running, and once with it.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { assert, context, finish, go, shots, shukei, signIn, url } from "./desk.mjs";

const markup = (mark) => `${mark}<img src=x onerror="window.hit='${mark}'"><script>window.hit='${mark}'</script>'"></textarea></title><svg onload="window.hit='${mark}'">`;
const run = (...words) => execFileSync(shukei, ["--lang", "ja", ...words]).toString();

// --- planted: the questionnaire, a file and its name, keyed sheets, their reasons, links, drafts ---
const option = (id, more = {}) => ({ id, label: markup("option " + id), ...more });
writeFileSync("planted.json", JSON.stringify({ format: "shukei-survey-1", id: "planted", title: markup("title"), organiser: markup("organiser"), lang: "ja", contact: markup("contact"),
  questions: [
    { id: "pref", kind: "prefecture", label: markup("pref") },
    { id: "kind", kind: "single", label: markup("kind"), options: [option("a"), option("b", { other: true })] },
    { id: "marks", kind: "multi", label: markup("marks"), ask: "kind = b", base: { text: markup("base") }, options: [option("x"), option("y", { other: true })] },
    { id: "cases", kind: "number", label: markup("cases"), max: 10 },
    { id: "story", kind: "text", label: markup("story") }] }));
try { run("survey", "add", "planted.json"); } catch (error) { assert.fail(String(error.stderr || error)); }

const hit = (page) => page.evaluate(() => window.hit);
const dialogs = [];
async function enter(name, more) {
  const page = await signIn(name, more);
  page.on("dialog", (dialog) => { dialogs.push(dialog.message()); dialog.accept("reason"); });
  await page.selectOption("#survey", "planted");
  return page;
}
async function send(page, path, body) {
  const answer = await page.evaluate(async ([to, what]) => {
    const token = (await (await fetch("/api/me")).json()).token;
    const got = await fetch(to, { method: "POST", headers: { "X-Shukei-Token": token, "Content-Type": "application/json" }, body: JSON.stringify(what) });
    return { status: got.status, data: await got.json() };
  }, [path, body]);
  assert.equal(answer.status, 200, JSON.stringify(answer));
  return answer.data;
}
const key = (n) => String(n).padStart(32, "0");
const sheet = (n, words) => ({ fields: { sheet: markup("sheet " + n), association: markup("association"), institution: markup("institution"), remark: markup("remark") },
  answers: { pref: { options: ["13"] }, kind: { options: ["b"], words }, marks: { options: ["y"], words }, cases: { text: markup("number") }, story: { text: markup("story " + n) + "山田太郎様 03-1234-5678" } } });

const sato = await enter("sato"), okada = await enter("okada");
for (let n = 1; n <= 3; n++) await send(sato, "/api/surveys/planted/sheets", { key: key(n), sheet: sheet(1 + (n % 2), markup("words")) });
await send(okada, "/api/surveys/planted/sheets", { key: key(9), second: true, sheet: sheet(2, markup("other words")) });
await send(okada, "/api/returns/1", { why: markup("why"), sheet: sheet(1, markup("corrected")) });
await send(sato, "/api/surveys/planted/draft?second=0", { fields: { sheet: markup("draft") }, answers: { kind: { options: ["b"], words: markup("draft words") }, story: { text: markup("draft story") } } });
await go(okada, "import", ".drop");
const heading = (id) => `"${markup(id).replaceAll('"', '""')}"`;
await okada.setInputFiles("#file", { name: markup("file").replaceAll("/", "_") + ".csv", mimeType: "text/csv",
  buffer: Buffer.from(["pref", "kind", "marks", "cases", "story", "unknown heading"].map(heading).join() + "\n13,?,?," + heading("cell") + "," + heading("cell") + ",1\n") });
await okada.waitForFunction(() => document.querySelector(".card h2") || document.getElementById("say").className);
await okada.setInputFiles("#file", { name: markup("file").replaceAll("/", "_") + ".csv", mimeType: "text/csv",
  buffer: Buffer.from(["pref", "kind", "marks", "cases", "story"].map(heading).join() + "\n13,?,?," + heading("cell") + "," + heading("cell") + "\n") });
await okada.waitForSelector(".card .primary");
await okada.click(".card .primary");
await okada.waitForFunction(() => document.querySelectorAll("table").length > 0 && !document.querySelector("progress"));
assert.equal(await hit(okada), undefined);

// --- every screen that the bar leads to, and what is behind its tabs and folds ---
async function walk(page, name, seen) {
  const screens = await page.$$eval("#nav a", (links) => links.map((link) => link.hash.slice(1)));
  for (const screen of screens) {
    await page.goto(`${url}/#${screen}`);
    await page.waitForTimeout(500); // not every screen is about a survey
    if (await page.$("#survey")) await page.selectOption("#survey", "planted");
    await page.waitForTimeout(300);
    const tabs = await page.$$("main .tabs button, main [role=tab]");
    for (let i = 0; i < Math.max(1, tabs.length); i++) {
      const now = await page.$$("main .tabs button, main [role=tab]");
      if (now[i]) await now[i].click().catch(() => {});
      await page.waitForTimeout(300);
      await page.$$eval("details", (all) => all.forEach((one) => { one.open = true; }));
      assert.equal(await hit(page), undefined, `${name}, ${screen}`);
      assert.doesNotMatch(await page.innerText("body"), /undefined|Cannot read|is not a function/, `${name}, ${screen}, tab ${i}`);
      seen[screen] = (seen[screen] || "") + await page.content();
    }
    await page.screenshot({ path: `${shots}/planted-${name}-${screen}.png` });
  }
}
const seen = {};
for (const [name, page] of [["sato", sato], ["okada", okada], ["ken", await enter("ken")], ["kanri", await enter("kanri")]]) {
  page.on("dialog", () => {});
  await walk(page, name, seen);
}
// What is not shown cannot run: the screens did show it.
for (const screen of ["keying", "import", "review", "results"]) assert.match(seen[screen], /onerror=/, `${screen} shows nothing of what was planted`);

// --- the form for institutions: filled in, wrong, received, and opened again ---
const { links } = await send(okada, "/api/surveys/planted/links", { association: markup("association"), institutions: [markup("link")] });
const form = await (await context({ viewport: { width: 375, height: 720 } })).newPage();
for (const cases of ["11", "5"]) {
  await form.goto(url + links[0].path);
  await form.selectOption("select[name=pref]", "13");
  await form.check("input[name=kind][value=b]");
  await form.fill("input[name='kind.words']", markup("online words"));
  await form.fill("textarea", markup("online story"));
  await form.fill("input[name=cases]", cases);
  await form.click("button");
  await form.waitForSelector(cases === "5" ? ".receipt" : ".summary");
  assert.equal(await hit(form), undefined);
}
await form.click(".receipt a");
assert.equal(await form.inputValue("textarea"), markup("online story"));
assert.equal(await hit(form), undefined);

// --- with the policy: it is not even tried ---
const strict = await enter("kanri", { bypassCSP: false });
await strict.evaluate(() => { window.violations = []; addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective + " " + event.blockedURI)); });
await walk(strict, "strict", {});
assert.deepEqual(await strict.evaluate(() => window.violations), []);
await strict.evaluate(() => { const script = document.createElement("script"); script.textContent = "window.hit = 'inline'"; document.body.append(script); });
assert.equal(await hit(strict), undefined, "the policy lets inline scripts run");
assert.match((await strict.evaluate(() => window.violations)).join(), /script-src/);
assert.deepEqual(dialogs.filter((text) => !text.includes("onerror=") && !/[ぁ-ん]/.test(text)), []);
await finish("planted markup stayed text");
