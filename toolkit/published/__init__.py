"""Published reports read back: Word, web pages and texts → Filing, by the labels that the form declares."""
