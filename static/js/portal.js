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

  /* What is typed into a form with data-draft is kept on the server, two seconds after the last key.
     The form says where (data-draft) and, in data-draft-kept and data-draft-lost, what to tell. */
  document.querySelectorAll("form[data-draft]").forEach(function (form) {
    var state = form.querySelector("[data-draft-state]");
    var timer;
    function tell(words) {
      if (state && state.textContent !== words) state.textContent = words;
    }
    function keep() {
      if (form.dataset.sent) return;
      fetch(form.dataset.draft, { method: "POST", body: new FormData(form), keepalive: true }).then(
        function (answer) {
          tell(answer.ok ? form.dataset.draftKept : form.dataset.draftLost);
        },
        function () {
          tell(form.dataset.draftLost);
          timer = setTimeout(keep, 10000);
        }
      );
    }
    form.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(keep, 2000);
    });
    form.addEventListener("submit", function () {
      clearTimeout(timer);
    });
  });

  /* The summary of problems takes the focus, also in browsers that know autofocus for fields alone. */
  if (!("autofocus" in HTMLElement.prototype)) {
    var problems = document.querySelector(".errors[autofocus]");
    if (problems) problems.focus();
  }
})();
