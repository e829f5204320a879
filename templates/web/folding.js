// A text as it is searched: widths, kana, case and blanks do not matter (as engine/base/utf8.h folds); and back to what was written.
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[ァ-ヶ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60)).replace(/\s+/g, "");

export const wordsOf = (query) => query.split(/\s+/).map(fold).filter(Boolean);

const graphemes = new Intl.Segmenter("ja", { granularity: "grapheme" });

// The folded text, and for each of its places where in the text it came from.
function folded(text) {
  let out = "";
  const from = [];
  for (const { segment, index } of graphemes.segment(text)) {
    const part = fold(segment);
    for (let i = 0; i < part.length; i++) from.push([index, index + segment.length]);
    out += part;
  }
  return { out, from };
}

// Where in the text the words stand: [[from, to], ...], in order and apart.
export function spotsOf(text, words) {
  const { out, from } = folded(text), spots = [];
  for (const word of words)
    for (let at = out.indexOf(word); at >= 0; at = out.indexOf(word, at + word.length))
      spots.push([from[at][0], from[at + word.length - 1][1]]);
  spots.sort((a, b) => a[0] - b[0]);
  return spots.reduce((all, spot) => {
    const last = all[all.length - 1];
    if (last && spot[0] <= last[1]) last[1] = Math.max(last[1], spot[1]);
    else all.push([...spot]);
    return all;
  }, []);
}
