"""The doctor: looks at everything the portal stands on and names each break in one line (L30)."""
