// The page of the search: all results of the question in its address, and what narrows them down.
import { ask, named, take } from "./engine.js";
import { count, element, result } from "./results.js";
import { unspaced } from "./words.js";

const STEP = 10;
const PAUSE = 200;
const FACETS = { severity: "Severity", service: "Service", year: "Year", status: "Status", kind: "Kind", part: "Part of the site" };
// Fewer results than this are quicker read than narrowed down.
const FEW = 5;

export function page(find, root) {
  const form = find.querySelector("form");
  const input = form.querySelector("input");
  const status = find.querySelector(".pm-find-status");
  const facets = find.querySelector(".pm-find-facets");
  const list = find.querySelector(".pm-find-results");
  const more = find.querySelector(".pm-find-more");
  const forms = find.dataset.idForms.split(" ").map((each) => new RegExp(each, "i"));
  let turn = 0;
  let timer = 0;

  function read() {
    const address = new URLSearchParams(location.search);
    return {
      words: (address.get("q") ?? "").trim().slice(0, input.maxLength),
      chosen: Object.keys(FACETS)
        .filter((name) => address.get(name))
        .map((name) => `${name}:${address.get(name).slice(0, input.maxLength)}`),
    };
  }

  function write(words, chosen) {
    const address = new URLSearchParams();
    if (words) address.set("q", words);
    for (const each of chosen) {
      const at = each.indexOf(":");
      address.set(each.slice(0, at), each.slice(at + 1));
    }
    const text = address.toString();
    history.replaceState(history.state, "", text ? `?${text}` : location.pathname);
  }

  async function show(straight) {
    const { words, chosen } = read();
    const mine = ++turn;
    if (!words && !chosen.length) {
      clear("");
      return;
    }
    try {
      const found = await ask(root, words, chosen, true);
      const data = await take(found, words, 0, STEP);
      if (mine !== turn) return;
      const exact = data.find((each) => named(each, words));
      if (exact && straight) {
        location.replace(exact.url);
        return;
      }
      list.replaceChildren(...data.map((each) => result(each, 3, unspaced(words))));
      status.textContent = said(found, words, exact);
      narrow(found, chosen, words);
      further(found, words, data.length, mine);
    } catch {
      if (mine === turn) clear("The search index could not be loaded. The lists below lead everywhere too.");
    }
  }

  function clear(text) {
    status.textContent = text;
    for (const each of [list, facets, more]) each.replaceChildren();
  }

  function said(found, words, exact) {
    const hits = found.hits.length;
    if (!exact && forms.some((each) => each.test(words))) {
      const none = `There is no incident ${words.toUpperCase()}.`;
      return hits ? `${none} ${count(hits)} for its words:` : none;
    }
    if (hits) return words ? `${count(hits)} for “${words}”` : count(hits);
    return `Nothing found${words ? ` for “${words}”` : ""}. Fewer or other words may help.`;
  }

  function narrow(found, chosen, words) {
    facets.replaceChildren();
    if (found.hits.length < FEW && !chosen.length) return;
    for (const [name, label] of Object.entries(FACETS)) {
      const picked = chosen.find((each) => each.startsWith(`${name}:`))?.slice(name.length + 1) ?? "";
      const values = new Map(found.facets[name]);
      if (picked && !values.has(picked)) values.set(picked, found.hits.length);
      const names = [...values.keys()].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
      if (name === "year") names.reverse();
      if (!picked && names.length < 2) continue;
      const select = element("select", {}, element("option", { value: "" }, "any"));
      for (const value of names) {
        select.append(element("option", { value }, `${value} (${values.get(value).toLocaleString("en")})`));
      }
      select.value = picked;
      select.addEventListener("change", () => {
        const others = chosen.filter((each) => !each.startsWith(`${name}:`));
        write(words, select.value ? [...others, `${name}:${select.value}`] : others);
        show(false).then(() => facets.querySelector(`[data-facet="${name}"] select`)?.focus());
      });
      facets.append(element("label", { "data-facet": name }, `${label} `, select));
    }
  }

  function further(found, words, from, mine) {
    more.replaceChildren();
    if (found.hits.length <= from) return;
    const button = element("button", { class: "md-button", type: "button" }, `Show more (${(found.hits.length - from).toLocaleString("en")} left)`);
    button.addEventListener("click", async () => {
      button.disabled = true;
      const data = await take(found, words, from, STEP);
      if (mine !== turn) return;
      const items = data.map((each) => result(each, 3, unspaced(words)));
      list.append(...items);
      further(found, words, from + data.length, mine);
      items[0]?.querySelector("a").focus();
    });
    more.append(button);
  }

  input.value = read().words;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      write(input.value.trim(), read().chosen);
      show(false);
    }, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    write(input.value.trim(), read().chosen);
    show(true);
  });
  addEventListener("popstate", () => {
    input.value = read().words;
    show(false);
  });
  show(true);
  if (!read().words) input.focus({ preventScroll: true });
}
