// Reviewing in the preview: what is decided is a line in the notes, and the page shows it.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openBrowser, openPage, preview, tidy } from "./harness.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const article = "content/articles/a-crossing.md";
const text = `---
title: A crossing
date: 2020-03-05
---

Ida Quillfeather spoke in Lima yesterday. Nobody heard Ida Quillfeather, and the old quay was closed.

Lima was quiet when Ida Quillfeather left.
`;

let site, browser, notesFile;
before(async () => {
  [site, browser] = await Promise.all([preview("--review", "--by", "tester"), openBrowser()]);
  notesFile = join(site.dir, article.replace(/\.md$/, ".notes.jsonl"));
  await writeFile(join(site.dir, article), text);
});
after(async () => {
  await browser?.close();
  await site?.close();
  await tidy();
});

const notes = async () => (await readFile(notesFile, "utf8").catch(() => "")).split("\n").filter(Boolean).map(JSON.parse);

// until waits for something to be true of the notes.
async function until(what, is) {
  for (let tries = 0; ; tries++) {
    const list = await notes();
    if (is(list)) return list;
    assert.ok(tries < 100, `${what}: ${JSON.stringify(list)}`);
    await new Promise((later) => setTimeout(later, 50));
  }
}

async function open(t, options) {
  await writeFile(notesFile, "");
  const opened = await openPage(browser, options);
  t.after(opened.close);
  for (let tries = 0; !(await fetch(site.url("/articles/a-crossing/")).then((r) => r.ok)) && tries < 50; tries++) await new Promise((later) => setTimeout(later, 100));
  await opened.page.goto(site.url("/articles/a-crossing/"));
  await opened.page.locator("html[data-review=ready]").waitFor();
  return opened;
}

const words = (page) => page.locator(".rv-words").innerText();
const count = (page) => page.locator(".rv-count").innerText();

test("accepting, rejecting and undoing by keyboard", async (t) => {
  const { page, problems } = await open(t);
  assert.equal(await words(page), "“Ida Quillfeather”");
  await page.keyboard.press("a");
  const [first] = await until("accepted", (l) => l.length === 1);
  assert.deepEqual([first.kind, first.status, first.entity, first.exact, first.start, first.by], ["mention", "accepted", "ida-quillfeather", "Ida Quillfeather", 0, "tester"]);
  await page.locator('[data-rv="mention-0-16"][data-state="accepted"]:not(.rv-open)').waitFor();
  assert.equal(await words(page), "“Lima”", "the next is shown");
  await page.keyboard.press("r");
  await until("rejected", (l) => l.length === 2 && l[1].status === "rejected" && l[1].exact === "Lima");
  // The page is made anew, with the decision: the link is gone.
  await page.waitForFunction(() => !document.querySelector("#p1 a[data-e=lima]"));
  await page.locator("html[data-review=ready]").waitFor();
  assert.match(await count(page), /^2 of /);
  await page.keyboard.press("u");
  await until("undone", (l) => l.length === 1);
  await page.waitForFunction(() => document.querySelector("#p1 a[data-e=lima]"));
  assert.deepEqual(problems(), []);
});

test("another entity, selected words, and all of one name", async (t) => {
  const { page, problems } = await open(t);
  await page.locator("[data-rv]", { hasText: "Lima" }).first().click();
  assert.equal(page.url(), site.url("/articles/a-crossing/"), "the link is not followed");
  await page.keyboard.press("e");
  const box = page.locator("#rv-search");
  await box.fill("Obma");
  await page.locator("#rv-options li").first().getByText("Barack Obama").waitFor();
  assert.match(await page.locator(".rv-hint").innerText(), /did you mean/i);
  await box.press("Enter");
  await until("another", (l) => l.some((n) => n.exact === "Lima" && n.entity === "barack-obama"));
  await page.locator("#p1 a[data-e=barack-obama]").waitFor();
  await page.locator("html[data-review=ready]").waitFor();

  await page.evaluate(() => {
    const walk = document.createTreeWalker(document.querySelector("#p1"), NodeFilter.SHOW_TEXT);
    for (let n; (n = walk.nextNode()); ) {
      const at = n.data.indexOf("old quay");
      if (at >= 0) getSelection().setBaseAndExtent(n, at, n, at + "old quay".length);
    }
  });
  await page.keyboard.press("m");
  await box.waitFor();
  await page.locator("#rv-options li", { hasText: "New: old quay" }).click();
  await until("added", (l) => l.some((n) => n.exact === "old quay" && n.entity === "old-quay" && n.status === "accepted"));
  await page.locator('#p1 a[data-e="old-quay"]').waitFor();
  await page.locator("html[data-review=ready]").waitFor();

  await page.locator("[data-rv]", { hasText: "Ida Quillfeather" }).first().click();
  await page.keyboard.press("Shift+A");
  await until("all of them", (l) => l.filter((n) => n.entity === "ida-quillfeather").length === 3);
  assert.deepEqual(problems(), []);
});

test("a conflict shows both versions and loses neither", async (t) => {
  const { page } = await open(t);
  await page.route("**/_dateline/events*", (route) => route.abort()); // the page does not hear of it
  await page.reload();
  await page.locator("html[data-review=ready]").waitFor();
  await appendFile(notesFile, '{"id":"theirs","kind":"mention","status":"rejected","exact":"Lima","prefix":"","suffix":" was loud when","start":104}\n');
  await page.keyboard.press("a");
  const dialog = page.locator("dialog.rv-conflict");
  await dialog.waitFor();
  const said = await dialog.innerText();
  assert.match(said, /"theirs"/);
  assert.match(said, /"ida-quillfeather"/);
  assert.equal((await notes()).length, 1, "nothing is written yet");
  await dialog.getByRole("button", { name: "Write mine too" }).click();
  await page.locator(".rv-unclear summary", { hasText: "1 decision is not applied" }).waitFor();
  const list = await until("both", (l) => l.length === 2);
  assert.ok(list.some((n) => n.id === "theirs") && list.some((n) => n.entity === "ida-quillfeather"));
});

test("the bar and the list of articles are accessible, on a narrow screen too", async (t) => {
  for (const options of [{}, { viewport: { width: 390, height: 844 }, colorScheme: "dark" }]) {
    const { page, problems } = await open(t, options);
    for (const address of [null, "/_dateline/review/"]) {
      if (address) {
        await page.goto(site.base.replace(/\/$/, "") + address);
        await page.locator("#rv-list li").first().waitFor();
        assert.match(await page.locator("#rv-sum").innerText(), /undecided/);
      } else {
        await page.keyboard.press("e");
        await page.locator("#rv-options li").first().waitFor();
      }
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than the screen");
      await page.evaluate(axe);
      const found = await page.evaluate(async () => (await globalThis.axe.run(document)).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 2)}`));
      assert.deepEqual(found, []);
    }
    assert.deepEqual(problems(), []);
  }
});
