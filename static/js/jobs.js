/* A region with data-watch="seconds" looks again by itself: the same page is fetched and the parts of the region that
   changed take their new content. Without this file a page of a job that is not over reloads as a whole. */
(function () {
  "use strict";

  var region = document.querySelector("[data-watch]");
  var parser = new DOMParser();

  function renew(part, fresh) {
    if (!fresh) return;
    if ("key" in part.dataset ? part.dataset.key === fresh.dataset.key : part.innerHTML === fresh.innerHTML) return;
    var held = part.contains(document.activeElement);
    part.innerHTML = fresh.innerHTML;
    if ("key" in part.dataset) part.dataset.key = fresh.dataset.key;
    if (held) region.focus();
  }

  function take(page) {
    var fresh = parser.parseFromString(page, "text/html").getElementById(region.id);
    if (!fresh) return;
    region.querySelectorAll("[data-part]").forEach(function (part) {
      renew(part, fresh.querySelector('[data-part="' + part.dataset.part + '"]'));
    });
    if (fresh.dataset.goal) location.assign(fresh.dataset.goal);
    else if ("watch" in fresh.dataset) later();
  }

  function look() {
    if (document.hidden) return later();
    fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" }).then(function (answer) {
      if (answer.ok) answer.text().then(take);
    }, later);
  }

  function later() {
    setTimeout(look, Number(region.dataset.watch) * 1000);
  }

  if (region) later();
})();
