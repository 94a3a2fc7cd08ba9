// Turns the page of the newest incidents into the list of all: sorted, filtered, with its state in
// the address. Without this script, or without its data, the page stays as it was.

import { COLUMNS } from "./cells.js";
import { Controls, said } from "./controls.js";
import { NEWEST, matcher, narrows, none, read, write } from "./filters.js";
import { load } from "./rows.js";

const form = document.querySelector("form.pm-filters");
const count = document.querySelector(".pm-count");
const nothing = document.querySelector(".pm-nothing");
const ASKED = location.search;

function compare(a, b, direction) {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -direction : direction;
}

function tableOf(rows, { rowsPerPage }, root) {
  const { DataTable } = window;
  DataTable.type("pm-key", {
    detect: () => false,
    order: { asc: (a, b) => compare(a, b, 1), desc: (a, b) => compare(a, b, -1) },
  });
  const table = document.querySelector("table.pm-incidents");
  for (const body of [...table.tBodies]) body.remove();
  table.caption.textContent = "Incidents";
  return new DataTable(table, {
    data: rows,
    columns: COLUMNS.map(({ name, classes, down, cell }) => ({
      name,
      className: classes,
      cellType: name === "incident" ? "th" : "td",
      type: "pm-key",
      // Ours is the search; the library's would decode entities of titles by parsing them.
      searchable: false,
      orderSequence: down ? ["desc", "asc"] : ["asc", "desc"],
      data: null,
      render: (row, type) => (type === "display" ? cell(row, root) : row.keys[name]),
    })),
    createdRow(line, row) {
      line.querySelector("th").scope = "row";
      if (row.said.runs) line.className = "pm-running";
    },
    autoWidth: false,
    orderMulti: false,
    orderDescReverse: false, // among equals the newest stays first, in either order
    order: [],
    pageLength: rowsPerPage,
    layout: { topStart: null, topEnd: null, bottomStart: null, bottomEnd: { paging: { firstLast: false } } },
    language: {
      zeroRecords: "", emptyTable: "",
      paginate: { previous: "Previous", next: "Next" },
      aria: {
        orderable: ": sort", orderableReverse: ": sort the other way round",
        orderableRemove: ": sort the other way round",
        paginate: { previous: "Previous page", next: "Next page", number: "Page " },
      },
    },
  });
}

class List {
  constructor(source, rows) {
    this.source = source;
    this.table = tableOf(rows, source, form.dataset.root);
    this.wanted = read(ASKED);
    this.rows = rows;
    this.controls = new Controls(form, source.choices, (part, how) => this.change(part, how));
    this.controls.offer(rows);
    this.table.search.fixed("wanted", (_text, row) => this.matches(row));
    this.table.on("order", () => this.ordered());
    this.table.on("page", () => this.turned());
    // The library makes a click's `delegateTarget` read-only; the theme's listener on the body sets it.
    this.table.table().container().addEventListener("click", (event) => event.stopPropagation());
    nothing.querySelector("button").addEventListener("click", () => {
      this.change(none());
      form.elements.q.focus();
    });
    addEventListener("popstate", () => {
      this.wanted = read(location.search);
      this.show();
    });
    document.querySelector(".pm-summary").hidden = true;
    document.querySelectorAll(".pm-pager").forEach((pager) => (pager.hidden = true));
    form.hidden = count.hidden = false;
    this.show();
  }

  add(rows) {
    this.rows = this.rows.concat(rows);
    this.controls.offer(this.rows);
    this.table.rows.add(rows);
    this.show();
  }

  // A step of the reader: it gets an address of its own, while typing only the first letter does.
  change(part, { typing = false } = {}) {
    this.wanted = { ...this.wanted, page: 1, ...part };
    this.show();
    this.remember(typing);
  }

  remember(typing) {
    const address = location.pathname + write(this.wanted, location.search) + location.hash;
    if (typing && this.typing) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    this.typing = typing;
  }

  order() {
    const [, down, name] = /^(-?)(.*)$/.exec(this.wanted.sort);
    const place = COLUMNS.findIndex((column) => column.name === name);
    return place < 0 ? [COLUMNS.findIndex((column) => column.name === "date"), "desc"] : [place, down ? "desc" : "asc"];
  }

  show() {
    this.showing = true;
    this.matches = matcher(this.wanted);
    this.table.order([this.order()]).draw();
    const { pages } = this.table.page.info();
    const page = Math.max(1, Math.min(this.wanted.page, pages));
    if (page > 1) this.table.page(page - 1).draw("page");
    // While rows are on their way, the page asked for may still come.
    if (this.whole) this.wanted.page = page;
    this.showing = false;
    this.controls.show(this.wanted);
    this.say();
  }

  get whole() {
    return this.rows.length === this.source.total;
  }

  say() {
    const { recordsDisplay, pages, page } = this.table.page.info();
    let text = said(this.wanted, recordsDisplay, this.rows.length, this.source.total, this.broken);
    if (pages > 1) text += `, page ${(page + 1).toLocaleString("en")} of ${pages.toLocaleString("en")}`;
    if (this.broken) text += ". Reload the page to try again";
    count.textContent = `${text}.`;
    const empty = recordsDisplay === 0 && narrows(this.wanted);
    nothing.hidden = !empty;
    const box = this.table.table().container();
    box.hidden = empty;
    box.querySelector(".dt-paging").hidden = pages < 2;
    document.body.dataset.list = this.whole ? "whole" : "part";
  }

  // A heading of the table was pressed.
  ordered() {
    if (this.showing) return;
    const [[place, direction]] = this.table.order();
    const sort = (direction === "desc" ? "-" : "") + COLUMNS[place].name;
    if (sort === this.wanted.sort) return;
    // Not within the library's own drawing.
    queueMicrotask(() => this.change({ sort }));
  }

  // Another page was asked for: it is read from its top.
  turned() {
    if (this.showing) return;
    const page = this.table.page() + 1;
    if (page === this.wanted.page) return;
    this.wanted = { ...this.wanted, page };
    this.remember(false);
    this.say();
    count.focus();
  }

  fail() {
    this.broken = true;
    this.say();
  }
}

async function start() {
  // Only modules of this site: the library makes itself known on the window.
  const [source] = await Promise.all([
    load(form.dataset.index),
    import("../vendor/datatables.net/dataTables.min.js"),
  ]);
  const [first, ...others] = source.parts;
  const rest = Promise.all(others);
  rest.catch(() => {}); // heard of below, when the first rows are there
  const list = new List(source, await first);
  try {
    const rows = (await rest).flat();
    if (rows.length) list.add(rows);
  } catch {
    list.fail();
  }
}

if (form) {
  start().catch((fault) => {
    console.warn("The list stays as it is:", fault);
    const asked = read(ASKED);
    if (narrows(asked) || asked.sort !== NEWEST) {
      count.textContent = "The filters in this address need data that could not be loaded; these are the newest incidents.";
      count.hidden = false;
    }
  });
}
