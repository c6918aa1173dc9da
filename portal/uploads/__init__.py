"""Files that people send: made harmless, scanned where there is a scanner, kept sealed (S37, S58).

``accept_upload`` returns a clean file or refuses it with one sentence; ``keep_file`` keeps it, ``content_of`` opens it,
``file_answer`` hands it out. Every form of the product takes files by ``CleanFilesField``.

The sealed bytes stand in the database, in a table of their own, and not in files beside it: a file and the row that
speaks of it are one transaction, so that no crash leaves one without the other (L28), a backup carries both or
neither, a full disk stores neither (L14), and no list ever reads the bytes by the way.
"""
