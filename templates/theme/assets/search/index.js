// The index of the site, in one part or several. Each part is an index of its own, which knows its
// own pages only; asked together they answer as one that knows them all.
import { hears } from "./words.js";

// An id or a title that holds the words says more than a page which mentions them.
const RANKING = { metaWeights: { id: 12, title: 5, severity: 1, date: 1, role: 0 } };

let loading = null;

// The parts of the index of the site at `root`, ready to be asked. Rejects when they cannot be loaded.
export function load(root) {
  loading ??= open(new URL("pagefind/", root), root.pathname);
  loading.catch(() => { loading = null; });
  return loading;
}

async function open(home, baseUrl) {
  const [{ createInstance }, listed] = await Promise.all([
    import(new URL("pagefind.js", home).href),
    fetch(new URL("parts.json", home), { cache: "no-cache" }).then((answer) => answer.json()),
  ]);
  const parts = [];
  for (const { folder, pages, edition } of listed) {
    const index = createInstance({
      basePath: new URL(folder, home).pathname, baseUrl, ranking: RANKING, metaCacheTag: edition,
    });
    // The program comes with the first part and is there once for all of them.
    if (!parts.length) await index.preload("");
    parts.push({ index, folder, pages });
  }
  return parts;
}

// Reads what the numbers by facet need.
export function count(parts) {
  return Promise.all(parts.map((part) => part.index.filters()));
}

// The pages that hold these words in this order: {hits, facets}, best first, then newest.
export async function exactly(parts, words, filters) {
  return joined(await Promise.all(parts.map((part) => asked(part, `"${words}"`, filters))));
}

// The pages that hold all of these words, or words that begin with them; all pages for no words.
export async function loosely(parts, words, filters) {
  if (parts.length === 1 || !words) {
    return joined(await Promise.all(parts.map((part) => asked(part, words || null, filters))));
  }
  const counts = await Promise.all(parts.map((part) => counted(part, [...new Set(words.split(/\s+/))])));
  // A number stands for itself, such as an id: where it is held as it stands, it is no beginning of
  // others, and it has no beginning that would do in its place.
  const numbers = counts[0].map(({ word }) => /\p{N}/u.test(word));
  const whole = numbers.map((number, i) => number && counts.some((of) => of[i].exact));
  const answers = await Promise.all(parts.map(async (part, at) => {
    const lacked = counts[at].map((each) => !each.exact);
    if (lacked.some((lacks, i) => lacks && whole[i])) return { lacked, hits: [], facets: {} };
    const answer = await asked(part, words, filters);
    // In place of a word that it does not hold a part takes the beginning, down to one letter. What
    // it took stands in any of its hits.
    if (answer.hits.length && lacked.some(Boolean)) {
      const data = await answer.hits[0].data();
      counts[at].forEach(({ word }, i) => { lacked[i] &&= !hears(data, word); });
    }
    return { ...answer, lacked };
  }));
  const known = numbers.map((number, i) => number || answers.some(({ lacked }) => !lacked[i]));
  // How much a word counts for depends on how many pages hold it: of the part, and of the site.
  const pages = total(parts.map((part) => part.pages));
  const weight = total(numbers.map((_, i) => {
    const holding = counts.filter((_, at) => !known[i] || !answers[at].lacked[i]);
    return rarity(pages, total(holding.map((of) => of[i].begun)));
  }));
  return joined(answers.map((answer, at) => {
    if (answer.lacked.some((lacks, i) => lacks && known[i])) return { hits: [], facets: {} };
    const own = total(counts[at].map(({ begun }) => rarity(parts[at].pages, begun)));
    return { ...answer, hits: answer.hits.map((hit) => ({ ...hit, score: (hit.score * weight) / own })) };
  }));
}

async function asked(part, words, filters) {
  const { results, filters: found } = await part.index.search(words, { filters });
  // The names of hits are unique within a part. The index forgets a result that nobody holds.
  const hits = results.map((result) => ({ id: part.folder + result.id, score: result.score, data: () => result.data() }));
  return { hits, facets: found.facet ?? {} };
}

// How many pages of a part hold each word as it stands, and how many a word that begins with it.
function counted(part, words) {
  const pages = async (text) => (await part.index.search(text, { filters: { nothing: ["none"] } })).unfilteredResultCount;
  return Promise.all(words.map(async (word) => {
    const [exact, begun] = await Promise.all([pages(`"${word}"`), pages(word)]);
    return { word, exact, begun };
  }));
}

// The weight of a word by the number of pages that hold it, as the index reckons it.
function rarity(pages, holding) {
  return Math.log(1 + (pages - holding + 0.5) / (holding + 0.5));
}

function total(numbers) {
  return numbers.reduce((sum, each) => sum + each, 0);
}

function joined(answers) {
  const facets = {};
  for (const answer of answers) {
    for (const [facet, count] of Object.entries(answer.facets)) facets[facet] = (facets[facet] ?? 0) + count;
  }
  return { hits: answers.flatMap(({ hits }) => hits).sort((a, b) => b.score - a.score), facets };
}
