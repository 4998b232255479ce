// The preview: pages stay fresh while one writes, and mistakes show on the page.
import assert from "node:assert/strict";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openBrowser, openPage, preview, tidy } from "./harness.js";

let site, browser, file, address;
before(async () => {
  [site, browser] = await Promise.all([preview(), openBrowser()]);
  const articles = (await readdir(join(site.dir, "content/articles"))).filter((f) => f.endsWith(".md")).sort();
  assert.ok(articles.length > 0);
  file = join(site.dir, "content/articles", articles[0]);
  const links = await fetch(site.url("/articles/")).then((r) => r.text());
  const slug = articles[0].replace(/\.md$/, "");
  assert.ok(links.includes(slug), `${slug} is not listed`);
  address = `/articles/${slug}/`;
});
after(async () => {
  await browser?.close();
  await site?.close();
  await tidy();
});

test("an edit shows on the open page, which stays where it was", async (t) => {
  const { page, problems, close } = await openPage(browser);
  t.after(close);
  await page.goto(site.url(address));
  await page.evaluate(() => scrollTo(0, 300));
  const source = await readFile(file, "utf8");
  await writeFile(file, `${source.trimEnd()}\n\nA heron stood on the quay.\n`);
  await page.getByText("A heron stood on the quay.").waitFor();
  await page.waitForFunction(() => scrollY === 300);
  await writeFile(file, source);
  await page.getByText("A heron stood on the quay.").waitFor({ state: "detached" });
  assert.deepEqual(problems(), []);
});

test("a page that an edit does not concern is left alone", async (t) => {
  const { page, close } = await openPage(browser);
  t.after(close);
  const about = join(site.dir, "content/about.md");
  const source = await readFile(about, "utf8");
  await page.goto(site.url(address));
  await page.evaluate(() => (globalThis.same = true));
  await writeFile(about, `${source}\nOne more line.\n`);
  await page.waitForTimeout(1500);
  assert.equal(await page.evaluate(() => globalThis.same), true);
  assert.match(await fetch(site.url("/about/")).then((r) => r.text()), /One more line/);
  await writeFile(about, source);
});

test("a broken header shows over the last good page and goes when it is mended", async (t) => {
  const { page, close } = await openPage(browser);
  t.after(close);
  await page.goto(site.url(address));
  const title = await page.locator("h1").innerText();
  const source = await readFile(file, "utf8");
  await writeFile(file, source.replace("---\n", "---\ntitle: [never closed\n"));
  const overlay = page.locator("dateline-problems");
  await overlay.locator("li").first().waitFor();
  const text = await overlay.locator("details").innerText();
  assert.match(text, /error/);
  assert.match(text, new RegExp(`${address.split("/").at(-2)}\\.md:\\d+`), "it names file and line");
  assert.match(text, /hint:/i);
  assert.equal(await page.locator("h1").innerText(), title, "the page is still there");
  await writeFile(file, source);
  await overlay.waitFor({ state: "detached" });
});

test("the preview's script is on every page, and only this machine is asked", async (t) => {
  const { page, problems, close } = await openPage(browser);
  t.after(close);
  await page.goto(site.url(address));
  assert.equal(await page.locator('script[src^="/_dateline/"]').count(), 1);
  await page.goto(site.url("/people/"));
  assert.deepEqual(problems(), []);
});
