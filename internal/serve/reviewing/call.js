// The calls of the pages to the preview they came from.
const { token, path, base } = document.querySelector("script[data-token]").dataset;

export { path, base };

// call posts a request. An answer that is no success is thrown, with its status.
export async function call(name, request = {}) {
  const answer = await fetch(`/_dateline/review/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Dateline-Token": token },
    body: JSON.stringify(request),
  });
  const said = await answer.json().catch(() => ({ error: `the preview answered ${answer.status}` }));
  if (answer.ok) return said;
  throw Object.assign(new Error(said.error), { status: answer.status, said });
}

// make makes an element with properties and children. Text is never markup.
export function make(name, properties = {}, ...children) {
  const e = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in e && !key.startsWith("aria")) e[key] = value;
    else e.setAttribute(key, value);
  }
  e.append(...children.filter((c) => c !== null && c !== undefined && c !== false));
  return e;
}
