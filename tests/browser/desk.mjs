// What every scenario of the browser test shares: a browser, signing in, and a look at a screen by picture and by axe.
// See README.md.  A scenario is a file beside this one that imports from here and ends with finish().
export { default as assert } from "node:assert/strict";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

export const url = process.env.URL;
export const shots = process.env.SHOTS; // the folder for screenshots
export const store = process.env.SHUKEI_STORE; // of the server under test
export const shukei = process.env.SHUKEI; // the program
export const source = process.env.SOURCE; // the clone

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
const pageErrors = [];

export async function looked(page, name) {
  await page.screenshot({ path: `${shots}/${name}.png` });
  const found = await page.evaluate(async (script) => {
    (0, eval)(script);
    const result = await window.axe.run();
    return result.violations.filter((v) => ["serious", "critical"].includes(v.impact)).map((v) => `${v.id}: ${v.nodes[0].target}`);
  }, axe);
  assert.deepEqual(found, [], `axe on ${name}`);
}

// bypassCSP only so that axe can be brought in; what the policy forbids is tested in tests/golden/test_serve.sh.
export const context = (more = {}) => browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true, ...more });

export async function signIn(name, more) {
  const page = await (await context(more)).newPage();
  page.on("pageerror", (error) => pageErrors.push(error.message));
  await page.goto(url);
  await page.waitForSelector("#name");
  await page.fill("#name", name);
  await page.fill("#password", "a long secret of " + name);
  await page.keyboard.press("Enter");
  await page.waitForSelector("#survey");
  return page;
}

export async function go(page, screen, selector) {
  await page.goto(`${url}/#${screen}`);
  await page.waitForSelector(selector);
}

export const said = (page) => page.textContent("#say");

export async function finish(what) {
  assert.deepEqual(pageErrors, []);
  await browser.close();
  console.log(what);
}
