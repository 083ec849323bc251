"""From a Filing to findings: one module a family, each a pure function of the form and the filing."""
