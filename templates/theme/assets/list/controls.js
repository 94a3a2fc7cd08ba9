// The form over the list: its choices, what it shows of what is wanted, and the filters in use.

import { FIELDS, NEWEST, narrows, none } from "./filters.js";

const NAMES = {
  q: "Words", severity: "Severity", status: "Status", service: "Service", team: "Team",
  kind: "Kind", year: "Year", tag: "Tag", overdue: "Actions", sort: "Order",
};

export class Controls {
  constructor(form, choices, change) {
    this.form = form;
    this.choices = choices;
    this.change = change;
    this.active = form.querySelector(".pm-active");
    this.details = form.querySelector("details");
    this.summary = this.details.querySelector("summary");
    this.title = this.summary.textContent;
    this.orders = new Set([...form.elements.sort.options].map((option) => option.value));
    this.used = {};
    form.addEventListener("input", (event) => this.entered(event.target));
    form.addEventListener("submit", (event) => event.preventDefault());
    // Filters fold away where they would push the list off the screen.
    const wide = matchMedia("(min-width: 45em)");
    const fold = () => (this.details.open = wide.matches);
    wide.addEventListener("change", fold);
    fold();
  }

  // Offers the values that occur in the rows.
  offer(rows) {
    for (const field of FIELDS) {
      this.used[field] = new Set(rows.flatMap((row) => row.values[field]));
    }
  }

  entered(control) {
    const name = control.name;
    if (name === "q") this.change({ q: control.value }, { typing: true });
    else if (name === "sort") this.change({ sort: control.value });
    else if (name === "overdue") this.change({ overdue: control.checked ? ["1"] : [] });
    else if (control.value !== "…") this.change({ [name]: control.value ? [control.value] : [] });
  }

  show(wanted) {
    const { elements } = this.form;
    if (elements.q.value.trim() !== wanted.q.trim()) elements.q.value = wanted.q;
    elements.overdue.checked = wanted.overdue.includes("1");
    elements.sort.value = this.orders.has(wanted.sort) ? wanted.sort : NEWEST;
    for (const field of FIELDS) {
      if (field !== "overdue") this.fill(elements[field], field, wanted[field]);
    }
    const chips = this.chips(wanted);
    const inside = chips.filter((chip) => chip.name !== "q").length;
    this.summary.textContent = inside ? `${this.title} (${inside})` : this.title;
    this.active.replaceChildren(...chips.map((chip) => this.chip(chip)));
    if (chips.length) this.active.append(this.item("Clear all", "Clear all filters", none()));
    this.active.hidden = chips.length === 0;
  }

  // A select holds what occurs, and what is wanted, be it known or not.
  fill(select, field, values) {
    const offered = [...this.choices[field]].filter(
      ([value]) => this.used[field].has(value) || values.includes(value),
    );
    const options = [new Option("Any", "")];
    if (values.length > 1) options.push(new Option(values.map((each) => this.name(field, each)).join(", "), "…"));
    options.push(...offered.map(([value, choice]) => new Option(choice.name, value)));
    for (const value of values) {
      if (!this.choices[field].has(value)) options.push(new Option(this.name(field, value), value));
    }
    const same = options.length === select.options.length &&
      options.every((option, place) => option.value === select.options[place].value);
    if (!same) select.replaceChildren(...options);
    select.value = values.length > 1 ? "…" : (values[0] ?? "");
  }

  name(field, value) {
    return this.choices[field].get(value)?.name ?? `${value} (not known here)`;
  }

  chips(wanted) {
    const chips = [];
    if (wanted.q.trim()) chips.push({ name: "q", text: wanted.q.trim(), without: { q: "" } });
    for (const field of FIELDS) {
      for (const value of wanted[field]) {
        const rest = wanted[field].filter((other) => other !== value);
        chips.push({ name: field, text: this.name(field, value), without: { [field]: rest } });
      }
    }
    if (!this.orders.has(wanted.sort)) {
      chips.push({ name: "sort", text: `${wanted.sort} (not known here)`, without: { sort: NEWEST } });
    }
    return chips;
  }

  chip({ name, text, without }) {
    return this.item(`${NAMES[name]}: ${text}`, `Remove ${NAMES[name]}: ${text}`, without);
  }

  item(text, label, without) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pm-button";
    button.textContent = text;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => {
      const place = [...this.active.children].indexOf(button.parentElement);
      this.change(without);
      // The button is gone: the next one takes the focus, or else the words.
      const next = this.active.children[Math.min(place, this.active.children.length - 1)];
      (next?.querySelector("button") ?? this.form.elements.q).focus();
    });
    const item = document.createElement("li");
    item.append(button);
    return item;
  }
}

export function said(wanted, matches, loaded, total, broken) {
  const number = (value) => value.toLocaleString("en");
  const incidents = total === 1 ? "incident" : "incidents";
  const found = narrows(wanted)
    ? `${number(matches)} of ${number(loaded)} ${incidents}`
    : `${number(loaded)} ${incidents}`;
  if (loaded === total) return found;
  return `${found}, ${number(total - loaded)} more ${broken ? "could not be loaded" : "on their way"}`;
}
