// The index of a site's words, read in small pieces as a query needs them. Its
// form is described in internal/search/files.go.
const version = 1;
const saturation = 1.2; // the part of BM25 that is not in the lists
const levels = 15;
const expansions = 8; // words that a beginning may stand for

// Index reads from `load`, which is given a path below the index's folder and
// returns a promise of its bytes.
export class Index {
  #load;
  #root;
  #kept = new Map();
  bytes = 0; // read so far, as they came

  constructor(load) {
    this.#load = load;
  }

  static fetching(folder) {
    let sum = "";
    return new Index(async (path) => {
      const r = await fetch(folder + path + sum, { cache: path === "index.json" ? "no-cache" : "default" });
      if (!r.ok) throw new Error(`${path}: ${r.status}`);
      const buf = new Uint8Array(await r.arrayBuffer());
      if (path === "index.json") sum = `?${JSON.parse(new TextDecoder().decode(buf)).sum}`;
      return buf;
    });
  }

  #piece(path) {
    if (!this.#kept.has(path)) {
      const p = this.#load(path).then((b) => {
        this.bytes += b.length;
        return b;
      });
      p.catch(() => this.#kept.delete(path)); // it may succeed the next time
      this.#kept.set(path, p);
    }
    return this.#kept.get(path);
  }

  #read(path, read) {
    const key = `${path} read`;
    if (!this.#kept.has(key)) {
      const p = this.#piece(path).then(inflate).then(read);
      p.catch(() => this.#kept.delete(key));
      this.#kept.set(key, p);
    }
    return this.#kept.get(key);
  }

  // open reads what there is: { documents, kinds, years }.
  async open() {
    if (!this.#root) {
      const root = JSON.parse(new TextDecoder().decode(await this.#piece("index.json")));
      if (root.version !== version) throw new Error(`an index of version ${root.version}`);
      this.#root = root;
    }
    return this.#root;
  }

  // terms returns the words of the index that begin with a word, each with its
  // list; exactly that word first.
  async #terms(word, beginning) {
    const { dictionary } = await this.open();
    let i = upper(dictionary, word) - 1;
    const found = [];
    for (let n = 0; n < 3; n++, i++) {
      if (i < 0) continue;
      if (i >= dictionary.length || (n > 0 && !(beginning && dictionary[i].startsWith(word)))) break;
      for (const t of await this.#read(`w/${i}.bin`, dictionaryOf)) {
        if (t.word === word || (t.word.startsWith(word) && (beginning || inflected(t.word.slice(word.length))))) found.push(t);
      }
    }
    found.sort((a, b) => (b.word === word) - (a.word === word) || b.n - a.n);
    return found.slice(0, expansions);
  }

  // postings returns a Map from document to level. With `whole` false it may hold
  // the best only.
  async #postings(term, whole) {
    if (term.list) return flat(term.list);
    const map = new Map();
    const { parts, file, at, length, next } = term;
    const files = [this.#piece(`l/${file}.bin`).then((b) => grouped(b.subarray(at, at + length), map))];
    for (let k = 1; whole && k < parts; k++) files.push(this.#piece(`l/${next + k - 1}.bin`).then((b) => grouped(b, map)));
    await Promise.all(files);
    return map;
  }

  // find returns the documents for a query, best first: { hits: [{ doc, score }],
  // total, missing, everywhere }. asked is a list of { word, beginning }; every one of them must be
  // in a document. keep says which documents count; null is any. missing are the
  // words that no document has. Words that nearly every document has count as being in
  // all; everywhere says that there are no others. With one word and any document,
  // hits may be only the best of total.
  async find(asked, keep) {
    const root = await this.open();
    const slots = await Promise.all(asked.map(async ({ word, beginning }) => ({ word, terms: await this.#terms(word, beginning) })));
    const missing = slots.filter((s) => s.terms.length === 0).map((s) => s.word);
    const lone = slots.length === 1; // what a beginning may stand for besides is then all there is
    const given = slots.filter((s) => lone || !s.terms.some(common)).map((s) => ({ word: s.word, terms: s.terms.filter((t) => !common(t)) }));
    const everywhere = missing.length === 0 && given.every((s) => s.terms.length === 0);
    if (missing.length > 0 || everywhere) return { hits: [], total: 0, missing, everywhere: everywhere && slots.length > 0 };
    const one = given.length === 1 && given[0].terms.length === 1 && !keep;
    let scores = null;
    for (const { word, terms } of given) {
      const slot = new Map();
      const lists = await Promise.all(terms.map((t) => this.#postings(t, !one)));
      terms.forEach((t, i) => {
        const rarity = Math.log(1 + (root.documents - t.n + 0.5) / (t.n + 0.5)) * (t.word === word ? 1 : 0.35 + 0.4 * (word.length / t.word.length));
        for (const [doc, level] of lists[i]) {
          if (keep && !keep(doc)) continue;
          const s = (rarity * (saturation + 1) * level) / levels;
          if (s > (slot.get(doc) ?? 0)) slot.set(doc, s);
        }
      });
      if (scores) {
        for (const [doc, s] of scores) {
          if (slot.has(doc)) slot.set(doc, slot.get(doc) + s);
        }
        for (const doc of slot.keys()) if (!scores.has(doc)) slot.delete(doc);
      }
      scores = slot;
    }
    const hits = Array.from(scores, ([doc, score]) => ({ doc, score })).sort((a, b) => b.score - a.score || b.doc - a.doc);
    return { hits, total: one ? given[0].terms[0].n : hits.length, missing, everywhere };
  }

  // near returns, for each of some words, the words of the index that are meant: itself,
  // or else those that a letter or two make it.
  async near(asked) {
    const { dictionary } = await this.open();
    const found = new Set();
    for (const word of asked) {
      const at = upper(dictionary, word) - 1;
      const blocks = [at - 1, at, at + 1].filter((i) => i >= 0 && i < dictionary.length);
      const there = (await Promise.all(blocks.map((i) => this.#read(`w/${i}.bin`, dictionaryOf)))).flat();
      const allowed = word.length < 4 ? 0 : word.length < 9 ? 1 : 2;
      const steps = there.map((t) => ({ word: t.word, n: t.n, by: distance(word, t.word, allowed) })).filter((t) => t.by <= allowed);
      const best = Math.min(...steps.map((t) => t.by));
      steps.filter((t) => t.by === best).sort((a, b) => b.n - a.n).slice(0, 2).forEach((t) => found.add(t.word));
    }
    return found;
  }

  // document returns what a result shows: { kind, url, title, when, about, names }.
  async document(n) {
    const { perFile } = await this.open();
    const rows = await this.#read(`d/${Math.floor(n / perFile)}.bin`, (b) => JSON.parse(new TextDecoder().decode(b)));
    const [kind, url, title, when, about, names] = rows[n % perFile];
    return { kind, url, title, when, about, names: names ?? [] };
  }
}

// common reports whether nearly every document has a word: it has no list.
const common = (term) => term.list?.length === 0;

// inflected reports whether an ending leaves a word the same word.
const inflected = (end) => /^(?:s|es|e|n|en|er|ed|d|ing)$/.test(end);

// upper returns the number of entries of a sorted list that are not after word,
// in the order of their bytes in UTF-8, which is that of their characters.
function upper(list, word) {
  let lo = 0;
  let hi = list.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (after(list[mid], word)) hi = mid;
    else lo = mid + 1;
  }
  return lo;
}

function after(a, b) {
  const x = Array.from(a);
  const y = Array.from(b);
  for (let i = 0; i < x.length; i++) {
    if (i >= y.length) return true;
    const d = x[i].codePointAt(0) - y[i].codePointAt(0);
    if (d !== 0) return d > 0;
  }
  return false;
}

// distance returns how many letters must be put in, taken out, exchanged or swapped with
// their neighbours to make one word the other (Damerau), or more than most.
function distance(a, b, most) {
  const x = Array.from(a);
  const y = Array.from(b);
  if (Math.abs(x.length - y.length) > most) return most + 1;
  const rows = Array.from({ length: x.length + 1 }, (_, i) => [i]);
  for (let j = 1; j <= y.length; j++) rows[0][j] = j;
  for (let i = 1; i <= x.length; i++) {
    for (let j = 1; j <= y.length; j++) {
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (x[i - 1] !== y[j - 1]));
      if (i > 1 && j > 1 && x[i - 1] === y[j - 2] && x[i - 2] === y[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[x.length][y.length];
}

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

class Reader {
  at = 0;
  constructor(bytes) {
    this.bytes = bytes;
  }
  get more() {
    return this.at < this.bytes.length;
  }
  number() {
    let x = 0;
    for (let by = 1; ; by *= 128) {
      const c = this.bytes[this.at++];
      x += (c & 127) * by;
      if (c < 128 || c === undefined) return x;
    }
  }
  take(n) {
    return this.bytes.subarray(this.at, (this.at += n));
  }
}

function dictionaryOf(bytes) {
  const r = new Reader(bytes);
  const text = new TextDecoder();
  const terms = [];
  let word = new Uint8Array(0);
  while (r.more) {
    const [shared, rest] = r.take(2);
    const full = new Uint8Array(shared + rest);
    full.set(word.subarray(0, shared));
    full.set(r.take(rest), shared);
    word = full;
    const term = { word: text.decode(word), n: r.number() };
    const parts = r.number();
    if (parts === 0) {
      term.list = r.take(r.number());
    } else {
      Object.assign(term, { parts, file: r.number(), at: r.number(), length: r.number() });
      if (parts > 1) term.next = r.number();
    }
    terms.push(term);
  }
  return terms;
}

function flat(bytes) {
  const r = new Reader(bytes);
  const map = new Map();
  for (let doc = -1; r.more; ) {
    const v = r.number();
    doc += Math.floor(v / 16);
    map.set(doc, v % 16);
  }
  return map;
}

function grouped(bytes, map) {
  const r = new Reader(bytes);
  while (r.more) {
    const [level] = r.take(1);
    let doc = 0;
    for (let n = r.number(); n > 0; n--) map.set((doc += r.number()), level);
  }
}
