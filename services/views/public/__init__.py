"""Pages of classes and events for everybody: no account, no script needed, one route for all of them."""
