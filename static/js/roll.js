/* The roll of a class on a phone: everybody in one tap, the count as it stands, and a page that stays while there is no
   connection. Without this file the same buttons send the same form. */
(function () {
  "use strict";

  var retrying;

  function rollOf(element) {
    return element.closest("form[data-roll]");
  }

  function count(form) {
    form.querySelectorAll("[data-count]").forEach(function (place) {
      place.textContent = form.querySelectorAll('.seg input[value="' + place.dataset.count + '"]:checked').length;
    });
  }

  /* Who has no entry is here; those marked otherwise stay as they are. */
  function everybody(form) {
    var last;
    form.querySelectorAll('.seg input[value="none"]:checked').forEach(function (none) {
      last = none.closest(".seg").querySelector('input[value="present"]');
      last.checked = true;
    });
    if (last) last.dispatchEvent(new Event("input", { bubbles: true }));
    count(form);
  }

  function lost(form, isLost) {
    form.querySelector("[data-lost]").hidden = !isLost;
  }

  /* Sent without leaving the page: the answer is either another page, then this one goes there, or what is to mend. */
  function send(form, button) {
    if (form.dataset.sent) return;
    form.dataset.sent = "yes";
    if (button) button.setAttribute("aria-busy", "true");
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).then(
      function (answer) {
        if (answer.type === "opaqueredirect") return location.assign(form.action);
        return answer.text().then(function (text) {
          show(text, form);
        });
      },
      function () {
        delete form.dataset.sent;
        if (button) button.removeAttribute("aria-busy");
        lost(form, true);
        wait(form, button);
      }
    );
  }

  /* What was said of the page before goes with it. */
  function show(text, form) {
    var page = new DOMParser().parseFromString(text, "text/html").querySelector("[data-roll-page]");
    if (!page) return location.assign(form.action);
    document.querySelector("[data-roll-page]").replaceWith(page);
    document.querySelectorAll(".messages").forEach(function (said) {
      said.remove();
    });
    var first = page.querySelector(".errors, .note[role=status], .note");
    if (first) {
      first.setAttribute("tabindex", "-1");
      first.focus();
    }
  }

  function wait(form, button) {
    clearTimeout(retrying);
    retrying = setTimeout(again, 10000);
    window.addEventListener("online", again, { once: true });
    function again() {
      clearTimeout(retrying);
      window.removeEventListener("online", again);
      if (form.isConnected) send(form, button);
    }
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest('form[data-roll] button[value="all"]');
    if (!button) return;
    event.preventDefault();
    everybody(rollOf(button));
  });

  document.addEventListener("change", function (event) {
    var form = rollOf(event.target);
    if (form) count(form);
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-roll") || (event.submitter && event.submitter.value === "discard")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    lost(form, false);
    send(form, event.submitter);
  }, true);
})();
