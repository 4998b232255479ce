// Reading an article: with the mouse, with the keyboard, with a finger, and
// without any script.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { addressOf, builtSite, htmlFiles, openBrowser, openPage, tidy } from "./harness.js";

let site, browser, article;
before(async () => {
  [site, browser] = await Promise.all([builtSite(), openBrowser()]);
  // An article with a long timeline and many names shows what there is to test.
  let most = 0;
  for (const file of await htmlFiles(site.dir)) {
    const text = await readFile(join(site.dir, file), "utf8");
    if (!/ data-kind="article"/.test(text)) continue;
    const n = Math.min(text.split(' data-t="').length, 20) * text.split(' data-e="').length;
    if (n > most) [most, article] = [n, addressOf(file)];
  }
  assert.ok(article, "no article has both a timeline and names");
});
after(async () => {
  await browser?.close();
  await site?.close();
  await tidy();
});

// open opens the article, and checks at the end that nothing went wrong on it.
async function open(t, options) {
  const opened = await openPage(browser, options);
  t.after(async () => {
    await opened.close();
    assert.deepEqual(opened.problems(), []);
  });
  await opened.page.goto(site.url(article), { waitUntil: "networkidle" });
  return opened.page;
}

const isOpen = (page) => page.locator("#d-card").evaluate((e) => e.matches(":popover-open"));
const focused = (page) => page.evaluate(() => document.activeElement.outerHTML.slice(0, 200));

test("a card opens on hovering, names who is meant, and closes", async (t) => {
  const page = await open(t);
  const mention = page.locator("#text a.m[data-e]").first();
  await mention.scrollIntoViewIfNeeded();
  await mention.hover();
  const card = page.locator("#d-card:popover-open");
  await card.waitFor();
  const id = await mention.getAttribute("data-e");
  const link = card.locator("a.card-name");
  assert.equal(new URL(await link.evaluate((a) => a.href)).pathname, `/repo/entities/${id}/`);
  assert.match(await card.innerText(), /\d/, "the card counts mentions");
  const box = await card.boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 1440, "the card is on the screen");
  await card.hover(); // the way to the card's own links must be open
  await page.waitForTimeout(500);
  assert.ok(await isOpen(page), "the card stays while the pointer is on it");
  await page.mouse.move(2, 2);
  await page.waitForFunction(() => !document.querySelector("#d-card").matches(":popover-open"));
  await mention.hover();
  await card.waitFor();
  await page.keyboard.press("Escape");
  assert.ok(!(await isOpen(page)), "Esc closes the card");
});

test("a card opens by keyboard and holds nobody", async (t) => {
  const page = await open(t);
  let reached = "";
  for (let i = 0; i < 200 && !reached; i++) {
    await page.keyboard.press("Tab");
    reached = await page.evaluate(() => (document.activeElement.matches("#text a.m[data-e]") ? document.activeElement.dataset.e : ""));
  }
  assert.ok(reached, "Tab reaches no mention");
  await page.locator("#d-card:popover-open").waitFor();
  assert.match(await focused(page), /class="m|class="[^"]*\bm\b/, "focus stays on the mention");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest("#d-card")), "Tab goes into the card");
  await page.keyboard.press("Escape");
  assert.ok(!(await isOpen(page)), "Esc closes it from within");
  assert.match(await focused(page), /data-e=/, "and gives the focus back to the mention");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  await page.locator("#d-card:popover-open").waitFor();
  await page.keyboard.press("Escape");
  assert.ok(!(await isOpen(page)));
  assert.match(await focused(page), /data-e=/, "and is still there after Esc");
  const before = await focused(page);
  await page.keyboard.press("Tab");
  assert.notEqual(await focused(page), before, "Tab goes on");
  for (let i = 0; i < 400; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest(".site-footer"))) return;
  }
  assert.fail("Tab never comes to the end of the page");
});

test("a mention leads to its entity's page, which leads back", async (t) => {
  const page = await open(t);
  const mention = page.locator("#text a.m[data-e]").first();
  const id = await mention.getAttribute("data-e");
  await mention.click();
  await page.waitForURL((u) => u.pathname.endsWith(`/entities/${id}/`));
  const back = page.locator(`main a[href*="${article.split("/").at(-2)}"]`).first();
  await back.click();
  await page.waitForURL((u) => u.pathname === `/repo${article}`);
});

test("the timeline lights up as one reads", async (t) => {
  const page = await open(t);
  const lit = () => page.locator("#timeline .event.lit").evaluateAll((list) => list.map((e) => e.dataset.t));
  const seen = new Set();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  let states = new Set();
  for (let y = 0; y < height; y += 250) {
    await page.mouse.wheel(0, 250);
    await page.waitForTimeout(80);
    const now = await lit();
    now.forEach((k) => seen.add(k));
    states.add(now.join());
  }
  const entries = await page.locator("#timeline .event[data-t]").evaluateAll((list) => new Set(list.map((e) => e.dataset.t)).size);
  const onPage = await page.locator("#text .sent[data-t]").evaluateAll((list) => new Set(list.map((e) => e.dataset.t)).size);
  assert.ok(seen.size >= Math.min(entries, onPage) - 1, `only ${seen.size} of ${entries} entries ever light up`);
  assert.ok(states.size > 2, "the lit entries change with the passage");
});

test("pointing at an entry lights up its sentence, and its link leads there", async (t) => {
  const page = await open(t);
  const entry = page.locator("#timeline .event[data-t]:has(a.label[href^='#'])").first();
  const key = await entry.getAttribute("data-t");
  await entry.locator("a.label").hover();
  await page.waitForFunction((k) => document.querySelector(`.sent[data-t="${k}"]`).classList.contains("lit"), key);
  await entry.locator("a.label").click();
  await page.waitForFunction((k) => {
    const r = document.querySelector(`.sent[data-t="${k}"]`).getBoundingClientRect();
    return r.bottom > 0 && r.top < innerHeight;
  }, key);
});

test("who is here: stepping through the mentions of one", async (t) => {
  const page = await open(t);
  const buttons = page.locator("#who .card-here:visible");
  let best;
  for (let i = 0; i < (await buttons.count()); i++) {
    const b = buttons.nth(i);
    const n = await page.locator(`#text [data-e="${await b.getAttribute("data-show")}"]`).count();
    if (n >= 2) {
      best = { b, n };
      break;
    }
  }
  assert.ok(best, "nobody is named twice");
  await best.b.click();
  const name = page.locator("#d-stepper .stepper-name");
  const at = async (i) => assert.match(await name.innerText(), new RegExp(`\\b${i} / ${best.n}$`));
  await at(1);
  await page.keyboard.press("n");
  await at(2);
  await page.waitForFunction(() => {
    const r = document.querySelector("#text .m.here").getBoundingClientRect();
    return r.top >= 0 && r.bottom <= innerHeight; // the page may glide there
  });
  await page.keyboard.press("p");
  await at(1);
  await page.keyboard.press("ArrowLeft");
  await at(best.n);
  await page.locator('#d-stepper [data-step="1"]').click();
  await at(1);
  await page.keyboard.press("Escape");
  assert.ok(await page.locator("#d-stepper").isHidden());
  assert.equal(await page.locator(".shown, .here").count(), 0, "nothing stays marked");
});

test("a long press opens the card and does not follow the link", async (t) => {
  const page = await open(t, { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  const mention = page.locator("#text a.m[data-e]").first();
  await mention.scrollIntoViewIfNeeded();
  const box = await mention.evaluate((e) => {
    const r = e.getClientRects()[0];
    return { x: r.x + r.width / 2, y: r.y + r.height / 2 };
  });
  const touch = await page.context().newCDPSession(page);
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [box] });
  await page.waitForTimeout(700);
  assert.ok(await isOpen(page), "the card is open");
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await page.waitForTimeout(300);
  assert.ok(await isOpen(page), "and stays open when the finger is lifted");
  assert.ok(page.url().endsWith(article), "the page is the same");
  const card = await page.locator("#d-card").boundingBox();
  assert.ok(card.x >= 0 && card.x + card.width <= 390, "the card is on the screen");
  await page.touchscreen.tap(2, card.y > 60 ? 40 : 760);
  assert.ok(!(await isOpen(page)), "a tap beside it closes it");
});

test("the theme is chosen and remembered, and nothing flashes", async (t) => {
  const page = await open(t, { colorScheme: "light" });
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  const toggle = page.locator("[data-theme-toggle]");
  await toggle.click();
  await toggle.click();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  const dark = await paper();
  assert.notEqual(dark, light);
  await page.addInitScript(() => {
    new MutationObserver((_, o) => {
      if (!document.body) return;
      globalThis.first = document.documentElement.dataset.theme; // as the body begins
      o.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  assert.equal(await page.evaluate(() => globalThis.first), "dark", "the theme is set before the body");
  assert.equal(await paper(), dark);
  // The bar that the browser draws around the page has the colour of its paper.
  const bar = () =>
    page.evaluate(() => {
      const said = [...document.querySelectorAll('meta[name="theme-color"]')].filter((m) => matchMedia(m.media).matches);
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.color = said.length === 1 ? said[0].content : "";
      const colour = getComputedStyle(probe).color;
      probe.remove();
      return colour;
    });
  const body = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(await bar(), await body(), "chosen");
  await toggle.click();
  assert.equal(await paper(), light, "and back to the device's");
  assert.equal(await bar(), await body(), "the device's");
});

for (const width of [390, 1440]) {
  test(`without script everything is there, at ${width} px`, async (t) => {
    const page = await open(t, { javaScriptEnabled: false, viewport: { width, height: 900 } });
    assert.equal(await page.locator("h1").count(), 1);
    assert.ok((await page.locator("article p").first().innerText()).length > 80, "the text");
    for (const part of ["#timeline", "#who"]) {
      const inside = page.locator(`${part} li`).first();
      if (!(await inside.isVisible())) await page.locator(`${part} summary`).first().click();
      assert.ok(await inside.isVisible(), `${part} opens`);
    }
    assert.ok((await page.locator("#timeline time").count()) > 0, "dates are dates");
    const mention = page.locator("#text a.m[data-e]").first();
    const id = await mention.getAttribute("data-e");
    const card = page.locator(`#who [data-card="${id}"]`);
    assert.ok((await card.locator(".card-about").innerText()).length > 0, "the card's words are on the page");
    assert.equal(await page.locator("button:visible:not([popovertarget])").count(), 0, // popovers need no script
      "no button that would do nothing");
    await mention.click();
    await page.waitForURL((u) => u.pathname.endsWith(`/entities/${id}/`), { waitUntil: "load" });
    assert.equal(await page.locator("h1").count(), 1);
  });
}

test("nothing moves where that is not wanted", async (t) => {
  const page = await open(t, { reducedMotion: "reduce" });
  const moving = await page.evaluate(() => {
    const fades = /^(color|background-color|border-color|outline-color|text-decoration-color|box-shadow|opacity|fill|stroke)$/;
    return [...document.querySelectorAll("*")].filter((e) => {
      const s = getComputedStyle(e);
      const times = s.transitionDuration.split(", ");
      return s.scrollBehavior === "smooth" || parseFloat(s.animationDuration) > 0 ||
        s.transitionProperty.split(", ").some((p, i) => parseFloat(times[i % times.length]) > 0 && !fades.test(p));
    }).map((e) => e.outerHTML.slice(0, 80));
  });
  assert.deepEqual(moving.slice(0, 5), []);
});

for (const javaScriptEnabled of [true, false]) {
  test(`a date says how it was found, ${javaScriptEnabled ? "with" : "without"} script`, async (t) => {
    const page = await open(t, { javaScriptEnabled });
    const ring = page.locator("#text .how").first();
    const said = page.locator(`#${await ring.getAttribute("popovertarget")}`);
    assert.ok(!(await said.isVisible()));
    await ring.focus();
    await page.keyboard.press("Enter");
    assert.ok(await said.isVisible(), "the keyboard opens it");
    assert.match(await said.innerText(), /counted from/);
    await page.keyboard.press("Escape");
    assert.ok(!(await said.isVisible()), "Esc closes it");
    const entry = page.locator("#timeline .working").first();
    await entry.locator("summary").click();
    assert.ok(await entry.locator("p").isVisible(), "an entry of the timeline says it too");
  });
}

test("a timeline is narrowed, and the address remembers it", async (t) => {
  const page = await open(t);
  const crowded = (await htmlFiles(site.dir)).filter((f) => /^timeline\/\d+\/index/.test(f));
  let most = { n: 0 };
  for (const file of crowded) {
    const n = (await readFile(join(site.dir, file), "utf8")).split(" data-who=").length;
    if (n > most.n) most = { n, file };
  }
  await page.goto(site.url(addressOf(most.file)));
  const events = page.locator(".day li:visible");
  const all = await events.count();
  const who = page.locator('#d-filter select[name="who"]');
  const value = await who.locator("option[data-n]").first().getAttribute("value");
  await who.selectOption(value);
  const left = await events.count();
  assert.ok(left > 0 && left < all, `${left} of ${all} events are left`);
  assert.equal(new URL(page.url()).searchParams.get("who"), value);
  await page.reload();
  assert.equal(await events.count(), left, "the choice comes back with the page");
  await page.locator("#d-filter button").click();
  assert.equal(await events.count(), all);
  assert.equal(new URL(page.url()).search, "");
});

test("footnotes stand beside their text where there is room, and at the end where there is none", async (t) => {
  let noted;
  for (const file of await htmlFiles(site.dir)) {
    const text = await readFile(join(site.dir, file), "utf8");
    if (/ data-kind="article"/.test(text) && text.includes('class="footnotes"')) noted ??= addressOf(file);
  }
  assert.ok(noted, "an article has footnotes");
  const page = await open(t);
  await page.goto(site.url(noted), { waitUntil: "networkidle" });
  const boxes = () => page.evaluate(() => [...document.querySelectorAll(".footnotes > ol > li")].map((note) => {
    const box = (e) => (({ left, right, top, bottom }) => ({ left, right, top, bottom }))(e.getBoundingClientRect());
    return { note: box(note), at: box(document.getElementById(note.id.replace("fn-", "fnref-"))), text: box(note.closest("article")) };
  }));
  await page.waitForFunction(() => document.querySelector(".article-page.beside"));
  let above = -Infinity;
  for (const { note, at, text } of await boxes()) {
    assert.ok(note.left >= text.right && note.right <= 1440, "a note is in the margin");
    assert.ok(note.top >= above, "no note covers another");
    assert.ok(note.bottom >= at.top && (note.top - at.top < 60 || note.top - above < 60), "a note is as high as its number");
    above = note.bottom;
  }
  const who = page.locator("#who .card-name").first();
  await who.waitFor({ state: "hidden" }); // who is here is folded, the notes are there
  await page.locator("#who summary").click();
  await who.waitFor();
  await page.setViewportSize({ width: 390, height: 800 });
  await page.waitForFunction(() => !document.querySelector(".article-page.beside"));
  for (const { note, text } of await boxes()) assert.ok(note.left >= text.left && note.right <= text.right + 1, "a note is in the column");
});

test("a paragraph shows its address, to the pointer and to the keyboard", async (t) => {
  const page = await open(t);
  const block = page.locator("article > p[id]").first();
  await block.hover();
  const link = block.locator("a.address");
  await link.waitFor();
  assert.equal(await link.getAttribute("href"), `#${await block.getAttribute("id")}`);
  await page.mouse.move(2, 2); // out of the text, which scrolls now
  const other = page.locator("article > p[id]:has(a.m)").last();
  await other.locator("a.m").last().focus();
  assert.equal(await page.locator("a.address").count(), 1, "there is one link");
  await other.locator("a.address").focus();
  await page.keyboard.press("Enter");
  const id = await other.getAttribute("id");
  await page.waitForFunction((to) => location.hash === to, `#${id}`);
});

test("a citation is copied", async (t) => {
  const page = await open(t, { permissions: ["clipboard-read", "clipboard-write"] });
  const box = page.locator(".cite-as");
  await box.locator("summary").click();
  assert.match(await box.locator("pre").first().innerText(), /^@\w+\{[\s\S]*\}\s*$/);
  assert.ok(JSON.parse(await box.locator("pre").nth(1).innerText()).title.length > 3, "the second is JSON");
  await box.getByRole("button", { name: /BibTeX/ }).click();
  await box.locator("[role=status]:not(:empty)").first().waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await box.locator("pre").first().evaluate((e) => e.textContent));
});
