// Keeps a page of the preview fresh. It listens to the server as long as the page
// can be seen, since a browser has few connections to spend on one host. After a
// change it asks whether this page is another now, and only then reloads it; a
// style sheet is exchanged in place. What is wrong with the site is shown over the
// page, and vanishes when it is mended.
(() => {
  "use strict";
  const { session, version: made, tag } = document.currentScript.dataset;
  const scrolled = "dateline scroll " + location.pathname;
  let version = Number(made);
  let stream = null;
  let retry = 0;

  const style = `
    :host { all: initial; }
    section { position: fixed; inset: auto 0 var(--dateline-foot, 0px) 0; z-index: 2147483647; display: flex; justify-content: center; pointer-events: none; }
    details { pointer-events: auto; box-sizing: border-box; max-width: min(60rem, 100%); max-height: 60vh; overflow: auto; overscroll-behavior: contain;
      background: #1c1c21; color: #f5f5f6; font: 15px/1.5 system-ui, sans-serif; border: 2px solid #e5a33d; border-bottom: 0;
      border-radius: 8px 8px 0 0; box-shadow: 0 0 2rem #0008; text-align: start; }
    details.error { border-color: #ff6b6b; }
    details[open] { width: 60rem; }
    summary { padding: .4rem 1rem; font-weight: 600; cursor: pointer; }
    summary:focus-visible { outline: 3px solid #8ab8ff; outline-offset: -3px; }
    ul { list-style: none; margin: 0; padding: 0 1rem 1rem; }
    li { padding: .75rem 0; border-top: 1px solid #45454d; overflow-wrap: anywhere; }
    p { margin: 0; }
    code { font: 13px/1.5 ui-monospace, monospace; color: #c9c9d1; }
    b { color: #ffc56b; }
    li.error b { color: #ff9a9a; }
    pre { margin: .4rem 0; padding: .4rem .6rem; overflow-x: auto; background: #000; font: 13px/1.5 ui-monospace, monospace; }
    mark { background: #7a1f1f; color: #fff; }
    @media print { section { display: none; } }`;

  const make = (name, text, ...children) => {
    const e = document.createElement(name);
    if (text) e.textContent = text; // never as markup
    e.append(...children);
    return e;
  };
  const count = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

  let overlay = null;
  let last = "";
  let closed = null; // whether the reader has closed or opened the list
  function show(problems, more) {
    const now = JSON.stringify([problems, more]);
    if (now === last) return;
    last = now;
    if (problems.length === 0) {
      overlay?.remove();
      overlay = closed = null;
      return;
    }
    if (!overlay) {
      overlay = document.createElement("dateline-problems");
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
      const shadow = overlay.attachShadow({ mode: "open" });
      shadow.adoptedStyleSheets = [sheet];
      const section = make("section");
      section.setAttribute("role", "status"); // announced without taking the focus
      section.setAttribute("aria-label", "Problems of the site");
      section.lang = "en";
      section.dir = "ltr";
      shadow.append(section);
      document.documentElement.append(overlay);
    }
    const errors = problems.filter((p) => p.severity === "error").length;
    const warnings = problems.length - errors;
    const title = [errors && count(errors, "error"), warnings && count(warnings, "warning"), more && `${more} more`].filter(Boolean).join(", ");
    const list = make("ul", "", ...problems.map((p) => {
      const item = make("li", "", make("p", "", make("b", p.severity), ": " + p.message + " ", make("code", `[${p.code}]`)));
      item.className = p.severity;
      if (p.place) item.prepend(make("code", p.place));
      if (p.excerpt) {
        const chars = [...p.excerpt];
        const at = Math.max(p.col - 1, 0);
        item.append(make("pre", "", chars.slice(0, at).join(""), make("mark", chars.slice(at, at + p.width).join("")), chars.slice(at + p.width).join("")));
      }
      if (p.hint) item.append(make("p", "Hint: " + p.hint));
      return item;
    }));
    const details = make("details", "", make("summary", title), list);
    details.open = closed === null ? errors > 0 : !closed;
    details.className = errors ? "error" : "";
    details.firstChild.addEventListener("click", () => { closed = details.open; });
    overlay.shadowRoot.firstChild.replaceChildren(details);
  }

  function reload() {
    // Somebody who is in the middle of something may have it wait.
    if (dispatchEvent(new CustomEvent("dateline-reload", { cancelable: true, detail: go }))) go();
  }

  function go() {
    try {
      sessionStorage.setItem(scrolled, JSON.stringify([scrollX, scrollY]));
    } catch { /* storage may be off: the browser's own memory is then enough */ }
    stream?.close();
    location.reload();
  }

  function restore() {
    try {
      const at = JSON.parse(sessionStorage.getItem(scrolled));
      sessionStorage.removeItem(scrolled);
      if (at) scrollTo(...at);
    } catch { /* as above */ }
  }

  // refresh brings the page up to a version in which the assets have changed.
  async function refresh(assets) {
    const now = await fetch(location.pathname + location.search, { method: "HEAD", cache: "no-store" });
    if (now.headers.get("ETag") !== `"${tag}"`) return reload();
    for (const path of assets) {
      const sheet = [...document.querySelectorAll("link[rel~=stylesheet]")].find((l) => new URL(l.href).pathname === path);
      if (sheet) {
        const next = sheet.cloneNode();
        next.href = `${path}?version=${version}`;
        next.addEventListener("load", () => sheet.remove());
        next.addEventListener("error", () => next.remove());
        sheet.after(next);
      } else if (performance.getEntriesByType("resource").some((e) => new URL(e.name).pathname === path)) {
        return reload();
      }
    }
  }

  function receive(state) {
    if (state.session !== session) return reload(); // another server, which may have another site
    show(state.problems, state.more);
    if (state.version <= version) return;
    version = state.version;
    refresh(state.assets).catch(() => { /* the server is gone; the stream will find it again */ });
  }

  function connect() {
    clearTimeout(retry);
    if (document.hidden || stream) return;
    stream = new EventSource(`/_dateline/events?session=${session}&version=${version}`);
    stream.onmessage = (e) => receive(JSON.parse(e.data));
    stream.onerror = () => {
      if (stream?.readyState !== EventSource.CLOSED) return; // the browser tries again
      disconnect();
      retry = setTimeout(connect, 1000);
    };
  }

  function disconnect() {
    clearTimeout(retry);
    stream?.close();
    stream = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  if (document.readyState === "complete") restore();
  else addEventListener("load", restore);
  connect();
})();
