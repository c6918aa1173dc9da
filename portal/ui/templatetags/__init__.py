"""Tags that every template of the product has without loading them."""
