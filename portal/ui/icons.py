"""The drawn signs of the product: strokes on a 24 × 24 field, one name each.

A sign never stands alone: a word beside it (or for the eye of a screen reader) carries the meaning.
"""

ICONS: dict[str, str] = {
    "alert": '<path d="M12 4 2.8 19.5h18.4z"/><path d="M12 10v4.5M12 17.2v.1"/>',
    "arrow-back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "arrow-next": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "assist": (
        '<circle cx="7.5" cy="6.5" r="2.7"/><circle cx="16.5" cy="6.5" r="2.7"/>'
        '<path d="M4 20.5V14c0-2 1.5-3.3 3.5-3.3 2.8 0 2.8 3.8 4.5 3.8s1.7-3.8 4.5-3.8c2 0 3.5 1.3 3.5 3.3v6.5"/>'
    ),
    "book": '<path d="M4 5.5c3-1.3 5.5-1 8 .8 2.5-1.8 5-2.1 8-.8v13c-3-1.3-5.5-1-8 .8-2.5-1.8-5-2.1-8-.8zM12 6.3v13"/>',
    "briefcase": '<rect x="3.5" y="8" width="17" height="11.5" rx="2"/><path d="M9 8V5.5h6V8M3.5 13h17"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="15" rx="2"/><path d="M4 10h16M8.5 3v4M15.5 3v4"/>',
    "caret": '<path d="m6 9.5 6 6 6-6"/>',
    "chart": '<path d="M4 20V4M4 20h16M8.5 16v-5M13 16V7.5M17.5 16v-3"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.2l3.4 2"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "document": '<path d="M6 3.5h8l4 4v13H6z"/><path d="M14 3.5v4h4M9 12h6M9 16h6"/>',
    "download": '<path d="M12 4v11M7 11l5 5 5-5M5 20h14"/>',
    "edit": (
        '<path d="M4.5 19.5 5.4 15 16 4.4a1.6 1.6 0 0 1 2.3 0l1.3 1.3a1.6 1.6 0 0 1 0 2.3L9 18.6z"/>'
        '<path d="m14 6.5 3.5 3.5"/>'
    ),
    "eye": (
        '<path d="M2.5 12C4.6 8 8 6 12 6s7.4 2 9.5 6c-2.1 4-5.5 6-9.5 6s-7.4-2-9.5-6z"/>'
        '<circle cx="12" cy="12" r="2.8"/>'
    ),
    "filter": '<path d="M4 5.5h16l-6.2 7.2v5.8l-3.6-2v-3.8z"/>',
    "hands": '<path d="M3 12.5 7.5 8l4 1 3.5-2 6 5.5-4.5 5-3.5 2.5-6-4.5zM11.5 9l-2.5 3.5 2 1 2.5-2 4.5 4"/>',
    "history": '<path d="M4 12a8 8 0 1 0 2.6-5.9L4 8.5"/><path d="M4 4v4.5h4.5M12 7.5V12l3 2"/>',
    "home": '<path d="M4 11 12 4l8 7v9h-5.5v-6h-5v6H4z"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.7v.1"/>',
    "key": '<circle cx="8" cy="15.5" r="4"/><path d="m11 12.5 8-8M16 7.5l2.5 2.5M13.5 10l1.5 1.5"/>',
    "keyboard": (
        '<rect x="2.5" y="6.5" width="19" height="11" rx="2"/>'
        '<path d="M6.5 10.2v.1M10 10.2v.1M13.5 10.2v.1M17.5 10.2v.1M7 14h10"/>'
    ),
    "language": '<path d="M4 5.5h9v7H8.5L5.5 15v-2.5H4z"/><path d="M16 9.5h4.5v7.5H19v2.5L15.8 17H11v-1.5"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>',
    "mail": '<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="m4 7 8 6.5L20 7"/>',
    "merge": '<path d="M6 4v5c0 4 6 3 6 7v4M18 4v5c0 4-6 3-6 7M9 17l3 3 3-3"/>',
    "more": '<path d="M5 12h.1M12 12h.1M19 12h.1"/>',
    "people": (
        '<circle cx="9" cy="8.5" r="3.5"/>'
        '<path d="M2.5 20c.7-3.6 3.3-5.4 6.5-5.4s5.8 1.8 6.5 5.4"/>'
        '<path d="M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 15c1.9.9 3.1 2.6 3.5 5"/>'
    ),
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.8-4 4-6 7.5-6s6.7 2 7.5 6"/>',
    "phone": '<path d="M5 4.5h4l1.5 4.5-2.2 1.6a11 11 0 0 0 5.1 5.1L15 13.5l4.5 1.5v4c-8.5.9-15.4-6-14.5-14.5z"/>',
    "pin": '<path d="M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21Z"/><circle cx="12" cy="9.5" r="2.3"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "school": (
        '<path d="M2.5 9.5 12 5l9.5 4.5L12 14z"/>'
        '<path d="M6.5 11.5V16c1.6 1.6 3.4 2.3 5.5 2.3s3.9-.7 5.5-2.3v-4.5M21.5 9.5V15"/>'
    ),
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "settings": (
        '<path d="M4 7h9M19 7h1M4 17h1M11 17h9"/><circle cx="16" cy="7" r="2.5"/><circle cx="8" cy="17" r="2.5"/>'
    ),
    "sign-out": '<path d="M10 4.5H5v15h5M14 8l4 4-4 4M18 12H9"/>',
    "upload": '<path d="M12 20V9M7 13l5-5 5 5M5 4h14"/>',
}

DIRECTIONAL = frozenset({"arrow-back", "arrow-next", "sign-out"})
"""Signs that point along the line of reading and turn round where the script runs from the right."""
