"""A report as a Word document, in the page set-up and the styles of a base document that an office may replace."""
