/* Pages of the own account: passkeys that do not answer, and printing. Nothing is kept in the browser. */
(function () {
  "use strict";

  function show(selector) {
    document.querySelectorAll(selector).forEach(function (element) {
      element.hidden = false;
    });
  }

  /* The library tells of a passkey that was refused, cancelled or not found; it says nothing itself. */
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    show("[data-passkey-failed]");
  });

  document.addEventListener("DOMContentLoaded", function () {
    if (!window.PublicKeyCredential && document.querySelector("[data-passkey]")) {
      show("[data-passkey-missing]");
      document.querySelectorAll("[data-passkey]").forEach(function (button) {
        button.hidden = true;
      });
    }
    show("[data-print]");
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
