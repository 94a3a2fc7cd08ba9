// Where on a page the words stand: passages of plain words, each with its section and nearest anchor.

const LENGTH = 28;
const BEFORE = 6;

// At most `count` passages of a page, best first: {title, anchor, words: [{text, hit}], cutStart,
// cutEnd}. `title` is empty for what stands before the first section. A page of which only the title
// or the id was meant gives its first words. `unspaced` is what was asked for in scripts without
// spaces: the index holds its characters one by one, after all that is read.
export function passages(data, count, unspaced) {
  const anchors = [...data.anchors].sort((a, b) => a.location - b.location);
  const words = said(data);
  const found = new Set(data.locations.filter((at) => at < words.length));
  for (const part of unspaced) words.forEach((word, at) => word.includes(part) && found.add(at));
  const hits = [...found].sort((a, b) => a - b);
  const all = sections(anchors, words);
  const picked = all
    .map((section) => best(section, hits))
    .filter((each) => each !== null)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, count);
  const first = all.find((section) => section.end > section.start);
  if (!picked.length && first) picked.push({ section: first, at: first.start });
  return picked.map((each) => passage(each, anchors, words, found));
}

// The words of a page, as the index counts them.
export function said(data) {
  const end = data.anchors.find((each) => each.id === "pm-unspaced")?.location;
  return data.content.split(/\s+/).slice(0, end);
}

function passage({ section, at }, anchors, words, found) {
  const anchor = anchors.findLast((each) => each.location <= at && each.location >= section.heading);
  // An entry of a list reads best from its beginning.
  const from = anchor && at - anchor.location <= 2 * BEFORE ? anchor.location : at - BEFORE;
  const start = Math.max(section.start, Math.min(from, section.end - LENGTH));
  const end = Math.min(section.end, start + LENGTH);
  return {
    title: section.title,
    anchor: section.title ? (anchor?.id ?? "") : "",
    words: words.slice(start, end).map((text, i) => ({ text, hit: found.has(start + i) })),
    cutStart: start > section.start,
    cutEnd: end < section.end,
  };
}

// Each section with where its heading stands, and where its words start after that and end.
function sections(anchors, words) {
  const headings = anchors.filter((each) => /^h[1-6]$/i.test(each.element));
  return headings.map((each, i) => {
    const title = each.text.trim();
    return {
      title: each.element === "h1" ? "" : title,
      heading: each.location,
      start: each.location + title.split(/\s+/).length,
      end: headings[i + 1]?.location ?? words.length,
    };
  });
}

// The spot of a section from which a passage holds the most hits; hits side by side count double.
// In the section before the first, all there is is a title that the result shows anyway.
function best(section, hits) {
  const inside = hits.filter((at) => at >= (section.title ? section.heading : section.start) && at < section.end);
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
