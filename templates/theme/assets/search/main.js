// The search: answers under the field in the header, and the page of the search.
import { header } from "./header.js";
import { page } from "./page.js";

const box = document.querySelector(".pm-search");
if (box) {
  const root = new URL(`${box.dataset.root}/`, document.baseURI);
  header(box, root);
  const find = document.querySelector(".pm-find");
  if (find) page(find, root);
}
