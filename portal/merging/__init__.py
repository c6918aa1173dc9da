"""Two records of one person become one, and two again: how each app moves what is its own.

``registry``: every relation to a person or a participation says how it goes over; ``rows`` and ``facts`` are the two
common ways. The act itself is ``beneficiaries.domain.merging``.
"""
