// Pictures as browsers see them: copies for every screen, upright, loaded when they are
// needed; icons and cards in the colours of the theme.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { builtSite, openBrowser, openPage, scratch, tidy } from "./harness.js";

let site, browser;
const article = "articles/yard/";

// photograph returns a JPEG of 2000 by 1200 pixels, grainy as a photograph: red above on
// the left, green on the right, blue below on the left, white on the right.
async function photograph(page) {
  const url = await page.evaluate(() => {
    const c = Object.assign(document.createElement("canvas"), { width: 2000, height: 1200 });
    const g = c.getContext("2d");
    ["#d22", "#2d2", "#22d", "#ddd"].forEach((colour, i) => {
      g.fillStyle = colour;
      g.fillRect((i % 2) * 1000, Math.floor(i / 2) * 600, 1000, 600);
    });
    const d = g.getImageData(0, 0, 2000, 1200);
    let seed = 1;
    for (let i = 0; i < d.data.length; i++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      if (i % 4 < 3) d.data[i] += (seed % 32) - 16;
    }
    g.putImageData(d, 0, 0);
    return c.toDataURL("image/jpeg", 0.9);
  });
  return Buffer.from(url.split(",")[1], "base64");
}

// turned says of a JPEG that the camera lay on its side: it is to be turned to the right.
function turned(jpeg) {
  const exif = Buffer.from("4578696600004d4d002a00000008000101120003000000010006000000000000", "hex");
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

before(async () => {
  browser = await openBrowser();
  const { page, close } = await openPage(browser);
  const photo = await photograph(page);
  await close();
  const dir = await scratch("pictures");
  const files = {
    "content/site.yaml": 'title: A town\ncards: true\ntheme: {accent: ["#0a0", "#fa0"], paper: ["#fff", "#000"]}\n',
    [`content/${article}index.md`]:
      "---\ntitle: A yard\ndate: 2013-10-01\nimage: lead.jpg\nimageAlt: Ships\n---\n\n" +
      `${"Words about ships and the yard. ".repeat(20)}\n\n`.repeat(20) +
      '![Further down](down.jpg)\n\n![On its side](side.jpg "A caption")\n',
    [`content/${article}lead.jpg`]: photo,
    [`content/${article}down.jpg`]: photo,
    [`content/${article}side.jpg`]: turned(photo),
  };
  for (const [name, data] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), data);
  }
  site = await builtSite(dir);
});
after(async () => {
  await browser?.close();
  await site?.close();
  await tidy();
});

const shown = (page, name) =>
  page.evaluate(async (name) => {
    const img = document.querySelector(`img[src="${name}"]`);
    img.loading = "eager";
    await img.decode();
    const { width, height } = img.getBoundingClientRect();
    return { source: img.currentSrc.split("/").pop(), width, height, natural: img.naturalWidth / img.naturalHeight };
  }, name);

for (const [width, deviceScaleFactor, want] of [[390, 1, "480w"], [390, 2, "960w"], [1440, 1, "960w"], [1440, 2, "1440w"]]) {
  test(`a screen of ${width} px, ${deviceScaleFactor} for one, gets what it needs`, async (t) => {
    const { page, problems, close } = await openPage(browser, { viewport: { width, height: 900 }, deviceScaleFactor });
    t.after(close);
    await page.goto(site.url(article));
    const before = await page.evaluate(() => document.documentElement.scrollHeight);
    for (const name of ["lead.jpg", "down.jpg", "side.jpg"]) {
      const { source, width: wide, height, natural } = await shown(page, name);
      // What stands upright is 1200 px wide and has no copy of 1440.
      assert.equal(source, name === "side.jpg" && want === "1440w" ? name : name.replace(".", `.${want}.`));
      assert.ok(Math.abs(wide / height - natural) < 0.02, `${name} keeps its shape`);
      // What sizes says of the column is true, so that the browser chose by what is shown.
      const said = width < 704 ? 0.92 * width : 640;
      assert.ok(wide <= said + 1 && wide > said * 0.9, `${name} is ${wide} px wide, said to be ${said}`);
    }
    assert.equal(await page.evaluate(() => document.documentElement.scrollHeight), before, "nothing moves while they load");
    assert.deepEqual(problems(), []);
  });
}

test("a picture further down is loaded when the reader comes near", async (t) => {
  const { page, context, close } = await openPage(browser, { viewport: { width: 1440, height: 700 } });
  t.after(close);
  const asked = [];
  context.on("request", (r) => asked.push(r.url()));
  await page.goto(site.url(article), { waitUntil: "networkidle" });
  const got = (name) => asked.some((url) => url.includes(`/${name}.`));
  assert.ok(got("lead"), "the first is there");
  assert.ok(!got("side"), "the last is not yet");
  await page.locator('img[src="side.jpg"]').scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelector('img[src="side.jpg"]').complete);
  assert.ok(got("side"));
});

// colours returns the strongest channel in the middle of each quarter of a picture.
const colours = (page, address) =>
  page.evaluate(async (address) => {
    const img = new Image();
    img.src = address;
    await img.decode();
    const c = Object.assign(document.createElement("canvas"), { width: img.naturalWidth, height: img.naturalHeight });
    const g = c.getContext("2d");
    g.drawImage(img, 0, 0);
    let out = "";
    for (let i = 0; i < 4; i++) {
      const [r, gr, b] = g.getImageData((c.width * (1 + 2 * (i % 2))) / 4, (c.height * (1 + 2 * Math.floor(i / 2))) / 4, 1, 1).data;
      out += Math.min(r, gr, b) > 128 ? "w" : "rgb"[[r, gr, b].indexOf(Math.max(r, gr, b))];
    }
    return out;
  }, address);

test("copies stand as the picture itself is shown", async (t) => {
  const { page, close } = await openPage(browser);
  t.after(close);
  await page.goto(site.url(article));
  for (const [name, want, copies] of [["down", "rgbw", ["", ".480w", ".960w", ".1440w"]], ["side", "brwg", ["", ".480w", ".960w"]]]) {
    for (const copy of copies) assert.equal(await colours(page, `${name}${copy}.jpg`), want, name + copy);
  }
});

test("icons have the colours of the theme, light and dark", async (t) => {
  for (const [colorScheme, want] of [["light", [0, 170, 0]], ["dark", [255, 170, 0]]]) {
    const { page, problems, close } = await openPage(browser, { colorScheme });
    t.after(close);
    await page.goto(site.url(article));
    const links = await page.evaluate(() => [...document.querySelectorAll('link[rel="icon"], link[rel="apple-touch-icon"]')].map((l) => l.href));
    assert.equal(links.length, 3);
    for (const link of links) {
      const [r, g, b] = await page.evaluate(async (link) => {
        const img = document.body.appendChild(new Image(64, 64));
        img.src = link;
        await img.decode();
        const c = Object.assign(document.createElement("canvas"), { width: 64, height: 64 }).getContext("2d");
        c.drawImage(img, 0, 0, 64, 64);
        return [...c.getImageData(60, 32, 1, 1).data];
      }, link);
      assert.deepEqual([r, g, b], link.endsWith(".svg") ? want : [0, 170, 0], link);
    }
    assert.deepEqual(problems(), []);
  }
});

test("a page names the picture that stands for it where it is shared", async (t) => {
  const { page, close } = await openPage(browser);
  t.after(close);
  const size = (address) =>
    page.evaluate(async (address) => {
      const img = new Image();
      img.src = address;
      await img.decode();
      return [img.naturalWidth, img.naturalHeight];
    }, address);
  const said = (name) => page.locator(`meta[property="og:image${name}"]`).getAttribute("content");
  for (const [address, name, alt] of [[article, `${article}lead.jpg`, "Ships"], ["", "card.png", "A town"]]) {
    await page.goto(site.url(address));
    assert.equal(await said(""), site.url(name));
    assert.deepEqual(await size(await said("")), [Number(await said(":width")), Number(await said(":height"))]);
    assert.equal(await said(":alt"), alt);
    assert.equal(await page.locator('meta[name="twitter:card"]').getAttribute("content"), "summary_large_image");
  }
});
