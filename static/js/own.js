/* Quick exit: the page is replaced by another site at once; the session ends meanwhile. Also by Shift three times. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-exit]");
  if (!form) return;

  function leave() {
    document.documentElement.hidden = true;
    fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true }).catch(function () {});
    window.location.replace(form.dataset.exit);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    leave();
  });

  var presses = [];
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    if (event.repeat) return;
    var now = Date.now();
    presses = presses.filter(function (at) { return now - at < 1500; });
    presses.push(now);
    if (presses.length === 3) leave();
  });
})();
