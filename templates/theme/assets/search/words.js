// The words of a question and those of a page, spelled alike.
import { said } from "./passages.js";

// Scripts without spaces between words: Han, Hiragana, Katakana. The index holds single characters.
const UNSPACED = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]{2,}/gu;

export function unspaced(words) {
  return words.match(UNSPACED) ?? [];
}

// A question as the index takes it: without quotes, and characters of such scripts as words.
export function bare(words) {
  return words.replace(/["“”„«»]/g, " ").replace(UNSPACED, (run) => [...run].join(" ")).trim();
}

// Whether both are the same id, however it was typed.
export function sameId(one, other) {
  const plain = (id) => id.replace(/[\s_-]/g, "").toUpperCase();
  return plain(one) !== "" && plain(one) === plain(other);
}

// Whether a page holds a word of the question, give or take its ending.
export function meant(data, words) {
  const asked = split(words).map((word) => word.slice(0, Math.max(3, word.length - 4)));
  return !asked.length || unspaced(words).length > 0 || holds(data, asked);
}

// Whether a page holds this one word, whatever signs it is written with: a number, or what begins
// with it; else a word give or take its ending.
export function hears(data, word) {
  const asked = letters(plain(word));
  const start = /\p{N}/u.test(asked) ? asked : asked.slice(0, Math.max(3, asked.length - 4));
  return start !== "" && holds(data, [start]);
}

// Whether a word that was found begins in one of these ways.
function holds(data, starts) {
  const all = said(data);
  const hit = split([...data.locations.map((at) => all[at] ?? ""), ...Object.values(data.meta)].join(" "));
  return hit.some((word) => starts.some((start) => word.startsWith(start)));
}

// The words of a text without accents and signs; those joined by signs also as one.
function split(text) {
  return [...plain(text).split(/[^\p{L}\p{N}]+/u), ...plain(text).split(/\s+/).map(letters)].filter(Boolean);
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").toLowerCase();
}

function letters(word) {
  return word.replace(/[^\p{L}\p{N}]/gu, "");
}
