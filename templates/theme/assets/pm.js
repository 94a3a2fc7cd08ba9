// What HTML alone cannot do: the reader's own time on every moment, overdue marks that stay true
// after publication, and three mends to the theme's accessibility. Pages read well without it.
(function () {
  "use strict";

  function localTimes(root) {
    var format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
    root.querySelectorAll("time[datetime*='T'][title]").forEach(function (node) {
      var moment = new Date(node.dateTime);
      if (isNaN(moment) || node.dataset.local) return;
      node.dataset.local = "1";
      node.title = node.title + "; yours: " + format.format(moment);
    });
  }

  function overdue(root) {
    var today = new Date().toISOString().slice(0, 10);
    root.querySelectorAll("[data-due]").forEach(function (node) {
      var late = Math.round((Date.parse(today) - Date.parse(node.dataset.due)) / 86400000);
      if (!(late > 0)) return;
      var badge = node.querySelector(".pm-overdue");
      if (!badge) {
        badge = document.createElement("span");
        badge.className = "pm-badge pm-overdue";
        (node.querySelector("p, td:last-child") || node).append(" ", badge);
      }
      badge.textContent = late.toLocaleString("en") + (late === 1 ? " day overdue" : " days overdue");
    });
  }

  function theme() {
    var search = document.querySelector(".md-search[role='dialog']");
    if (search && !search.hasAttribute("aria-label")) search.setAttribute("aria-label", "Search");
    document.querySelectorAll("nav[aria-labelledby]").forEach(function (nav) {
      var label = document.getElementById(nav.getAttribute("aria-labelledby"));
      // The label of a section with a page of its own holds an arrow and no words.
      var title = nav.querySelector(".md-nav__title");
      var name = (label && label.textContent.trim()) || (title && title.textContent.trim());
      if (!name) return;
      nav.removeAttribute("aria-labelledby");
      nav.setAttribute("aria-label", name + ": pages");
    });
    document.querySelectorAll("nav[aria-label]").forEach(function (nav, index, all) {
      var label = nav.getAttribute("aria-label");
      for (var i = 0; i < index; i++) {
        if (all[i].getAttribute("aria-label") === label) {
          nav.setAttribute("aria-label", label + " " + (index + 1));
          return;
        }
      }
    });
  }

  function start() {
    localTimes(document);
    overdue(document);
    theme();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
