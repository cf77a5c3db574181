"""Counting without a query: a browser says that a text was read or shared, and one line is written to a file.

`beacon` answers in front of Django, `spool` writes the line down, `visitors` names who it was for one day and no
longer. `articles.counting` takes the files over. Nothing of this delays or breaks a page.
"""
