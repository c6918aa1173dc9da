/* Recording support in a sheet over the page, and its keys. The sheet shows the page's own form: everything it does
   is the same POST that the page makes without this file. */
(function () {
  "use strict";

  var portal = window.portal;
  var dialog = document.getElementById("quick-log");
  var notices = dialog.querySelector("[data-log-notices]");
  var ask = dialog.querySelector(".sheet-ask");
  var weighing, retrying;

  function currentForm() {
    var open = document.querySelector("dialog[open]");
    return open && open !== dialog ? null : (open || document).querySelector("form[data-quick-log]");
  }

  function open(href) {
    notices.replaceChildren();
    ask.hidden = true;
    portal.openSheet(dialog, href, "[data-log]", function (part) {
      begin(part.querySelector("form"));
    });
  }

  /* Where the next key belongs: to the search while nobody is chosen, to the form's own keys otherwise. */
  function begin(form) {
    if (form.querySelector(".picked")) dialog.querySelector("h2").focus();
    else form.elements.who.focus();
  }

  function swap(form, part) {
    form.closest("[data-log]").replaceWith(part);
    return part.querySelector("form");
  }

  /* Send the form as its button would, without leaving the page. */
  function send(form, name, value) {
    var typed = new FormData(form);
    if (name) typed.append(name, value);
    return fetch(form.action, { method: "POST", body: typed, headers: { "HX-Request": "true" } }).then(function (answer) {
      if (!answer.ok) throw new Error("refused");
      return answer.text();
    });
  }

  function act(form, button) {
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    form.dataset.sent = "yes"; /* no draft is kept of what is on its way */
    button.setAttribute("aria-busy", "true");
    var typed = form.dataset.typed || (button.name === "add" ? "yes" : "");
    send(form, button.name, button.value).then(
      function (text) {
        var done = portal.partOf(text, "[data-log-done]");
        var part = done || portal.partOf(text, "[data-log]");
        if (!part) return location.assign(form.action);
        if (done) return saved(done);
        var fresh = swap(form, part);
        if (typed) fresh.dataset.typed = typed;
        if (form.hasAttribute("data-suggested") && !["add", "remove"].includes(button.name)) fresh.setAttribute("data-suggested", "");
        portal.keepInstead(form, fresh);
        if (form.dataset.kept || button.name === "add" || button.name === "remove") fresh.dataset.kept = "yes";
        settle(fresh, button);
      },
      function (problem) {
        delete form.dataset.busy;
        delete form.dataset.sent;
        if (!(problem instanceof TypeError)) return location.assign(form.action);
        button.removeAttribute("aria-busy");
        if (button.value === "save" || button.value === "next") waitForConnection(form, button);
      }
    );
  }

  /* No connection: say so and send again when it is back. The form acts once, however often it is sent. */
  function waitForConnection(form, button) {
    form.querySelector("[data-log-lost]").hidden = false;
    clearTimeout(retrying);
    retrying = setTimeout(again, 10000);
    window.addEventListener("online", again, { once: true });
    function again() {
      clearTimeout(retrying);
      window.removeEventListener("online", again);
      if (form.isConnected) act(form, button);
    }
  }

  function settle(form, button) {
    var errors = form.closest("[data-log]").querySelector(".errors");
    var first = form.querySelector(".log-found button");
    if (errors) errors.focus();
    else if (button.value === "find") (first || form.elements.who).focus();
    else if (button.name === "add") (form.querySelector(".kinds input:checked") || form.querySelector(".kinds input")).focus();
    else begin(form);
  }

  function saved(done) {
    var notice = done.querySelector(".note");
    if (done.dataset.following) {
      portal.fetchPart(done.dataset.following, "[data-log]").then(function (part) {
        dialog.querySelector("[data-host]").replaceChildren(part);
        begin(part.querySelector("form"));
        notices.replaceChildren(notice);
      });
      return;
    }
    dialog.close();
    document.querySelector("[data-notices]").replaceChildren(notice);
    refresh();
  }

  /* The focus goes back to what opened the sheet; when that is done with, to the next that opens it. */
  function focusAgain(part, opener) {
    var openers = Array.from(part.querySelectorAll('[data-panel="' + opener.dataset.panel + '"]'));
    var same = openers.find(function (each) {
      return each.getAttribute("href") === opener.getAttribute("href");
    });
    if (same || openers[0]) (same || openers[0]).focus({ preventScroll: true });
  }

  /* Parts of the page that say so are shown anew; everything else stays as it is, and where it is. */
  function refresh() {
    if (!document.querySelector("[data-fresh]")) return;
    fetch(location.href).then(function (answer) {
      return answer.ok ? answer.text() : "";
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      document.querySelectorAll("[data-fresh]").forEach(function (part) {
        var fresh = page.getElementById(part.id);
        if (!fresh) return;
        var focused = part.contains(document.activeElement) && document.activeElement;
        part.replaceWith(fresh);
        if (focused && focused.dataset.panel) focusAgain(fresh, focused);
      });
    });
  }

  function weigh(form) {
    clearTimeout(weighing);
    weighing = setTimeout(function () {
      send(form, "do", "weigh").then(function (text) {
        var place = form.querySelector("[data-effect]");
        var page = new DOMParser().parseFromString(text, "text/html");
        if (place && !page.querySelector("form")) place.replaceChildren.apply(place, page.body.childNodes);
      }, function () {});
    }, 200);
  }

  /* ----- Closing ----- */

  function leave() {
    var form = dialog.querySelector("form[data-quick-log]");
    if (form && form.dataset.typed) portal.keepNow(form);
    if (form && form.dataset.kept && !form.dataset.typed && !form.hasAttribute("data-restored")) {
      var body = new FormData();
      body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      body.append("draft_subject", form.dataset.draftSubject);
      fetch(form.dataset.draftForget, { method: "POST", body: body, keepalive: true });
    }
    dialog.close();
  }

  function wishToLeave() {
    var form = dialog.querySelector("form[data-quick-log]");
    if (!form || !form.dataset.typed) return leave();
    ask.hidden = false;
    ask.querySelector("[data-stay]").focus();
  }

  function stay() {
    ask.hidden = true;
    dialog.querySelector("h2").focus();
  }

  dialog.addEventListener("cancel", function (event) {
    event.preventDefault();
    if (ask.hidden) wishToLeave();
    else stay();
  });

  /* ----- What people do ----- */

  document.addEventListener("click", function (event) {
    if (event.target.closest("#quick-log [data-close]")) return wishToLeave();
    if (event.target.closest("#quick-log [data-stay]")) return stay();
    if (event.target.closest("#quick-log [data-leave]")) return leave();
    var link = event.target.closest('a[data-panel="quick-log"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (document.querySelector("main form[data-quick-log]")) begin(document.querySelector("main form[data-quick-log]"));
    else open(link.href);
  });

  /* In the sheet every button acts in place; on the page only those that save nothing. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    var button = event.submitter;
    if (!form.hasAttribute("data-quick-log") || !button || button.value === "discard") return;
    var saves = button.value === "save" || button.value === "next";
    if (saves && !dialog.contains(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act(form, button);
  }, true);

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (!form || !form.hasAttribute("data-quick-log")) return;
    if (event.target.name === "hours" || event.target.name === "note" || event.target.closest(".log-talk")) form.dataset.typed = "yes";
  });

  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (form && form.hasAttribute("data-quick-log") && ["kind", "day"].includes(event.target.name)) weigh(form);
  });

  /* ----- Keys ----- */

  function choose(form, name, place) {
    var options = form.querySelectorAll('input[name="' + name + '"]');
    if (options[place]) options[place].click();
  }

  function lengthen(form, event) {
    if (event.target.matches("input")) return; /* a focused choice moves by itself */
    var options = Array.from(form.querySelectorAll('input[name="minutes"]'));
    var forward = (event.key === "ArrowRight") !== (document.documentElement.dir === "rtl");
    var now = options.findIndex(function (option) {
      return option.checked;
    });
    event.preventDefault();
    choose(form, "minutes", Math.min(Math.max(now + (forward ? 1 : -1), 0), options.length - 1));
  }

  /* Who is merely suggested gives way to whom one looks for; beside somebody chosen comes another. */
  function changePeople(form) {
    var picked = form.querySelectorAll(".picked button[name=remove]");
    if (form.hasAttribute("data-suggested") && picked.length === 1) return form.requestSubmit(picked[0]);
    var more = form.querySelector("details.log-more");
    if (more) more.open = true;
    form.elements.who.focus();
  }

  /* Up and down between the search and the people found. */
  function walk(event) {
    var find = event.target.closest(".log-find input, .log-found button");
    var places = find ? [find.form.elements.who].concat(Array.from(find.form.querySelectorAll(".log-found button"))) : [];
    var next = places[places.indexOf(find) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!find || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (next) next.focus();
  }

  var KEYS = { a: changePeople, t: function (form) { form.elements.note.focus(); } };

  document.addEventListener("keydown", function (event) {
    var form = currentForm();
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector('button[value="' + (event.shiftKey ? "next" : "save") + '"]'));
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return walk(event);
    if (!portal.isSingleKey(event)) return;
    var key = portal.keyOf(event);
    if (key === "n" && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      document.querySelector('[data-key="n"]').click();
    } else if (form && /^[1-9]$/.test(key)) {
      choose(form, "kind", Number(key) - 1);
    } else if (form && (key === "arrowleft" || key === "arrowright")) {
      lengthen(form, event);
    } else if (form && KEYS[key]) {
      event.preventDefault();
      KEYS[key](form);
    }
  });
})();
