#!/usr/bin/env python3
"""Print docs/tables.md from the schemas: every table, every column with type, unit, meaning and source.

python tools/make_tables_page.py          writes docs/tables.md
"""

import pathlib
import sys

PAGE = pathlib.Path(__file__).resolve().parent.parent / "docs" / "tables.md"


def page() -> str:
    from newsstudy import schemas

    lines = [
        "# Tables",
        "",
        "Every result is a pandas DataFrame with the columns below, in this order. How a table was made, and a digest of its "
        "content, stand in",
        '`table.attrs["newsstudy"]`; `newsstudy.schemas.record(table)` says whether it was edited since, and in what as far as '
        "that can be shown: rows left out or in another order, columns added, left out or converted, values changed. "
        "[`table_method`](recipes/method-section.md) writes it out as a method section. This page is printed from",
        "`newsstudy/schemas/` by `tools/make_tables_page.py`.",
    ]
    for schema in schemas.ALL:
        lines += ["", f"## {schema.name}", "", f"{schema.question} (version {schema.version})", ""]
        if schemas.ON_REQUEST.get(schema.name):
            first = schemas.ON_REQUEST[schema.name][0].name
            lines += [
                f"From `{first}` on: columns that stand there only on request "
                + ("(`baseline=True`)" if schema.name == "STABILITY" else "by name (`measures=`)")
                + (" or where a document has their language." if schema.name == "READABILITY" else "."),
                "",
            ]
        lines += ["| column | type | unit | meaning | source |", "|---|---|---|---|---|"]
        more = schemas.ON_REQUEST.get(schema.name, ())
        for column in (*schema.columns, *more):
            cells = (f"`{column.name}`", column.type, column.unit, column.meaning, column.source)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    sys.exit(0)
