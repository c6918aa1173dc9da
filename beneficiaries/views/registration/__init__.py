"""Pages on which people register by themselves: no account, no script needed, nothing personal in the browser."""
