/* The registration works without this file. With it: a faster exit, Latin letters while one types, a language changed
   without losing what was typed. Nothing is kept in the browser. */
(function () {
  "use strict";

  var exit = document.querySelector("form[data-exit]");
  var left = false;

  /* The page goes dark first, then the house is told, then the neutral page takes its place. */
  function leave() {
    if (left) return;
    left = true;
    document.title = "…";
    document.documentElement.hidden = true;
    document.body.textContent = "";
    fetch(exit.action, { method: "POST", keepalive: true }).catch(function () {});
    location.replace(exit.dataset.exit);
  }

  if (exit) {
    exit.addEventListener("submit", function (event) {
      event.preventDefault();
      leave();
    });
    var shifts = [];
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Shift") {
        shifts = [];
        return;
      }
      if (event.repeat) return;
      shifts = shifts.concat(event.timeStamp).slice(-3);
      if (shifts.length === 3 && shifts[2] - shifts[0] < 2000) leave();
    });
  }

  var form = document.getElementById("answers");
  if (form) {
    var typed = false;
    form.addEventListener("input", function () {
      typed = true;
    });
    document.querySelectorAll(".langs a[hreflang]").forEach(function (link) {
      link.addEventListener("click", function (event) {
        if (!typed || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        var sign = document.createElement("input");
        sign.type = "hidden";
        sign.name = "language";
        sign.value = link.hreflang;
        form.appendChild(sign);
        form.action = link.href;
        form.submit();
      });
    });
  }

  /* Latin forms of a name are asked for when a box of the name is left; the page then needs no further step for them. */
  var forms = document.querySelectorAll("[data-latin]");
  if (form && forms.length) {
    forms.forEach(function (part) {
      form.elements[part.dataset.latin].addEventListener("change", ask);
      part.querySelector("input").addEventListener("input", function (event) {
        event.target.dataset.own = "yes";
        part.querySelector("[data-shown]").textContent = event.target.value || "–";
      });
    });
  }

  function ask() {
    var asked = new FormData(form);
    asked.append("preview", "yes");
    fetch(form.action, { method: "POST", body: asked })
      .then(function (answer) {
        return answer.ok ? answer.json() : Promise.reject();
      })
      .then(show)
      .catch(function () {});
  }

  /* What appears moves the buttons: not while somebody presses one, or the press would miss it. */
  var pressed = false;
  var waiting = null;
  document.addEventListener("pointerdown", function () {
    pressed = true;
  });
  ["pointerup", "pointercancel"].forEach(function (end) {
    document.addEventListener(end, function () {
      pressed = false;
      if (waiting) setTimeout(show, 0, waiting);
      waiting = null;
    });
  });

  function show(names) {
    if (pressed) {
      waiting = names;
      return;
    }
    var any = false;
    forms.forEach(function (part) {
      var own = form.elements[part.dataset.latin].value.trim();
      var box = part.querySelector("input");
      var shown = names[part.dataset.latin] || "";
      if (!box.dataset.own) box.value = shown;
      part.querySelector("[data-shown]").textContent = box.value || "–";
      part.hidden = !shown || own === shown;
      any = any || !part.hidden;
    });
    if (any && !form.elements.spelling_seen) {
      var seen = document.createElement("input");
      seen.type = "hidden";
      seen.name = "spelling_seen";
      seen.value = "yes";
      form.appendChild(seen);
    }
  }

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      print();
    });
  });
})();
