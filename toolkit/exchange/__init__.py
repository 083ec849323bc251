"""A filing as JSON (`gktool export`, `gktool fill`): export, fill and export again is the identity.

A figure is a JSON number, and a cell that holds something else keeps it, so that a filing with errors in it
can be exported: text and booleans as they are, `{"error": "#N/A"}`, `{"date": 45306}` (the serial number),
and `{"formula": "=2+3", "value": 5}` for a formula that someone typed. Where only certain words or numbers
are allowed (kind, scope, year, version, modes, compose), whatever else was typed stands as `{"raw": …}`.
`toolkit/schemas/filing.schema.json` describes the whole.

`figures_csv` gives the figures alone, as a table for people.
"""

from toolkit.exchange.figures import figures_csv
from toolkit.exchange.read import form_of, from_json, read_filing
from toolkit.exchange.write import export_text, to_json
from toolkit.jsonfile import ExchangeError, Mistake

__all__ = [
    "ExchangeError",
    "Mistake",
    "export_text",
    "figures_csv",
    "form_of",
    "from_json",
    "read_filing",
    "to_json",
]
