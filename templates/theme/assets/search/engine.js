// Questions to the index. It is loaded with the first of them, piece by piece as they need it.
import { count, exactly, load, loosely } from "./index.js";
import { bare, meant, sameId, unspaced } from "./words.js";

// What a question finds: `hits` in order, each with an async `data()`, and `facets`, the number of
// hits by facet and value: {severity: Map {"P1 High" => 3}}. Pages that hold the words in this order
// come before those that hold them anywhere; words in quotes must stand in this order.
// The numbers cost a file more to read, so there are none unless they are `counted`.
export async function ask(root, words, chosen, counted) {
  const parts = await load(root);
  if (counted) await count(parts);
  const filters = chosen.length ? { facet: chosen } : {};
  const text = bare(words);
  const quoted = /^["“„«].*["”»]$/u.test(words.trim());
  const several = /\s/.test(text);
  const strict = several && (quoted || unspaced(words)[0] === words.trim());
  const [phrase, loose] = await Promise.all([
    several ? exactly(parts, text, filters) : null,
    strict ? null : loosely(parts, text, filters),
  ]);
  const first = phrase ? phrase.hits : [];
  const seen = new Set(first.map((hit) => hit.id));
  const rest = loose ? loose.hits.filter((hit) => !seen.has(hit.id)) : [];
  return { hits: [...first, ...rest], facets: grouped((loose ?? phrase).facets) };
}

function grouped(counts) {
  const groups = {};
  for (const [facet, count] of Object.entries(counts)) {
    const at = facet.indexOf(":");
    const name = facet.slice(0, at);
    // A map, as a value may be called `__proto__`.
    if (count > 0) (groups[name] ??= new Map()).set(facet.slice(at + 1), count);
  }
  return groups;
}

// The data of `count` hits from `from`, those of an id that was asked for first. The index never
// finds nothing: of a word that it does not hold it looks for the beginning, down to one letter.
// When that is all there is, the answer is emptied.
export async function take(found, words, from, count) {
  const data = await Promise.all(found.hits.slice(from, from + count).map((hit) => hit.data()));
  if (from > 0) return data;
  if (words && !data.some((each) => meant(each, words))) {
    found.hits = [];
    found.facets = {};
    return [];
  }
  return data.sort((a, b) => named(b, words) - named(a, words));
}

// Whether the question is the id of this page.
export function named(data, words) {
  return Boolean(data.meta.id) && sameId(data.meta.id, words);
}
