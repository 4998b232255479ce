// Every kind of page: accessible, valid, narrow enough, and asking nobody but
// its own host for anything.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { addressOf, axeFindings, builtSite, htmlFiles, invalid, openBrowser, openPage, pageKinds, tidy, tooWide } from "./harness.js";

let site, browser, kinds;
before(async () => {
  [site, browser] = await Promise.all([builtSite(), openBrowser()]);
  kinds = (await pageKinds(site.dir)).filter((p) => p.kind !== "redirect");
});
after(async () => {
  await browser?.close();
  await site?.close();
  await tidy();
});

test("the demo has every kind of page", () => {
  const found = new Set(kinds.map((p) => p.kind.split(" ")[0]));
  for (const kind of ["home", "article", "entity", "list", "index", "timeline", "name", "page", "search", "404"]) assert.ok(found.has(kind), `no page of kind ${kind}`);
});

describe("axe finds nothing", () => {
  for (const [colorScheme, ...widths] of [["light", 320, 1440], ["dark", 390, 768]]) {
    test(`${colorScheme}, ${widths.join(" and ")} px`, async (t) => {
      const { page, close } = await openPage(browser, { colorScheme });
      t.after(close);
      const all = [];
      for (const { kind, address } of kinds) {
        await page.goto(site.url(address));
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          all.push(...(await axeFindings(page)).map((found) => `${kind} ${address}, ${width} px\n${found}`));
        }
      }
      assert.equal(all.join("\n\n"), "");
    });
  }
});

for (const width of [390, 1440]) {
  test(`no errors, no breach of the policy, no other host, and nothing moves while a page loads, at ${width} px`, async (t) => {
    const { page, problems, close } = await openPage(browser, { viewport: { width, height: 900 } });
    t.after(close);
    await page.addInitScript(() => {
      globalThis.shifts = [];
      new PerformanceObserver((list) => {
        for (const e of list.getEntries()) globalThis.shifts.push(`${e.value}: ${e.sources.map((s) => s.node?.outerHTML?.slice(0, 80)).join(", ")}`);
      }).observe({ type: "layout-shift", buffered: true });
    });
    for (const { kind, address } of kinds) {
      const response = await page.goto(site.url(address), { waitUntil: "networkidle" });
      assert.equal(response.status(), 200, address);
      assert.deepEqual(problems(), [], `${kind} ${address}`);
      assert.deepEqual(await page.evaluate(() => globalThis.shifts), [], `${kind} ${address}`);
    }
  });
}

test("by keyboard alone everything is reached, and one sees where one is", async (t) => {
  const { page, close } = await openPage(browser);
  t.after(close);
  for (const wanted of ["home", "article", "entity", "list", "index people", "timeline timeline", "name", "page", "search"]) {
    const { address } = kinds.filter((p) => p.kind.startsWith(wanted)).at(-1); // the smallest of its kind
    await page.goto(site.url(address), { waitUntil: "networkidle" });
    const todo = await page.evaluate(() => {
      const all = [...document.querySelectorAll("a[href], button, input, select, summary")].filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }));
      all.forEach((e, i) => (e.dataset.stop = i));
      const radios = all.filter((e) => e.type === "radio" && !e.checked); // which arrow keys reach
      return all.filter((e) => !radios.includes(e)).map((e) => e.dataset.stop);
    });
    const reached = new Set();
    for (let i = 0, last = ""; i < 2 * todo.length + 40 && reached.size < todo.length; i++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const e = document.activeElement;
        const style = getComputedStyle(e);
        const seen = style.outlineStyle !== "none" || e.closest(".strip") || e.closest(".search-field"); // which show it by themselves
        return { stop: e.dataset.stop, seen: Boolean(seen), html: e.outerHTML.slice(0, 120) };
      });
      if (at.stop === undefined || at.stop === last) continue;
      assert.ok(at.seen, `${address}: the focus cannot be seen on ${at.html}`);
      reached.add((last = at.stop));
    }
    const missed = await page.evaluate((stops) => stops.map((s) => document.querySelector(`[data-stop="${s}"]`)?.outerHTML.slice(0, 120)), todo.filter((s) => !reached.has(s)));
    assert.deepEqual(missed, [], address);
  }
});

test("a screen reader hears mentions as links, the timeline as a list, and a graph by its name", async (t) => {
  const { page, close } = await openPage(browser);
  t.after(close);
  const article = kinds.find((p) => p.kind === "article");
  await page.goto(site.url(article.address));
  const mention = page.locator("#text a.m[data-e]").first();
  const paragraph = await mention.locator("xpath=ancestor::*[self::p or self::li][1]").ariaSnapshot();
  assert.match(paragraph, new RegExp(`link "${(await mention.innerText()).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}"`), paragraph);
  const timeline = await page.locator("#timeline").ariaSnapshot();
  assert.match(timeline, /^- navigation "Timeline":/m);
  assert.match(timeline, /- list:\s+- listitem:/, timeline);
  assert.equal((timeline.match(/- listitem:/g) ?? []).length >= (await page.locator("#timeline > details > ol > li").count()), true);
  assert.match(await page.locator("#timeline li").first().ariaSnapshot(), /time|\d{4}/, "an entry begins with its date");
  const entity = kinds.find((p) => p.kind === "entity");
  await page.goto(site.url(entity.address));
  const company = await page.locator(".companions").ariaSnapshot();
  assert.match(company, /- group "Who appears with /);
  assert.match(company, /- list:/, "the list stands beside the graph");
  assert.ok((await page.locator("svg.graph").getAttribute("aria-describedby")) && (await page.locator("svg.graph desc").textContent()).length > 20);
});

test("nothing is wider than the screen, at 320 px", async (t) => {
  const { page, close } = await openPage(browser, { viewport: { width: 320, height: 800 } });
  t.after(close);
  for (const { kind, address } of kinds) {
    await page.goto(site.url(address));
    assert.equal(await tooWide(page), "", `${kind} ${address}`);
  }
});

test("html-validate finds nothing in any page", async () => {
  assert.equal(await invalid(site.dir, await htmlFiles(site.dir)), "");
});

test("every link and every anchor leads somewhere", async () => {
  const files = new Set(await htmlFiles(site.dir));
  const anchors = new Map();
  const decode = (s) => s.replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(n)).replace(/&quot;/g, '"').replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  const read = async (file) => readFile(join(site.dir, file), "utf8");
  for (const file of files) anchors.set(file, new Set([...(await read(file)).matchAll(/\s(?:id|name)="([^"]*)"/g)].map((m) => decode(m[1]))));
  const lost = [];
  let checked = 0;
  for (const file of files) {
    const text = (await read(file)).replace(/<(script|pre|code)\b[^>]*>[\s\S]*?<\/\1>/g, "");
    const page = new URL(addressOf(file).slice(1), site.base);
    for (const [, , written] of text.matchAll(/\s(href|src)="([^"]*)"/g)) {
      const to = new URL(decode(written), page);
      if (to.origin !== page.origin) continue;
      checked++;
      const path = decodeURIComponent(to.pathname);
      if (!path.startsWith("/repo/")) {
        lost.push(`${file}: ${written} leaves the site's path`);
        continue;
      }
      let target = path.slice("/repo/".length);
      if (target === "" || target.endsWith("/")) target += "index.html";
      if (files.has(target)) {
        const anchor = decodeURIComponent(to.hash.slice(1));
        if (anchor && !anchors.get(target).has(anchor)) lost.push(`${file}: ${written} has no such anchor`);
      } else if (!(await readFile(join(site.dir, target)).then(() => true, () => false))) {
        lost.push(`${file}: ${written} leads nowhere`);
      }
    }
  }
  assert.ok(checked > 500, `only ${checked} links found`);
  assert.deepEqual(lost.slice(0, 30), [], `${lost.length} of ${checked} links`);
});

test("pages are light", async (t) => {
  const { page, close } = await openPage(browser);
  t.after(close);
  let typical = { off: Infinity }; // the article whose length is nearest to 700 words
  for (const file of await htmlFiles(site.dir)) {
    const text = await readFile(join(site.dir, file), "utf8");
    if (!/ data-kind="article"/.test(text)) continue;
    const words = /<article>([\s\S]*?)<\/article>/.exec(text)[1].replace(/<[^>]*>/g, " ").split(/\s+/).length;
    if (Math.abs(words - 700) < typical.off) typical = { off: Math.abs(words - 700), words, address: addressOf(file) };
  }
  assert.ok(typical.off < 150, `the article nearest to 700 words has ${typical.words}`);
  let sum = 0;
  const pending = [];
  page.on("response", (r) => pending.push(r.body().then((body) => (sum += /image/.test(r.headers()["content-type"]) && !/svg/.test(r.headers()["content-type"]) ? body.length : gzipSync(body).length))));
  await page.goto(site.url(typical.address), { waitUntil: "networkidle" });
  await Promise.all(pending);
  assert.ok(sum > 5_000 && sum <= 60_000, `${typical.address}: ${sum} bytes`);
  const all = { js: 0, css: 0 };
  for (const file of await readdir(join(site.dir, "assets"), { recursive: true })) {
    const kind = extname(file).slice(1);
    if (kind in all) all[kind] += gzipSync(await readFile(join(site.dir, "assets", file))).length;
  }
  assert.ok(all.js > 0 && all.js <= 30_000, `scripts ${all.js} bytes`);
  assert.ok(all.css > 0 && all.css <= 20_000, `style sheets ${all.css} bytes`);
  t.diagnostic(`${typical.words} words: ${sum} bytes; all scripts ${all.js}, all style sheets ${all.css}`);
});

test("S-L02: nothing of the preview is in a built page", async () => {
  for (const file of await htmlFiles(site.dir)) assert.doesNotMatch(await readFile(join(site.dir, file), "utf8"), /(?:src|action)="[^"]*_dateline\/|<dateline-|<meta name="dateline/, file);
});

test("what is not found is found out, at any depth", async (t) => {
  const { page, problems, close } = await openPage(browser);
  t.after(close);
  const response = await page.goto(site.url("/no/such/page/"), { waitUntil: "networkidle" });
  assert.equal(response.status(), 404);
  assert.deepEqual(problems().filter((p) => !/404/.test(p)), []);
  const lost = page.url();
  await page.locator("main a").first().click();
  await page.waitForURL((url) => url.href !== lost, { waitUntil: "load" });
  assert.ok(page.url().startsWith(site.base), page.url());
  assert.equal(await page.locator("h1").count(), 1);
});

test("a redirect leads on", async (t) => {
  const redirect = (await pageKinds(site.dir)).find((p) => p.kind === "redirect");
  assert.ok(redirect, "the demo has an old address");
  const { page, problems, close } = await openPage(browser);
  t.after(close);
  await page.goto(site.url(redirect.address));
  await page.waitForSelector("h1");
  await page.waitForURL((u) => u.pathname !== new URL(site.url(redirect.address)).pathname);
  assert.deepEqual(problems(), []);
});
