/* After a quick exit: the neutral page takes the place of this one, so that "back" does not return here. */
(function () {
  "use strict";
  var refresh = document.querySelector("meta[http-equiv=refresh]");
  if (refresh) location.replace(refresh.content.slice(refresh.content.indexOf("=") + 1));
})();
