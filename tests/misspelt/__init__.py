"""One person written down twice: names by public tables of transliteration, and the mistakes that lists are full of.

Written from the tables themselves, without a look at the rules by which the portal finds such people, and importing
nothing of the portal: otherwise it would only show that the rules agree with themselves.
"""
