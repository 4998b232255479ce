// What every browser test needs: the site built under /repo/ as GitHub Pages
// would serve it, a browser, and pages that note everything that goes wrong.
import { execFile, spawn } from "node:child_process";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat } from "node:fs/promises";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { FileSystemConfigLoader, HtmlValidate, formatterFactory } from "html-validate";
import { chromium } from "playwright-core";

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, "../..");

// scratch makes a folder that is gone after the tests.
const folders = [];
export async function scratch(name) {
  const dir = await mkdtemp(join(tmpdir(), `dateline-${name}-`));
  folders.push(dir);
  return dir;
}

// program compiles dateline once for each test file; .ci/check may hand one over.
let compiled;
export function program() {
  compiled ??= (async () => {
    if (process.env.DATELINE_BIN) return process.env.DATELINE_BIN;
    const bin = join(await scratch("bin"), "dateline");
    await run("go", ["build", "-o", bin, "./cmd/dateline"], { cwd: root });
    return bin;
  })();
  return compiled;
}

const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".json": "application/json", ".xml": "application/xml", ".svg": "image/svg+xml", ".png": "image/png",
  ".jpg": "image/jpeg", ".webp": "image/webp", ".txt": "text/plain; charset=utf-8", ".ics": "text/calendar",
};

// builtSite builds a site, the repository's own unless another is named, and serves
// it under /repo/.
export async function builtSite(source = root) {
  const dir = await scratch("site");
  const server = createServer(async (req, res) => {
    try {
      const { pathname } = new URL(req.url, "http://host");
      const path = decodeURIComponent(pathname);
      if (!path.startsWith("/repo/")) return void res.writeHead(404).end("outside the base path");
      let file = join(dir, path.slice("/repo/".length));
      const info = await stat(file).catch(() => null);
      if (info?.isDirectory()) {
        if (!path.endsWith("/")) return void res.writeHead(301, { location: `${pathname}/` }).end();
        file = join(file, "index.html");
      }
      let status = 200;
      if (!existsSync(file)) [status, file] = [404, join(dir, "404.html")];
      res.writeHead(status, { "content-type": types[extname(file)] ?? "application/octet-stream" });
      res.end(await readFile(file));
    } catch (err) {
      res.writeHead(500).end(String(err));
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const base = `http://127.0.0.1:${server.address().port}/repo/`;
  try {
    await run(await program(), ["build", "-s", source, "-d", dir, "-b", base], { cwd: root, maxBuffer: 1 << 26 });
  } catch (err) {
    server.close(); // which would keep the tests from ending
    throw err;
  }
  return {
    dir, base,
    url: (path) => base + path.replace(/^\//, ""),
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

// htmlFiles lists the pages of a built site, as paths within it, sorted.
export async function htmlFiles(dir) {
  const all = await readdir(dir, { recursive: true });
  return all.filter((f) => f.endsWith(".html")).sort();
}

// addressOf turns a page's file into its address on the site.
export const addressOf = (file) => `/${file.replace(/(^|\/)index\.html$/, "$1")}`;

// pageKinds picks, of each kind of page, the largest and the smallest.
export async function pageKinds(dir) {
  const kinds = new Map();
  for (const file of await htmlFiles(dir)) {
    const text = await readFile(join(dir, file), "utf8");
    const template = /<html[^>]* data-kind="([^"]*)"/.exec(text)?.[1] ?? "redirect";
    // Entities and lists differ by what they are of.
    const of = /^(people|places|organisations|events|tags|timeline|docs)\//.exec(file)?.[1] ?? "";
    const kind = `${template} ${of}`.trim();
    const list = kinds.get(kind) ?? [];
    list.push({ address: addressOf(file), file, size: text.length });
    kinds.set(kind, list);
  }
  const picked = [];
  for (const [kind, list] of [...kinds].sort()) {
    list.sort((a, b) => a.size - b.size || a.file.localeCompare(b.file));
    for (const page of new Set([list.at(-1), list[0]])) picked.push({ kind, ...page });
  }
  return picked;
}

// freePort returns a port that nobody listens on.
async function freePort() {
  const socket = createSocket();
  await new Promise((ready) => socket.listen(0, "127.0.0.1", ready));
  const { port } = socket.address();
  await new Promise((done) => socket.close(done));
  return port;
}

// preview copies the site and runs `dateline serve` on the copy.
export async function preview(...flags) {
  const dir = await scratch("preview");
  for (const part of ["content"]) await cp(join(root, part), join(dir, part), { recursive: true });
  const port = await freePort();
  const child = spawn(await program(), ["serve", "-s", dir, "-p", String(port), ...flags], { cwd: dir, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  const base = `http://localhost:${port}/`;
  for (let tries = 0; ; tries++) {
    const up = await fetch(base).then((r) => r.ok, () => false);
    if (up) break;
    if (tries > 300 || child.exitCode !== null) throw new Error(`dateline serve did not start:\n${said}`);
    await new Promise((later) => setTimeout(later, 100));
  }
  return {
    dir, base,
    url: (path) => base + path.replace(/^\//, ""),
    said: () => said,
    close: () =>
      new Promise((done) => {
        child.once("exit", done);
        child.kill("SIGINT");
      }),
  };
}

// openBrowser starts Chromium, cut off from everything but this machine.
export function openBrowser() {
  const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];
  const executablePath = places.find((p) => p && existsSync(p));
  if (!executablePath) throw new Error("no Chromium found; install it, or name it in $CHROMIUM");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
      "--disable-default-apps", "--disable-extensions", "--disable-sync", "--no-first-run", "--no-default-browser-check", "--hide-scrollbars",
    ],
  });
}

// openPage opens a page that notes what goes wrong on it: errors in the
// console, breaches of the content security policy, failed requests, and
// requests to any other host. problems() returns and forgets them.
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const noted = [];
  if (options.javaScriptEnabled !== false) {
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`));
    });
  }
  page.on("console", (m) => m.type() === "error" && noted.push(`console: ${m.text()}`));
  page.on("pageerror", (e) => noted.push(`script: ${e.message}`));
  page.on("requestfailed", (r) => !/ERR_ABORTED/.test(r.failure()?.errorText) && noted.push(`request: ${r.url()} ${r.failure()?.errorText}`));
  page.on("response", (r) => r.status() >= 400 && noted.push(`answer: ${r.status()} ${r.url()}`));
  page.on("request", (r) => {
    const { protocol, hostname } = new URL(r.url());
    if (protocol !== "data:" && hostname !== "127.0.0.1" && hostname !== "localhost") noted.push(`other host: ${r.url()}`);
  });
  return { page, context, problems: () => noted.splice(0), close: () => context.close() };
}

// axeFindings returns what axe finds on a page, each with a few of the elements.
export async function axeFindings(page) {
  await page.evaluate(await (axe ??= readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")));
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  return violations.map((v) => `${v.id}: ${v.help}\n${v.nodes.slice(0, 4).map((n) => `  ${n.target} ${n.failureSummary?.replace(/\s+/g, " ")}`).join("\n")}`);
}
let axe;

// tooWide says by how much a page is wider than the screen, and what of it; or nothing.
export async function tooWide(page) {
  const { wide, culprits } = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    return {
      wide: document.scrollingElement.scrollWidth - limit,
      culprits: [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > limit + 1).slice(0, 3).map((e) => e.outerHTML.slice(0, 120)),
    };
  });
  return wide <= 0 ? "" : `${wide} px too wide: ${culprits.join("\n")}`;
}

// invalid returns what html-validate finds in some files of a built site.
export async function invalid(dir, files) {
  const reports = [];
  for (const file of files) {
    const report = await validator.validateString(await readFile(join(dir, file), "utf8"), file);
    if (!report.valid) reports.push(...report.results);
  }
  return formatterFactory("text")(reports.slice(0, 20));
}
const validator = new HtmlValidate(
  new FileSystemConfigLoader({
    root: true,
    extends: ["html-validate:recommended", "html-validate:document"],
    rules: {
      // Matters of style that the template engine decides.
      "no-trailing-whitespace": "off", "void-style": "off", "doctype-style": "off", "attribute-boolean-style": "off", "attr-quotes": "off",
      "long-title": "off", // titles are the authors'
      "valid-id": ["error", { relaxed: true }], // HTML allows ids that begin with a digit, as years in headings do
      "aria-label-misuse": ["error", { allowAnyNamable: true }],
      "prefer-native-element": ["error", { exclude: ["region"] }], // a scrolling table is a region and no section
      "no-raw-characters": ["error", { relaxed: true }],
      "require-sri": "off", // every file is the site's own
    },
  }),
);

// keep saves what a failed test saw, for people to look at.
export async function keep(page, name) {
  const dir = join(here, "shots");
  await mkdir(dir, { recursive: true });
  await page.screenshot({ path: join(dir, `${name.replace(/[^a-z0-9]+/gi, "-")}.png`) }).catch(() => {});
}

export async function tidy() {
  await Promise.all(folders.map((dir) => rm(dir, { recursive: true, force: true })));
}
