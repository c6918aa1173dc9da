/* Quick exit, also by Shift three times: the page goes dark first, then the house is told, then another site takes its
   place, so that "back" does not return here. Without this file the button does the same through the server. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-exit]");
  if (!form) return;
  var left = false;

  function leave() {
    if (left) return;
    left = true;
    var told = new FormData(form);
    document.title = "…";
    document.documentElement.hidden = true;
    fetch(form.action, { method: "POST", body: told, keepalive: true }).catch(function () {});
    document.body.textContent = "";
    location.replace(form.dataset.exit);
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
    presses = presses.concat(event.timeStamp).slice(-3);
    if (presses.length === 3 && presses[2] - presses[0] < 2000) leave();
  });
})();
