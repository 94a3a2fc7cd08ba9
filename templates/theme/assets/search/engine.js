// Questions to the index. It is loaded with the first of them, piece by piece as they need it.
import { said } from "./passages.js";

let loading = null;

// The index of the site at `root`, ready to be asked. Rejects when it cannot be loaded.
export function load(root) {
  loading ??= import(new URL("pagefind/pagefind.js", root).href).then(async (index) => {
    await index.options({
      baseUrl: root.pathname,
      // An id or a title that holds the words says more than a page which mentions them.
      ranking: { metaWeights: { id: 12, title: 5, severity: 1, date: 1, role: 0 } },
    });
    await index.init();
    return index;
  });
  loading.catch(() => { loading = null; });
  return loading;
}

// Scripts without spaces between words: Han, Hiragana, Katakana. The index holds single characters.
const UNSPACED = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]{2,}/gu;

export function unspaced(words) {
  return words.match(UNSPACED) ?? [];
}

// What a question finds: `hits` in order, each with an async `data()`, and `facets`, the number of
// hits by facet and value: {severity: Map {"P1 High" => 3}}. Pages that hold the words in this order
// come before those that hold them anywhere; words in quotes must stand in this order.
// The numbers cost a file more to read, so there are none unless they are `counted`.
export async function ask(root, words, chosen, counted) {
  const index = await load(root);
  if (counted) await index.filters();
  const filters = chosen.length ? { facet: chosen } : {};
  const bare = words.replace(/["“”„«»]/g, " ").replace(UNSPACED, (run) => [...run].join(" ")).trim();
  const quoted = /^["“„«].*["”»]$/u.test(words.trim());
  const several = /\s/.test(bare);
  const strict = several && (quoted || unspaced(words)[0] === words.trim());
  const [phrase, loose] = await Promise.all([
    several ? index.search(`"${bare}"`, { filters }) : null,
    strict ? null : index.search(bare || null, { filters }),
  ]);
  const first = phrase ? phrase.results : [];
  const seen = new Set(first.map((hit) => hit.id));
  const rest = loose ? loose.results.filter((hit) => !seen.has(hit.id)) : [];
  return { hits: [...first, ...rest], facets: grouped((loose ?? phrase).filters.facet ?? {}) };
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

// Whether both are the same id, however it was typed.
export function sameId(one, other) {
  const plain = (id) => id.replace(/[\s_-]/g, "").toUpperCase();
  return plain(one) !== "" && plain(one) === plain(other);
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

// Whether a page holds a word of the question, give or take its ending.
function meant(data, words) {
  const asked = parts(words).map((word) => word.slice(0, Math.max(3, word.length - 4)));
  if (!asked.length || unspaced(words).length) return true;
  const all = said(data);
  const hit = parts([...data.locations.map((at) => all[at] ?? ""), ...Object.values(data.meta)].join(" "));
  return hit.some((word) => asked.some((start) => word.startsWith(start)));
}

// The words of a text without accents and signs; those joined by signs also as one.
function parts(text) {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").toLowerCase();
  return [...plain.split(/[^\p{L}\p{N}]+/u), ...plain.split(/\s+/).map((each) => each.replace(/[^\p{L}\p{N}]/gu, ""))].filter(Boolean);
}
