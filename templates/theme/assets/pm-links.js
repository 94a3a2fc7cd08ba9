// Permanent addresses: copies them, and opens the folded part that one leads to. Without it the
// links beside headings and times still hold the address, and folded parts open by hand.
(function () {
  "use strict";

  var canonical = document.querySelector("link[rel='canonical']");
  var page = canonical ? canonical.href : location.href.split("#")[0];
  var voice = document.createElement("p");

  // Anybody can write an address: `#%` names nothing and must not stop the rest.
  function named() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch (fault) {
      return "";
    }
  }

  function reveal() {
    var id = named();
    var target = id && document.getElementById(id);
    if (!target) return;
    for (var node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
    }
    target.scrollIntoView();
  }

  function byHand(text) {
    var field = document.createElement("textarea");
    field.value = text;
    field.className = "pm-unseen";
    document.body.append(field);
    field.select();
    var done = document.execCommand("copy");
    field.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copying was refused"));
  }

  function copy(text) {
    if (!navigator.clipboard) return byHand(text);
    return navigator.clipboard.writeText(text).catch(function () { return byHand(text); });
  }

  function tell(near, said) {
    voice.textContent = said;
    near.dataset.said = said;
    window.setTimeout(function () {
      delete near.dataset.said;
      voice.textContent = "";
    }, 2000);
  }

  function offer(near, address) {
    copy(address).then(
      function () { tell(near, "Link copied"); },
      function () { tell(near, "Copying is not allowed here"); }
    );
  }

  function button() {
    var place = document.querySelector(".pm-incident .pm-crumbs");
    if (!place) return;
    var made = document.createElement("button");
    made.type = "button";
    made.className = "pm-copy";
    made.textContent = "Copy link";
    made.addEventListener("click", function () { offer(made, page); });
    place.append(made);
  }

  function links() {
    document.querySelectorAll("a.headerlink, a.pm-permalink").forEach(function (link) {
      link.addEventListener("click", function () { offer(link, page + link.getAttribute("href")); });
    });
  }

  var opened = [];
  function unfold() {
    opened = Array.from(document.querySelectorAll("details.pm-fold:not([open])"));
    opened.forEach(function (each) { each.open = true; });
  }
  function fold() {
    opened.forEach(function (each) { each.open = false; });
    opened = [];
  }

  function start() {
    voice.className = "pm-unseen";
    voice.setAttribute("role", "status");
    document.body.append(voice);
    button();
    links();
    reveal();
    window.addEventListener("hashchange", reveal);
    window.addEventListener("beforeprint", unfold);
    window.addEventListener("afterprint", fold);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
