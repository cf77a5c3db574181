"""The importer: a WordPress export file becomes our content. Knows all apps; known by none.

`export` reads the file; `markup` and `content` read one text; `survey` decides what the categories are; `terms`,
`pictures`, `letters` and `importer` write rows; `report` says what happened. docs/import.md explains the decisions.
"""
