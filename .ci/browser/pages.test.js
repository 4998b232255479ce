// Every kind of page: accessible, valid, narrow enough, and asking nobody but
// its own host for anything.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
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
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [390, 1440]) {
      test(`${colorScheme}, ${width} px`, async (t) => {
        const { page, close } = await openPage(browser, { colorScheme, viewport: { width, height: 900 } });
        t.after(close);
        const all = [];
        for (const { kind, address } of kinds) {
          await page.goto(site.url(address));
          all.push(...(await axeFindings(page)).map((found) => `${kind} ${address}\n${found}`));
        }
        assert.equal(all.join("\n\n"), "");
      });
    }
  }
});

test("no errors, no breach of the policy, no other host", async (t) => {
  const { page, problems, close } = await openPage(browser);
  t.after(close);
  for (const { kind, address } of kinds) {
    const response = await page.goto(site.url(address), { waitUntil: "networkidle" });
    assert.equal(response.status(), 200, address);
    assert.deepEqual(problems(), [], `${kind} ${address}`);
  }
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
  const sizes = { script: 0, stylesheet: 0, document: 0, other: 0 };
  const pending = [];
  page.on("response", (r) =>
    pending.push(
      (async () => {
        const kind = r.request().resourceType();
        sizes[kind in sizes ? kind : "other"] += gzipSync(await r.body()).length;
      })(),
    ),
  );
  const typical = kinds.filter((p) => p.kind === "article").at(-1); // the largest and the smallest are picked
  await page.goto(site.url(typical.address), { waitUntil: "networkidle" });
  await Promise.all(pending);
  assert.ok(sizes.script > 0 && sizes.script <= 30_000, `scripts ${sizes.script} bytes`);
  assert.ok(sizes.stylesheet > 0 && sizes.stylesheet <= 20_000, `style sheets ${sizes.stylesheet} bytes`);
  assert.ok(sizes.document + sizes.script + sizes.stylesheet + sizes.other <= 60_000, JSON.stringify(sizes));
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
