// A row's cells, as the page without script has them. Texts go in as text, never as markup.

function node(name, classes, ...inside) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.append(...inside);
  return made;
}

function maybe(text) {
  return text ? document.createTextNode(text) : node("span", "pm-absent", "not recorded");
}

function incident(row, root) {
  const link = node("a", "", node("code", "", row.id), " ", node("bdi", "", row.title));
  link.href = `${root}incidents/${encodeURIComponent(row.id)}/`;
  const cell = node("span", "", link);
  if (row.sample) cell.append(" ", node("span", "pm-badge pm-sample", "sample"));
  if (row.overdue) cell.append(" ", node("span", "pm-badge pm-overdue", "overdue actions"));
  return cell;
}

function date(row) {
  if (!row.started) return row.date ? node("span", "pm-absent", row.date) : maybe("");
  const time = node("time", "", row.date);
  time.dateTime = row.started;
  return time;
}

// The columns in the table's order; a cell takes the row and the way to the site's root.
export const COLUMNS = [
  {
    name: "severity",
    cell: (row) => node("span", `pm-badge pm-sev pm-sev-${row.said.role}`, row.severity),
  },
  { name: "incident", cell: incident },
  { name: "services", classes: "pm-services", cell: (row) => maybe(row.said.services) },
  { name: "date", down: true, cell: date },
  { name: "duration", down: true, cell: (row) => maybe(row.duration) },
  {
    name: "status",
    cell: (row) =>
      row.said.runs ? node("span", "pm-badge pm-status pm-open", row.said.status) : maybe(row.said.status),
  },
  { name: "postmortem", classes: "pm-writing", cell: (row) => maybe(row.said.postmortem) },
];
