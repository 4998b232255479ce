// What strangers wrote stays words: a site whose every text tries to run something is
// opened page by page, with the pages' own policy switched off, so that nothing but
// Dateline's care stands between the texts and the browser.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { addressOf, builtSite, htmlFiles, openBrowser, openPage, preview, scratch, tidy } from "./harness.js";

// run sets a mark that every test looks for; id says where it came from.
const run = (id) => `document.documentElement.dataset.pwned='${id}'`;
// breakout gets out of an attribute, an element's text and a script's data, if anything does.
const breakout = (id) => `x"'\`><script>${run(id)}</script><img src=x onerror="${run(id)}"></script><svg onload="${run(id)}"></title></textarea>--><b onmouseover="${run(id)}" tabindex=0 onfocus="${run(id)}" autofocus>`;
const yaml = (text) => JSON.stringify(text);

const article = (n) => `---
title: ${yaml(`Harbour ${n} ${breakout("title")}`)}
date: 2014-05-0${n}
description: ${yaml(breakout("description"))}
authors: [${yaml(breakout("author"))}]
tags: [${yaml(breakout("tag"))}]
highlights: [${yaml(`${breakout("highlight")} on 3 May 2014`)}]
place: ${yaml(breakout("place"))}
source: {name: ${yaml(breakout("source"))}, rights: ${yaml(breakout("rights"))}}
timeline:
  - {when: 2014-05-03, label: ${yaml(breakout("event"))}}
---

Ann Holm met Bo Lund in London on 2 May 2014. ${breakout("text")}

<div onclick="${run("handler")}" style="background:url(javascript:${run("style")})"><a href="#" onfocus="${run("anchor")}" autofocus>words</a></div>

<iframe srcdoc="<script>parent.${run("frame")}</script>"></iframe> <math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${run("mutation")}&gt;"></math>

<form id="d-card"><input name="attributes"></form> <details open ontoggle="${run("toggle")}"><summary>s</summary></details>

| ${breakout("cell").replaceAll("|", "")} |
|---|
| <video src=x onerror="${run("video")}"></video> |

{{ .Site }} {{< foo >}} [^1] and [words](https://example.org/ "x\\" onmouseover=\\"${run("link title")}")

## A heading {onclick="${run("heading")}"}

\`\`\`html
</code></pre><script>${run("code")}</script>
\`\`\`

[^1]: ${breakout("footnote")}
`;

const entity = (name) => `---
name: ${yaml(`${name}`)}
type: person
aliases: [${yaml(`${name} ${breakout("alias")}`)}]
description: ${yaml(breakout("entity"))}
roles: [{title: ${yaml(breakout("role"))}, of: ${yaml(breakout("of"))}, when: 2010/2014}]
sortName: ${yaml(breakout("sort"))}
---

${breakout("entity text")}
`;

const files = {
  "content/site.yaml": `title: ${yaml(`The site ${breakout("site")}`)}\nbaseURL: https://example.org/\noutputs: [csv, ics, jsonld, timelinejs]\n`,
  "content/articles/one.md": article(1),
  "content/articles/two.md": article(2),
  "content/articles/saved.html": `<!doctype html><title>${breakout("saved title")}</title><meta name=author content="${breakout("saved author").replaceAll('"', "&quot;")}"><article><h1>The log of the harbour</h1><p>Ann Holm wrote in the log on 4 May 2014 that the harbour was closed in the morning.${breakout("saved")}<p>It was opened again in the afternoon, when the fog had gone out to sea, she wrote.</article>`,
  "content/articles/scrape.txt": `The log of the lighthouse\n\n5 May 2014\n\nBo Lund wrote that the light was out. ${breakout("scrape")}\n\nIt was lit again in the afternoon, when the oil had come, Bo Lund wrote in the log.\n`,
  "content/entities/ann-holm.md": entity("Ann Holm"),
  "content/entities/bo-lund.md": entity("Bo Lund"),
};

let site, browser;
before(async () => {
  const source = await scratch("hostile");
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(source, name)), { recursive: true });
    await writeFile(join(source, name), text);
  }
  [site, browser] = await Promise.all([builtSite(source), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
  await tidy();
});

// watched opens a page that nothing but the texts' own words can change.
async function watched(t) {
  const { page, close } = await openPage(browser, { bypassCSP: true });
  t.after(close);
  page.on("dialog", (d) => d.dismiss());
  return page;
}
const pwned = (page) => page.evaluate(() => document.documentElement.dataset.pwned ?? "");

test("the sentinel would be seen", async (t) => {
  const page = await watched(t);
  await page.goto(site.url("/"));
  await page.evaluate((html) => {
    document.body.append(document.createRange().createContextualFragment(html));
  }, breakout("itself"));
  await page.waitForFunction(() => document.documentElement.dataset.pwned === "itself");
});

test("nothing that a text brings runs, on any page", async (t) => {
  const page = await watched(t);
  const pages = await htmlFiles(site.dir);
  assert.ok(pages.length > 15, `only ${pages.length} pages`);
  for (const file of pages) {
    await page.goto(site.url(addressOf(file)), { waitUntil: "load" });
    assert.equal(await pwned(page), "", file);
  }
});

test("nor when cards open, mentions are stepped through and searches are made", async (t) => {
  const page = await watched(t);
  await page.goto(site.url("/articles/one/"));
  const mention = page.locator("article a.m").first();
  await mention.hover();
  await page.locator("#d-card:popover-open").waitFor();
  await page.keyboard.press("Escape");
  for (let i = 0; i < 30; i++) await page.keyboard.press("Tab");
  assert.equal(await pwned(page), "", "the article");
  for (const query of ["harbour", "holm", "script", breakout("query")]) {
    await page.goto(site.url(`/search/?q=${encodeURIComponent(query)}`));
    await page.waitForFunction(() => document.getElementById("d-status").textContent !== "");
    assert.equal(await pwned(page), "", `search for ${query}`);
  }
  await page.goto(site.url("/timeline/"));
  assert.equal(await pwned(page), "", "the timeline");
});

test("nor in the preview, its overlay of problems and its review", async (t) => {
  const local = await preview("--review", "--by", "tester");
  t.after(local.close);
  const page = await watched(t);
  for (const [name, text] of Object.entries(files)) {
    if (name !== "content/site.yaml") await writeFile(join(local.dir, name), text);
  }
  const ready = (path) => fetch(local.url(path)).then((r) => r.ok);
  for (let tries = 0; !(await ready("/articles/one/")) && tries < 100; tries++) await new Promise((later) => setTimeout(later, 100));
  await page.goto(local.url("/articles/one/"));
  await page.locator("html[data-review=ready]").waitFor();
  for (const key of ["n", "n", "p", "?"]) await page.keyboard.press(key);
  assert.equal(await pwned(page), "", "review");
  await writeFile(join(local.dir, "content/articles/two.md"), `---\ntitle: [${breakout("broken")}\n---\n[w](javascript:${run("broken link")})\n`);
  await page.locator("dateline-problems").locator("li").first().waitFor();
  assert.equal(await pwned(page), "", "the overlay");
});
