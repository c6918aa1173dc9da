/* Small comforts. Every page works without this file, and nothing is kept in the browser. */
(function () {
  "use strict";

  var portal = (window.portal = window.portal || {});

  function closeMenus(except) {
    document.querySelectorAll("details.me[open], details.further[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var open = document.querySelector("details.me[open], details.further[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });

  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details.me, details.further"));
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

  /* What is typed into a form with data-draft is kept on the server, two seconds after the last key. The form says
     where (data-draft) and what to tell: data-draft-kept ({time} becomes the hour), data-draft-lost while there is
     no connection, data-draft-refused. Fields with data-not-kept stay out. Whoever leaves the page sooner loses
     nothing: what still waits is kept at once. */
  var timers = new Map();

  function tell(form, words) {
    var state = form.querySelector("[data-draft-state]");
    var said = (words || "").replace("{time}", new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));
    if (state && state.textContent !== said) state.textContent = said;
  }

  /* A form without a place to say it gets one beside its last buttons, before there is anything to say. */
  function place(form) {
    if (form.querySelector("[data-draft-state]")) return;
    var state = document.createElement("p");
    state.className = "muted small";
    state.setAttribute("role", "status");
    state.setAttribute("data-draft-state", "");
    var actions = form.querySelectorAll(".actions");
    (actions.length ? actions[actions.length - 1] : form).appendChild(state);
  }

  function keepSoon(form, wait) {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(keep, wait, form));
  }

  function forget(form) {
    clearTimeout(timers.get(form));
    return timers.delete(form);
  }

  /* Keep at once what was to be kept soon. */
  portal.keepNow = function (form) {
    if (timers.has(form)) keep(form);
  };

  /* What waits to be kept of one form goes on to another that takes its place. */
  portal.keepInstead = function (form, fresh) {
    if (forget(form)) keepSoon(fresh, 2000);
  };

  function keep(form) {
    forget(form);
    if (form.dataset.sent || !form.isConnected) return;
    var typed = new FormData(form);
    form.querySelectorAll("[data-not-kept], input[type=file]").forEach(function (field) {
      typed.delete(field.name);
    });
    fetch(form.dataset.draft, { method: "POST", body: typed, keepalive: true }).then(
      function (answer) {
        form.dataset.kept = "yes";
        tell(form, answer.ok ? form.dataset.draftKept : form.dataset.draftRefused || form.dataset.draftLost);
      },
      function () {
        tell(form, form.dataset.draftLost);
        keepSoon(form, 10000);
      }
    );
  }

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.dataset.draft && !event.target.hasAttribute("data-not-kept")) {
      place(form);
      keepSoon(form, 2000);
    }
  });
  /* A form on its way is no draft any more; what waits of others is kept before the page goes, or dropped with them. */
  document.addEventListener("submit", function (event) {
    forget(event.target);
    timers.forEach(function (_timer, form) {
      (event.target.hasAttribute("data-drops-drafts") ? forget : keep)(form);
    });
  });
  /* A form that came back with questions is not saved: its words are kept, too, while somebody looks them up. */
  document.querySelectorAll("form[data-draft] .asked").forEach(function (asked) {
    keepSoon(asked.closest("form"), 2000);
  });
  window.addEventListener("pagehide", function () {
    timers.forEach(function (_timer, form) {
      keep(form);
    });
  });

  /* Tabs that do not all fit begin where the page in hand is seen; the page itself does not move. */
  document.querySelectorAll(".sub [aria-current], .tabs [aria-current]").forEach(function (here) {
    var list = here.closest("ul");
    if (!list) return; /* a place behind "More" */
    var tab = here.getBoundingClientRect(), room = list.getBoundingClientRect();
    if (tab.left >= room.left && tab.right <= room.right) return;
    list.scrollBy({ left: tab.left + tab.width / 2 - room.left - room.width / 2, behavior: "instant" });
  });

  /* The summary of problems takes the focus, also in browsers that know autofocus for fields alone. */
  if (!("autofocus" in HTMLElement.prototype)) {
    var problems = document.querySelector(".errors[autofocus]");
    if (problems) problems.focus();
  }
})();
