// Searching: what is found, by which words, and how little is read for it.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtSite, openBrowser, openPage, root, scratch, tidy } from "./harness.js";
import { words } from "../../static/js/words.js";

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([builtSite(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
  await tidy();
});

async function open(t, query, options = {}) {
  const { page, problems, close } = await openPage(browser, options);
  t.after(close);
  t.after(() => assert.deepEqual(problems(), []));
  await page.goto(site.url(`/search/${query}`));
  return page;
}
const titles = (page) => page.locator("#d-results .result-title").allInnerTexts();
const found = async (page, pattern) => page.waitForFunction((p) => new RegExp(p).test(document.getElementById("d-status").textContent), pattern);

test("a query is folded as the index was", async () => {
  const lines = (await readFile(join(root, "internal/search/testdata/words.txt"), "utf8")).split("\n").map((l) => l.split("\t"));
  const pairs = lines.filter((l) => l.length === 2);
  assert.ok(pairs.length > 10);
  for (const [text, want] of pairs) assert.equal(words(text).map(([w]) => w).join(" "), want, text);
});

test("a name is found as one types, by its other spellings too", async (t) => {
  const page = await open(t, "");
  await page.locator('[name="q"]').pressSequentially("kerr");
  await found(page, "\\d+ pages");
  assert.ok((await titles(page)).includes("John Kerry"), String(await titles(page)));
  assert.ok((await page.locator("#d-results mark").count()) > 1, "what was asked is marked");
  assert.match(page.url(), /\?q=kerr$/, "the address holds the query");
  for (const spelling of ["Muallem", "al-moallem", "MOALLEM "]) {
    await page.locator('[name="q"]').fill(spelling);
    await page.locator(".result-title", { hasText: /Walid/ }).waitFor();
  }
  await page.locator('[name="q"]').fill("qqqqqqq");
  await found(page, "Nothing");
  assert.deepEqual(await titles(page), []);
});

test("all words, a phrase, a kind, a year", async (t) => {
  const page = await open(t, "?q=chemical+damascus");
  await found(page, "\\d+ pages");
  const all = await page.locator("#d-results .result").count();
  assert.ok(all > 2);
  await page.locator('[name="q"]').fill('"framework for elimination"');
  await page.waitForFunction(() => {
    const rows = Array.from(document.querySelectorAll(".result"), (e) => e.textContent);
    return rows.length > 0 && rows.every((s) => /framework for elimination/i.test(s.replace(/\s+/g, " ")));
  });
  await page.locator('[name="q"]').fill("kerry");
  await found(page, "\\d\\d pages");
  await page.getByText("People", { exact: true }).last().click();
  await page.waitForFunction(() => document.querySelectorAll(".result").length > 0 && document.querySelectorAll(".result:not(.person)").length === 0);
  await page.getByText("Everything", { exact: true }).click();
  await page.locator('[name="year"]').selectOption("2013");
  await page.waitForFunction(() => document.querySelectorAll(".result.person").length === 0 && document.querySelectorAll(".result").length > 3);
  for (const meta of await page.locator(".result .row-meta").allInnerTexts()) assert.match(meta, /2013/);
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll(".result").length > 3);
  assert.equal(await page.locator('[name="year"]').inputValue(), "2013", "the address holds the filter");
  const link = page.locator(".result-title a").first();
  const to = await link.getAttribute("href");
  await link.click();
  await page.waitForURL(to, { waitUntil: "load" });
  assert.equal(await page.locator("h1").count(), 1);
});

test("little is read for a query", async (t) => {
  const { page, close } = await openPage(browser);
  t.after(close);
  await page.goto(site.url("/search/"), { waitUntil: "networkidle" });
  let bytes = 0;
  const reads = [];
  page.on("response", (r) => /\/search\//.test(r.url()) && reads.push(r.body().then((b) => (bytes += b.length))));
  await page.locator('[name="q"]').fill("parliament ");
  await found(page, "page");
  await Promise.all(reads);
  assert.ok(bytes > 500 && bytes <= 12_000, `${bytes} bytes`);
});

test("of a word that very many pages have, more and more are shown, each once", async (t) => {
  const dir = await scratch("many");
  const articles = join(dir, "content/articles");
  await mkdir(articles, { recursive: true });
  await writeFile(join(dir, "content/site.yaml"), "title: Log\n");
  for (let i = 0; i < 4000; i++) { // so that the list of a word of half of them has several parts
    await writeFile(join(articles, `n${i}.md`), `---\ntitle: Note ${i}\ndate: ${1990 + (i % 20)}-01-01\n---\nThe ${i % 2 ? "ferryboat" : "tram"} came late.\n`);
  }
  const log = await builtSite(dir);
  t.after(() => log.close());
  const { page, problems, close } = await openPage(browser);
  t.after(close);
  await page.goto(log.url("/search/?q=ferryboat+"));
  await found(page, "2,000 pages");
  for (const n of [16, 24, 32]) {
    await page.locator("#d-more").dblclick(); // impatiently
    await page.waitForFunction((n) => document.querySelectorAll(".result").length >= n, n);
  }
  const links = await page.locator(".result-title a").evaluateAll((list) => list.map((a) => a.href));
  assert.equal(new Set(links).size, links.length, "no page is there twice");
  for (const [query, says] of [["the ferryboat ", "2,000 pages"], ["\"The ferryboat came late\"", "\\d+ pages"], ["late", "Nearly every page"], ["the late ", "Nearly every page"], ["the zeppelin ", "Nothing was found.*zeppelin"]]) {
    await page.locator('[name="q"]').fill(query); // with words that nearly every page has
    await found(page, says);
  }
  assert.deepEqual(problems(), []);
});

test("without script the search page leads to the lists", async (t) => {
  const page = await open(t, "", { javaScriptEnabled: false });
  assert.ok(await page.getByText("Searching needs JavaScript").isVisible());
  assert.equal(await page.locator("input:visible, button:visible").count(), 0);
  await page.locator("main a").first().click();
  await page.waitForURL((u) => !u.pathname.endsWith("/search/"));
});

test("an address with letters wrong or missing leads to what was meant", async (t) => {
  for (const [lost, meant] of [["/entities/jhon-kery/", "entities/john-kerry/"], ["/2013/09/resolutoin-2118.html", "articles/2013-09-28-resolution-2118/"]]) {
    const { page, problems, close } = await openPage(browser);
    t.after(close);
    await page.goto(site.url(lost));
    const offered = page.locator("[data-nearest] a");
    await offered.first().waitFor();
    const links = await offered.evaluateAll((list) => list.map((a) => a.href));
    assert.equal(links[0], site.base + meant, `${lost} leads to ${links}`);
    assert.ok(links.length <= 5);
    assert.deepEqual(problems().filter((p) => !/404/.test(p)), []);
  }
});

test("a slash leads to the search, and is a letter where one writes", async (t) => {
  const { page, problems, close } = await openPage(browser);
  t.after(close);
  await page.goto(site.url("/people/"));
  await page.locator("h1").click();
  await page.keyboard.press("/");
  await page.waitForURL((u) => u.pathname === "/repo/search/");
  const field = page.locator('[name="q"]');
  await field.waitFor();
  await page.locator("h1").click();
  // A browser may drop what is typed before a page is first painted.
  const inField = () => page.waitForFunction(() => document.activeElement?.name === "q", null, { timeout: 1000 }).then(() => true, () => false);
  for (let tries = 0; tries === 0 || !(await inField()); tries++) {
    assert.ok(tries < 5, "it is in the field");
    await page.keyboard.press("/");
  }
  assert.equal(await field.inputValue(), "");
  await page.keyboard.press("/");
  await page.waitForFunction(() => document.querySelector('[name="q"]').value === "/");
  assert.deepEqual(problems(), []);
});
