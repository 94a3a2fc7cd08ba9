// Results as elements. Whatever a page says becomes text and nothing else: no markup is parsed.
import { passages } from "./passages.js";

export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

// One result: the page with what it is, and up to `count` passages, each a link to its place.
// `unspaced`: see passages.js.
export function result(data, count, unspaced) {
  const { id, severity, role, date, title } = data.meta;
  const name = element("span", { class: "pm-find-title", dir: "auto" }, bare(title || data.url));
  const link = element("a", { class: "pm-find-link", href: data.url });
  if (id) {
    const known = /^[a-z0-9-]+$/.test(role ?? "") ? ` pm-sev-${role}` : "";
    link.append(
      element("span", { class: `pm-badge pm-sev${known}` }, severity ?? ""), " ",
      element("code", {}, id), " ",
    );
    if (date) link.append(element("time", { datetime: date }, date), " ");
  } else {
    link.append(element("span", { class: "pm-badge" }, part(data)), " ");
  }
  link.append(name);
  const item = element("li", { class: "pm-find-result" }, link);
  for (const each of passages(data, count, unspaced)) item.append(passage(each, data.url));
  return item;
}

// The heading of a page ends with the sign of its own link.
function bare(title) {
  return title.replace(/\s*#$/, "");
}

function part(data) {
  const facet = (data.filters?.facet ?? []).find((each) => each.startsWith("part:"));
  return facet ? facet.slice("part:".length) : "page";
}

function passage(each, url) {
  const link = element("a", { class: "pm-find-passage", href: each.anchor ? `${url}#${each.anchor}` : url });
  if (each.title) link.append(element("span", { class: "pm-find-section" }, each.title), " ");
  const text = element("span", { dir: "auto" });
  if (each.cutStart) text.append("… ");
  let run = null;
  each.words.forEach(({ text: word, hit }, i) => {
    const space = i > 0 ? " " : "";
    // What ends a sentence is not what was looked for.
    const [, said, end] = /^(.*?)([.,;:!?…]*)$/su.exec(word);
    if (hit && run) {
      run.append(space + said);
    } else if (hit) {
      run = element("mark", {}, said);
      text.append(space, run);
    } else {
      text.append(space + word);
    }
    if (hit && end) text.append(end);
    if (!hit || end) run = null;
  });
  if (each.cutEnd) text.append(" …");
  link.append(text);
  return link;
}

export function count(hits) {
  const number = hits.toLocaleString("en");
  return hits === 1 ? "1 result" : `${number} results`;
}
