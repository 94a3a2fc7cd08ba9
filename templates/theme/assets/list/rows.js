// The list's data: the index with its choices, the parts with their rows.

import { fold } from "./filters.js";

async function json(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

// {total, rowsPerPage, choices, parts}; parts are promises of rows, the newest incidents first.
export async function load(url) {
  const index = await json(url);
  const choices = {};
  for (const [field, values] of Object.entries(index.choices)) {
    choices[field] = new Map(
      values.map(([value, name, more], order) => [value.toLowerCase(), { value, name, more, order }]),
    );
  }
  choices.status.set("open", { value: "open", name: "any in which the response still runs" });
  choices.overdue = new Map([["1", { value: "1", name: "with overdue actions" }]]);
  // The reader's today, on which what was due yesterday is overdue, as it is for the site in UTC.
  const today = new Date().toISOString().slice(0, 10);
  const parts = index.parts.map(async (part) => {
    const rows = await json(new URL(part.file, new URL(url, location)));
    return rows.map((values) => decode(index.columns, values, choices, today));
  });
  const total = index.parts.reduce((sum, part) => sum + part.rows, 0);
  return { total, rowsPerPage: index.rows_per_page, choices, parts };
}

function decode(columns, values, choices, today) {
  const row = {};
  columns.forEach((name, place) => (row[name] = values[place]));
  const named = (field, ids) => ids.map((id) => choices[field].get(id)?.name ?? id);
  const level = choices.severity.get(row.severity.toLowerCase());
  const status = choices.status.get(row.status);
  const postmortem = choices.postmortem.get(row.postmortem);
  const services = named("service", row.services);
  row.overdue = row.due !== "" && row.due < today;
  row.said = {
    role: level?.more ?? "",
    status: status?.name ?? row.status,
    runs: status?.more === true,
    services: services.join(", "),
    postmortem: postmortem?.name ?? row.postmortem,
  };
  row.values = {
    severity: [row.severity.toLowerCase()],
    status: status?.more ? [row.status, "open"] : [row.status],
    service: row.services,
    team: row.teams,
    kind: [row.kind],
    year: [row.year],
    tag: row.tags.map((tag) => tag.toLowerCase()),
    overdue: row.overdue ? ["1"] : [],
  };
  row.words = fold(
    [row.id, row.title, ...services, ...row.services, ...named("team", row.teams), ...row.teams, ...row.tags].join("\n"),
  );
  // What is not known is null and stands last in either order.
  row.keys = {
    severity: level?.order ?? null,
    incident: fold(row.title),
    services: fold(services.join(", ")),
    date: row.started || null,
    duration: row.minutes,
    status: status?.order ?? null,
    postmortem: postmortem?.order ?? null,
  };
  return row;
}
