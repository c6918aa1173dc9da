"""How large what is sent may be."""

MEGABYTE = 2**20
MAX_FILE_BYTES = 10 * MEGABYTE
MAX_REQUEST_BYTES = 20 * MEGABYTE
"""All files of one request; the settings let a request in that is a little larger, so that this can be said."""
MAX_FILES = 10
MAX_OWNER_BYTES = 150 * MEGABYTE
"""What may be kept about one person."""

MAX_PIXELS = 64_000_000
LONGEST_SIDE = 2400
"""Pixels: a page of A4 at 200 dots per inch, so that small print is read."""
JPEG_QUALITY = 85
MAX_PAGES = 40

MAX_SECONDS, MAX_PROCESSOR_SECONDS, MAX_MEMORY_BYTES = 25, 15, 1536 * MEGABYTE
"""What reading one file may cost before it is given up."""
