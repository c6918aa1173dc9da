"""How invented people look and live, as pure functions over dice: no database, no request, no clock."""
