"""The corpus in SQL: views over its nested rows, through DuckDB.

``documents``, ``works``, ``authors``, ``abstracts``, ``pairs``, ``keywords``, ``tables``,
``cells``, ``blocks``, ``repairs`` and ``references`` (a reserved word: quote it, or say
``refs``). ``document`` is the id of the document in each of them, ``work`` the index of
the work in its document. ``corpus`` has the nested rows as they are stored.
"""

# ruff: noqa: S608 - the queries are made of the constants of this file; values are parameters

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from corpus.errors import UsageError

if TYPE_CHECKING:
    from corpus.store import Corpus

#: A language that a document has in so small a share does not count as one of its languages.
SHARE = 0.05
GRADES = "ABCDF"

_WORKS = "SELECT id AS document, unnest(range(len(works))) AS work, unnest(works) AS w FROM corpus"
_TABLES = "SELECT id AS document, unnest(tables) AS t FROM corpus"

#: View → the SELECT that makes it.
VIEWS = {
    "documents": """
        SELECT id AS document, source.filename, source.uri, source.mimetype, source.bytes,
            source.encoding, status, quality.grade, quality.score, quality.garble_rate,
            quality.repaired_rate, quality.ocr_confidence, quality.review_priority,
            quality.flags, languages, len(pages) AS pages, len(blocks) AS blocks,
            len(repairs) AS repairs, len(works) AS works, len(tables) AS tables,
            [e.message for e in errors] AS errors, run.started, run.seconds,
            run.version, run.fingerprint, run.options
        FROM corpus""",
    "works": f"""
        SELECT document, work, w.title['ru'] AS title_ru, w.title['en'] AS title_en, w.title,
            [coalesce(a.name['ru'], map_values(a.name)[1]) for a in w.authors] AS authors,
            unnest(w.codes), map_values(w.journal.title)[1] AS journal, w.journal.year,
            w.journal.volume, w.journal.issue, w.journal.pages, w.dates.published,
            w.keywords, len(w.references) AS references, w.tables, w.first_page, w.last_page,
            w.flags
        FROM ({_WORKS})""",
    "authors": f"""
        SELECT document, work, number, a.* FROM (
            SELECT document, work, unnest(range(1, len(w.authors) + 1)) AS number,
                unnest(w.authors) AS a
            FROM ({_WORKS}))""",
    "abstracts": f"""
        SELECT document, work, number, a.* FROM (
            SELECT document, work, unnest(range(len(w.abstracts))) AS number,
                unnest(w.abstracts) AS a
            FROM ({_WORKS}))""",
    "pairs": f"""
        SELECT document, work, p.langs[1] AS lang, p.langs[2] AS other_lang,
            abstracts[p.abstracts[1] + 1].text AS text,
            abstracts[p.abstracts[2] + 1].text AS other_text,
            p.score, p.number_agreement, p.length_ratio, p.sentence_pairs, p.keyword_pairs,
            p.flags
        FROM (SELECT document, work, w.abstracts AS abstracts, unnest(w.abstract_pairs) AS p
            FROM ({_WORKS}))""",
    "keywords": f"""
        SELECT document, work, k.key AS lang, unnest(k.value) AS keyword
        FROM (SELECT document, work, unnest(map_entries(w.keywords)) AS k FROM ({_WORKS}))""",
    "refs": f"""
        SELECT document, work, number, r.* FROM (
            SELECT document, work, unnest(range(len(w.references))) AS number,
                unnest(w.references) AS r
            FROM ({_WORKS}))""",
    "references": "SELECT * FROM refs",
    "tables": f"""
        SELECT document, t.work, t.id AS "table", t.label,
            array_to_string(map_values(t.caption), ' / ') AS caption, t.page, t.method,
            t.confidence, t.n_rows, t.n_cols, t.header_rows, t.rows, t.notes, t.checks
        FROM ({_TABLES})""",
    "cells": f"""
        SELECT document, work, "table", label, caption, page, c.* FROM (
            SELECT document, t.work AS work, t.id AS "table", t.label AS label, t.page AS page,
                array_to_string(map_values(t.caption), ' / ') AS caption, unnest(t.cells) AS c
            FROM ({_TABLES}))""",
    "blocks": """
        SELECT document, b.* FROM (SELECT id AS document, unnest(blocks) AS b FROM corpus)""",
    "repairs": """
        SELECT document, r.* FROM (SELECT id AS document, unnest(repairs) AS r FROM corpus)""",
}


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a query: column names and rows of Python values."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


def connect(corpus: Corpus) -> Any:
    """A DuckDB connection in memory with the views over the corpus as it is now."""
    import duckdb

    connection = duckdb.connect()
    if files := corpus.files():
        # The files of the current version. An Arrow dataset would do as well, but DuckDB leaves
        # its reading threads behind when a query wants only some rows, and the exit aborts.
        names = ", ".join("'" + name.replace("'", "''") + "'" for name in files)
        connection.execute(f"CREATE VIEW corpus AS SELECT * FROM read_parquet([{names}])")
    else:
        connection.register("corpus", corpus.dataset())
    for name, select in VIEWS.items():
        connection.execute(f'CREATE VIEW "{name}" AS {select}')
    return connection


def query(corpus: Corpus, sql: str, parameters: Sequence[Any] = ()) -> Result:
    """The answer to one SQL query.

    Raises:
        UsageError: the query is wrong; DuckDB's sentence says where.
    """
    import duckdb

    with connect(corpus) as connection:
        try:
            answer = connection.execute(sql, list(parameters))
            columns = [column[0] for column in answer.description or ()]
            return Result(columns, answer.fetchall())
        except duckdb.Error as error:
            raise UsageError("", _told(error, sql, connection)) from error


def _told(error: Exception, sql: str, connection: Any) -> str:
    """DuckDB's words, and what there is: the columns of the views that the query names, or
    the views."""
    import re

    words = str(error).strip()
    if "Table with name" in words:
        return f"{words}\n\nviews: {', '.join(VIEWS)}"
    if not words.startswith("Binder Error"):
        return words
    named = [view for view in VIEWS if re.search(rf"\b{view}\b", sql, re.IGNORECASE)]
    for view in named:
        columns = connection.execute(f'DESCRIBE "{view}"').fetchall()
        words += f"\n\ncolumns of {view}: {', '.join(row[0] for row in columns)}"
    return words


#: ``7d``: so many of these before now.
SPANS = {"h": "hours", "d": "days", "w": "weeks"}


def moment(text: str, now: datetime | None = None) -> str:
    """A date or a span before ``now`` as a UTC moment that compares with ``run.started``.

    Raises:
        UsageError: it is neither.

    >>> now = datetime(2026, 3, 10, 12, 30, tzinfo=UTC)
    >>> [moment(t, now) for t in ("2026-02-01", "yesterday", "36h", "2026-03-01T10:00+06:00")]
    ['2026-02-01T00:00:00Z', '2026-03-09T00:00:00Z', '2026-03-09T00:30:00Z', '2026-03-01T04:00:00Z']
    """
    now = now or datetime.now(UTC)
    said = text.strip().lower()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    named = {"today": midnight, "yesterday": midnight - timedelta(days=1)}
    try:
        if said in named:
            when = named[said]
        elif said[-1:] in SPANS and said[:-1].isdigit():
            when = now - timedelta(**{SPANS[said[-1]]: int(said[:-1])})
        else:
            padded = text.strip() + {4: "-01-01", 7: "-01"}.get(len(said), "")
            when = datetime.fromisoformat(padded)
    except (ValueError, OverflowError) as error:
        kinds = "a date such as 2026-11-20, today, yesterday, or a span such as 12h, 7d, 2w"
        raise UsageError(text, f"--since takes {kinds}") from error
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def select(
    corpus: Corpus,
    *,
    lang: str | None = None,
    grade: str | None = None,
    since: str | None = None,
    status: str | None = None,
    where: str | None = None,
) -> list[str]:
    """The ids of the documents that fit all conditions, in order.

    ``lang``: the document is in this language, in part at least. ``grade``: this or better.
    ``since``: made at this moment or later (see :func:`moment`). ``where``: an SQL condition over the
    columns of ``documents``.

    Raises:
        UsageError: a condition makes no sense.
    """
    conditions: list[str] = []
    values: list[Any] = []
    if lang:
        conditions.append("coalesce(languages[?], 0) >= ?")
        values += [lang, SHARE]
    if grade:
        if grade not in GRADES:
            raise UsageError(grade, f"grades are {', '.join(GRADES)}")
        conditions.append("grade <= ?")
        values.append(grade)
    since = moment(since) if since else None
    for column, operator, value in (("started", ">=", since), ("status", "=", status)):
        if value:
            conditions.append(f"{column} {operator} ?")
            values.append(value)
    if where:
        conditions.append(f"({where})")
    condition = " AND ".join(conditions) or "true"
    sql = f"SELECT document FROM documents WHERE {condition} ORDER BY document"
    return [row[0] for row in query(corpus, sql, values).rows]


def render(result: Result, form: str = "table") -> str:
    """The answer as an aligned table, ``csv`` or JSON Lines (``jsonl``)."""
    import csv
    import io
    import json

    if form == "jsonl":
        lines = (dict(zip(result.columns, row, strict=True)) for row in result.rows)
        return "".join(json.dumps(x, ensure_ascii=False, default=str) + "\n" for x in lines)
    out = io.StringIO()
    if form == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows(result.rows)
        return out.getvalue()
    return _aligned(result)


def _aligned(result: Result, width: int = 60) -> str:
    """A table for people: columns as wide as their content, long content cut."""
    from rich.cells import cell_len

    def shown(value: Any) -> str:
        text = "" if value is None else " ".join(str(value).split())
        return text if len(text) <= width else text[: width - 1] + "…"

    rows = [result.columns, *([shown(v) for v in row] for row in result.rows)]
    widths = [max(cell_len(row[i]) for row in rows) for i in range(len(result.columns))]
    lines = [
        "  ".join(t + " " * (w - cell_len(t)) for t, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * w for w in widths))
    return "\n".join(lines) + "\n"
