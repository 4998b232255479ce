// The second theme, on the bundled site: every kind of page is as accessible, as narrow and as closed to other
// hosts as in the first, and reads without script.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { axeFindings, builtSite, invalid, openBrowser, openPage, pageKinds, program, root, scratch, tidy, tooWide } from "./harness.js";

let site, browser, kinds;
before(async () => {
  const source = await scratch("theme");
  await cp(join(root, "content"), join(source, "content"), { recursive: true });
  await promisify(execFile)(await program(), ["new", "theme", "ledger", "-s", source]);
  [site, browser] = await Promise.all([builtSite(source), openBrowser()]);
  kinds = (await pageKinds(site.dir)).filter((p) => p.kind !== "redirect");
});
after(async () => {
  await browser?.close();
  await site?.close();
  await tidy();
});

describe("axe finds nothing", () => {
  for (const [colorScheme, width] of [["light", 1440], ["dark", 390]]) {
    test(`${colorScheme}, ${width} px`, async (t) => {
      const { page, problems, close } = await openPage(browser, { colorScheme, viewport: { width, height: 900 } });
      t.after(close);
      const all = [];
      for (const { kind, address } of kinds) {
        await page.goto(site.url(address));
        all.push(...(await axeFindings(page)).map((found) => `${kind} ${address}\n${found}`));
      }
      assert.equal(all.join("\n\n"), "");
      assert.deepEqual(problems(), []);
    });
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

test("html-validate finds nothing in the largest and the smallest page of each kind", async () => {
  assert.equal(await invalid(site.dir, kinds.map((p) => p.file)), "");
});

test("an article reads, lights up and shows cards; without script it is whole", async (t) => {
  const address = kinds.filter((p) => p.kind === "article").sort((a, b) => b.size - a.size)[0].address;
  const { page, problems, close } = await openPage(browser);
  t.after(close);
  await page.goto(site.url(address));
  const entry = page.locator("#timeline .event[data-t]:has(a.label[href^='#'])").first();
  await entry.locator("a.label").click();
  await page.waitForFunction((key) => document.querySelector(`#timeline [data-t="${key}"]`).classList.contains("lit"), await entry.getAttribute("data-t"));
  await page.locator("#text a.m[data-e]").first().focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  await page.locator("#d-card:popover-open .card-name").waitFor();
  assert.deepEqual(problems(), []);

  const plain = await openPage(browser, { javaScriptEnabled: false });
  t.after(plain.close);
  await plain.page.goto(site.url(address));
  assert.ok(await plain.page.locator("#timeline li").first().isVisible());
  assert.ok(await plain.page.locator("#who .card-name").first().isVisible());
  assert.equal(await plain.page.locator("button:visible:not([popovertarget])").count(), 0, "no button that would do nothing");
});
