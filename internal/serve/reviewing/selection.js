// Words that are selected in the article, as the preview finds them again: the block,
// the words before them in it, and the words.
const shownOnly = ".fn, .anchor, .footnotes .back";

export function selectedWords() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const start = range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement;
  const block = blockOf(start);
  if (!block || !block.element.contains(range.endContainer)) return null;
  const words = range.toString().trim();
  if (!words || words.length > 200) return null;
  const before = document.createRange();
  before.setStart(block.element, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return { block: block.id, before: textOf(before), words, rect: range.getBoundingClientRect() };
}

function textOf(range) {
  const copy = range.cloneContents();
  copy.querySelectorAll(shownOnly).forEach((e) => e.remove());
  return copy.textContent;
}

function blockOf(element) {
  const highlight = element.closest(".highlights li");
  if (highlight) return { element: highlight, id: `h${[...highlight.parentElement.children].indexOf(highlight) + 1}` };
  for (let e = element; e && e.id !== "text"; e = e.parentElement) {
    if (/^p\d+$/.test(e.id)) return { element: e, id: e.id };
  }
  return null;
}
