// Where on a page the words stand: passages of plain words, each with its section and nearest anchor.

const LENGTH = 28;
const BEFORE = 6;

// At most `count` passages of a page, best first: {title, anchor, words: [{text, hit}], cutStart,
// cutEnd}. `title` is empty for what stands before the first section.
export function passages(data, count) {
  const words = data.content.split(/\s+/);
  const anchors = [...data.anchors].sort((a, b) => a.location - b.location);
  const headings = anchors.filter((each) => /^h[2-6]$/i.test(each.element));
  const hits = [...new Set(data.locations)].filter((at) => at < words.length).sort((a, b) => a - b);
  const marked = new Set(hits);
  return sections(headings, words.length)
    .map((section) => best(section, hits))
    .filter((each) => each !== null)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, count)
    .map(({ section, at }) => {
      const start = Math.max(section.start, Math.min(at - BEFORE, section.end - LENGTH));
      const end = Math.min(section.end, start + LENGTH);
      return {
        title: section.title,
        anchor: anchors.findLast((each) => each.location <= at && each.location >= section.start)?.id ?? "",
        words: words.slice(start, end).map((text, i) => ({ text, hit: marked.has(start + i) })),
        cutStart: start > section.start,
        cutEnd: end < section.end,
      };
    });
}

function sections(headings, length) {
  const starts = headings.map((each) => ({ start: each.location, title: each.text.replace(/\s*#$/, "") }));
  const all = [{ start: 0, title: "" }, ...starts];
  return all.map((each, i) => ({ ...each, end: all[i + 1]?.start ?? length }));
}

// The spot of a section from which a passage holds the most hits; hits side by side count double.
function best(section, hits) {
  const inside = hits.filter((at) => at >= section.start && at < section.end);
  let found = null;
  let last = 0;
  let score = 0;
  inside.forEach((at, i) => {
    while (last < inside.length && inside[last] < at + LENGTH - BEFORE) {
      score += last > 0 && inside[last - 1] === inside[last] - 1 ? 2 : 1;
      last += 1;
    }
    if (found === null || score > found.score) found = { section, at, score };
    score -= i > 0 && inside[i - 1] === at - 1 ? 2 : 1;
  });
  return found;
}
