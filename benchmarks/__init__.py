"""Commands that print measurements; not installed with the package."""
