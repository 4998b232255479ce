// Words of a query, folded as those of the index were: internal/search/words.go
// does the same, and a test compares the two.
const special = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", ı: "i", ς: "σ" };
const wordly = /[\p{L}\p{Nd}\p{Mn}]/u;
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;
const hangul = /\p{sc=Hang}/u;
const longest = 48; // bytes in UTF-8

const fold = (c) => {
  const small = c.toLowerCase();
  if (special[small]) return special[small];
  if (hangul.test(c)) return c;
  const bare = small.normalize("NFD").replace(/\p{Mn}/gu, "").slice(0, 2).replace(/^([\s\S])[\s\S]*$/u, "$1");
  return special[bare] ?? bare;
};

const letter = (c) => /^[a-z]$/i.test(c ?? "");

// words returns the words of a text with the places where they stand:
// [word, start, end], in UTF-16 units.
export function words(text) {
  const chars = Array.from(text);
  const at = [0];
  for (const c of chars) at.push(at.at(-1) + c.length);
  const other = (i) => chars[i] === undefined || (chars[i] < "\x80" && !wordly.test(chars[i]));
  const alone = (i) => letter(chars[i]) && other(i - 1) && other(i + 1);
  const out = [];
  for (let i = 0; i < chars.length; ) {
    if (!wordly.test(chars[i])) {
      i++;
      continue;
    }
    const from = i;
    if (unspaced.test(chars[i])) {
      let before = null;
      let start = i;
      let n = 0;
      for (; i < chars.length && unspaced.test(chars[i]); i++) {
        const now = fold(chars[i]);
        if (now === "") continue;
        if (n++ > 0) out.push([before + now, at[start], at[i + 1]]);
        before = now;
        start = i;
      }
      if (n === 1) out.push([before, at[start], at[i]]);
      continue;
    }
    let word = "";
    for (; i < chars.length; i++) {
      if (chars[i] === "." && alone(i - 1) && alone(i + 1)) continue;
      if (!wordly.test(chars[i]) || unspaced.test(chars[i])) break;
      word += fold(chars[i]);
    }
    if (word === "" || (word.length === 1 && word >= "a" && word <= "z") || new TextEncoder().encode(word).length > longest) continue;
    out.push([word, at[from], at[i]]);
  }
  return out;
}
