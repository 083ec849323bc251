"""From a filing to its report: what is said (compose) and how it looks (one module a format)."""
