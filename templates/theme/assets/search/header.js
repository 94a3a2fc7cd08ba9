// The field in the header: keys that reach it, answers as one types, and an id that leads straight on.
import { ask, named, take } from "./engine.js";
import { load } from "./index.js";
import { count, element, result } from "./results.js";
import { unspaced } from "./words.js";

const PAUSE = 120;
const SHOWN = 8;

export function header(box, root) {
  const form = box.querySelector("form");
  const input = box.querySelector("input");
  const panel = box.querySelector(".pm-search-panel");
  const status = panel.querySelector(".pm-find-status");
  const list = panel.querySelector(".pm-find-results");
  const more = panel.querySelector(".pm-find-more");
  let asked = "";
  let answer = Promise.resolve(null);
  let timer = 0;

  function open() {
    box.classList.add("pm-search--open");
    input.focus();
    input.select();
  }

  function close() {
    panel.hidden = true;
    box.classList.remove("pm-search--open");
  }

  function whole() {
    const address = new URL(form.action);
    address.searchParams.set("q", input.value.trim());
    return address.href;
  }

  async function find(words) {
    const found = await ask(root, words, [], false);
    return { found, data: await take(found, words, 0, SHOWN) };
  }

  async function show(words) {
    if (words === asked) return;
    asked = words;
    if (!words) {
      panel.hidden = true;
      return;
    }
    answer = find(words);
    try {
      const { found, data } = await answer;
      if (words !== asked) return;
      list.replaceChildren(...data.map((each) => result(each, 1, unspaced(words))));
      more.replaceChildren();
      if (found.hits.length > data.length) {
        more.append(element("a", { href: whole() }, `All ${count(found.hits.length)}`));
      }
      status.textContent = found.hits.length ? count(found.hits.length) : `Nothing found for “${words}”.`;
    } catch {
      if (words !== asked) return;
      list.replaceChildren();
      more.replaceChildren();
      status.textContent = "The search index could not be loaded.";
    }
    panel.hidden = false;
  }

  input.addEventListener("focus", () => {
    box.classList.add("pm-search--open");
    load(root).catch(() => {});
    if (asked && asked === input.value.trim()) panel.hidden = false;
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => show(input.value.trim()), PAUSE);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    const words = input.value.trim();
    if (!words) return;
    show(words);
    const first = (await answer.catch(() => null))?.data[0];
    location.assign(first && named(first, words) ? first.url : whole());
  });
  box.querySelector(".pm-search-open").addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
  box.querySelector(".pm-search-close").addEventListener("click", () => {
    close();
    box.querySelector(".pm-search-open").focus();
  });
  box.addEventListener("keydown", (event) => move(event, input, panel));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (panel.hidden) {
      input.value = asked = "";
      input.blur();
    } else {
      input.focus();
    }
    close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!box.contains(event.target)) close();
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const chord = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    const letter = ["/", "s", "f"].includes(event.key) && !event.ctrlKey && !event.metaKey;
    if (!chord && (!letter || typing(event.target))) return;
    event.preventDefault();
    open();
  });
}

function typing(node) {
  return node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);
}

// Up and down go from the field through the links and back.
function move(event, input, panel) {
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || panel.hidden) return;
  const stops = [input, ...panel.querySelectorAll("a")];
  const at = stops.indexOf(document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  const next = at + (event.key === "ArrowDown" ? 1 : -1);
  stops[Math.max(0, Math.min(stops.length - 1, next))].focus();
}
