"""A newspaper to look at: fiction, written and drawn for this project."""
