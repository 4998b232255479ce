// Keeps an open page of the preview fresh, and shows what is wrong with the site.
// It is added by `dateline serve` and is part of no built site.
const self = document.querySelector('script[data-page][data-build]');
const page = self.dataset.page;
let stream, seen = Number(self.dataset.build);

const css = new CSSStyleSheet();
css.replaceSync(`
  :host { all: initial; position: fixed; inset: auto 0 0 0; z-index: 2147483647; font: 15px/1.5 system-ui, sans-serif; }
  details { background: #fffaf5; color: #1d1a16; border-top: 3px solid #b3261e; max-height: 60vh; overflow: auto; box-shadow: 0 -4px 24px #0004; }
  details.mild { border-color: #8a6100; inset: auto; width: fit-content; margin: 0 0 0 auto; }
  details.mild[open] { width: auto; }
  summary { cursor: pointer; padding: .5rem 1rem; font-weight: 600; }
  summary:focus-visible { outline: 3px solid #1a5fb4; outline-offset: -3px; }
  ol { margin: 0; padding: 0 1rem 1rem 2.5rem; }
  li { margin: 0 0 1rem; }
  .place { font: 13px/1.5 ui-monospace, monospace; }
  pre { margin: .25rem 0; padding: .5rem; background: #f1e9df; overflow: auto; font: 13px/1.4 ui-monospace, monospace; }
  mark { background: none; color: inherit; border-bottom: 2px solid #b3261e; }
  .hint { margin: 0; font-style: italic; }
  @media (prefers-color-scheme: dark) {
    details { background: #26211c; color: #f3ece4; } pre { background: #3a322a; }
  }
`);

function element(name, text, className) {
  const e = document.createElement(name);
  if (text) e.textContent = text;
  if (className) e.className = className;
  return e;
}

function excerpt(p) {
  const pre = element('pre');
  const letters = [...p.excerpt];
  const from = p.col - 1, to = from + Math.max(1, p.width || 1);
  pre.append(letters.slice(0, from).join(''), element('mark', letters.slice(from, to).join('') || ' '), letters.slice(to).join(''));
  return pre;
}

// show draws the problems over the page; without any, it takes them away.
function show(problems) {
  let host = document.querySelector('dateline-problems');
  if (!problems.length) { host?.remove(); return; }
  const open = host?.shadowRoot.querySelector('details')?.open;
  if (!host) {
    host = document.createElement('dateline-problems');
    host.attachShadow({ mode: 'open' }).adoptedStyleSheets = [css];
    document.body.append(host);
  }
  const errors = problems.filter(p => p.severity === 'error').length;
  const box = element('details', '', errors ? '' : 'mild');
  box.open = errors > 0 || Boolean(open);
  const count = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;
  const words = [];
  if (errors) words.push(count(errors, 'error'));
  if (problems.length > errors) words.push(count(problems.length - errors, 'warning'));
  box.append(element('summary', words.join(', ')));
  const list = element('ol');
  for (const p of problems) {
    const item = element('li');
    if (p.place) item.append(element('div', p.place, 'place'));
    item.append(element('div', `${p.severity}: ${p.message}${p.code ? ` [${p.code}]` : ''}`));
    if (p.excerpt) item.append(excerpt(p));
    if (p.hint) item.append(element('p', `hint: ${p.hint}`, 'hint'));
    list.append(item);
  }
  box.append(list);
  box.setAttribute('role', errors ? 'alert' : 'status');
  host.shadowRoot.replaceChildren(box);
}

// refresh loads the page again if it is no longer what is shown. The browser
// keeps the scroll position over a reload.
async function refresh() {
  const r = await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
  if (r.headers.get('X-Dateline-Page') !== page) location.reload();
}

async function news(event) {
  const state = JSON.parse(event.data);
  if (state.build !== seen) {
    seen = state.build;
    try { await refresh(); } catch { /* the server is gone; the stream tries again */ }
  }
  show(state.problems ?? []);
}

function listen() {
  stream?.close();
  stream = undefined;
  if (document.visibilityState === 'hidden') return;
  stream = new EventSource('/_dateline/events');
  stream.onmessage = news;
}

document.addEventListener('visibilitychange', listen);
addEventListener('pagehide', () => stream?.close());
addEventListener('pageshow', listen);
listen();
