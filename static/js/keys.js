/* Keys of the staff pages: "/" search, "?" list of shortcuts, G and a letter for a place, and sheets that open over the
   page. Single keys never fire inside text fields, and not at all when the account has turned them off. */
(function () {
  "use strict";

  var portal = (window.portal = window.portal || {});
  var waitsForPlace = 0;

  /* True for a key that may be a shortcut: nothing held, nothing being typed. */
  portal.isSingleKey = function (event) {
    if (document.body.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.defaultPrevented || event.isComposing || event.repeat || event.getModifierState("AltGraph")) return false;
    var field = event.target.closest("input,textarea,select,[contenteditable]");
    return !field || (field.matches("input") && ["radio", "checkbox", "button", "submit"].includes(field.type));
  };

  /* The Latin letter or sign of a key. A keyboard with other letters gives the one that stands in the same place; there the
     slash has moved, too. */
  portal.latinOf = function (event) {
    var key = event.key.toLowerCase();
    if (key.length === 1 && key > "\u007f" && /^Key[A-Z]$/.test(event.code)) return event.code.charAt(3).toLowerCase();
    if (event.code === "Slash" && (key === "." || key === ",")) return event.shiftKey ? "?" : "/";
    return key;
  };

  /* The usual key for a pressed one: the account's own keys stand for them, and those they replace do nothing. */
  portal.keyOf = function (event) {
    var key = portal.latinOf(event);
    var own = JSON.parse(document.body.dataset.ownKeys || "{}");
    for (var usual in own) if (own[usual] === key) return usual;
    return key in own ? "" : key;
  };

  /* Show a sheet over the page with the part of a page that "pick" names; what fails leads to the page itself. */
  portal.openSheet = function (dialog, href, pick, ready) {
    var host = dialog.querySelector("[data-host]");
    var opener = document.activeElement;
    var wait = dialog.querySelector("[data-wait]");
    host.replaceChildren();
    dialog.showModal();
    dialog.querySelector("h2").focus();
    var slow = setTimeout(function () {
      if (wait) wait.hidden = false;
    }, 300);
    dialog.addEventListener("close", function () {
      host.replaceChildren();
      var back = opener && opener.isConnected ? opener : opener && opener.dataset && opener.dataset.panel && document.querySelector('main [data-panel="' + opener.dataset.panel + '"]');
      if (back) back.focus({ preventScroll: true });
    }, { once: true });
    portal.fetchPart(href, pick).then(
      function (part) {
        clearTimeout(slow);
        if (wait) wait.hidden = true;
        host.replaceChildren(part);
        if (ready) ready(part);
      },
      function () {
        location.assign(href);
      }
    );
  };

  portal.fetchPart = function (href, pick) {
    return fetch(href, { headers: { "HX-Request": "true" } }).then(function (answer) {
      if (!answer.ok) throw new Error("no such page");
      return answer.text().then(function (text) {
        var part = portal.partOf(text, pick);
        if (!part) throw new Error("another page");
        return part;
      });
    });
  };

  portal.partOf = function (text, pick) {
    return new DOMParser().parseFromString(text, "text/html").querySelector(pick);
  };

  document.addEventListener("click", function (event) {
    var button = event.target.closest("dialog.keys-sheet [data-close]");
    if (button) button.closest("dialog").close();
  });

  document.addEventListener("keydown", function (event) {
    if (!portal.isSingleKey(event) || document.querySelector("dialog[open]")) return;
    var key = portal.keyOf(event);
    if (Date.now() - waitsForPlace < 1500) {
      waitsForPlace = 0;
      var place = document.querySelector('[data-go="' + CSS.escape(portal.latinOf(event)) + '"]');
      if (place) {
        event.preventDefault();
        location.assign(place.href);
        return;
      }
    }
    if (key === "g") {
      waitsForPlace = Date.now();
    } else if (key === "/") {
      var find = document.getElementById("find");
      if (!find) return;
      event.preventDefault();
      find.focus();
      find.select();
    } else if (key === "?") {
      var sheet = document.getElementById("keys");
      if (!sheet) return;
      event.preventDefault();
      portal.openSheet(sheet, sheet.dataset.href, "[data-keys-list]");
    }
  });
})();
