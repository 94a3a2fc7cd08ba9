// What is being looked for: read from the address, written into it, and held against a row.

export const FIELDS = ["severity", "status", "service", "team", "kind", "year", "tag", "overdue"];
export const NEWEST = "-date";

// An address may hold more than anybody types; each of it would be held against every row.
const LONGEST = 200;
const MOST = 50;

// Case and accents make no difference: "Čelik" is found by "celik".
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

// {q, sort, page, and for each field a list of values, of which a row needs one}
export function read(search) {
  const given = new URLSearchParams(search);
  const page = Number(given.get("page"));
  const wanted = {
    q: (given.get("q") ?? "").slice(0, LONGEST),
    sort: (given.get("sort") || NEWEST).slice(0, LONGEST),
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
  for (const field of FIELDS) {
    const values = given.getAll(field).map((value) => value.trim().toLowerCase().slice(0, LONGEST));
    wanted[field] = [...new Set(values.filter(Boolean))].slice(0, MOST);
  }
  return wanted;
}

// The address's query for what is wanted; parameters of others stay as they are.
export function write(wanted, search) {
  const query = new URLSearchParams(search);
  for (const name of ["q", "sort", "page", ...FIELDS]) query.delete(name);
  if (wanted.q.trim()) query.set("q", wanted.q.trim());
  for (const field of FIELDS) for (const value of wanted[field]) query.append(field, value);
  if (wanted.sort !== NEWEST) query.set("sort", wanted.sort);
  if (wanted.page > 1) query.set("page", wanted.page);
  const text = query.toString();
  return text && `?${text}`;
}

export function none() {
  return read("");
}

export function narrows(wanted) {
  return wanted.q.trim() !== "" || FIELDS.some((field) => wanted[field].length > 0);
}

// Makes the question asked of each row: has it all the words, and a value of each field?
export function matcher(wanted) {
  const words = fold(wanted.q).split(/\s+/).filter(Boolean);
  const asked = FIELDS.filter((field) => wanted[field].length > 0);
  return (row) =>
    asked.every((field) => wanted[field].some((value) => row.values[field].includes(value))) &&
    words.every((word) => row.words.includes(word));
}
