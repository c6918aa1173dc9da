/* The public forms work without this file. With it: Latin letters while one types, a button to print. Nothing is kept
   in the browser. */
(function () {
  "use strict";

  var form = document.getElementById("answers");
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

  /* Answers may overtake one another: only that to the latest question counts. */
  var asks = 0;
  function ask() {
    var mine = (asks += 1);
    var asked = new FormData(form);
    asked.append("preview", "yes");
    fetch(form.action, { method: "POST", body: asked })
      .then(function (answer) {
        return answer.ok ? answer.json() : Promise.reject();
      })
      .then(function (names) {
        if (mine === asks) show(names);
      })
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
