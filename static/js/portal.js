/* Small comforts. Every page works without this file, and nothing is kept in the browser. */
(function () {
  "use strict";

  var TYPING = "input,textarea,select,[contenteditable]";

  function closeMenus(except) {
    document.querySelectorAll("details.me[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }

  /* "/" goes to the search; single keys never fire inside fields or with another key held.
     N (record support) and ? (list of keys) are kept free for their pages. */
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      var open = document.querySelector("details.me[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
    if (event.key === "/") {
      var find = document.getElementById("find");
      if (find) {
        event.preventDefault();
        find.focus();
        find.select();
      }
    }
  });

  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details.me"));
    var blocked = event.target.closest("[aria-disabled=true]");
    if (blocked) event.preventDefault();
  });

  /* A second click must not send a form twice; the button keeps its width and its words. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-again")) return;
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });

  /* Coming back with the browser's own button: forms can be sent again. */
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-busy]").forEach(function (button) {
        button.removeAttribute("aria-busy");
      });
    });
  });

  /* The summary of problems takes the focus, also where the browser ignores autofocus. */
  var problems = document.querySelector(".errors[autofocus]");
  if (problems) problems.focus();
})();
