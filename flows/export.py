"""``export`` as a Prefect flow: the same function, with a form and a history.

Imported only when a flow is to run: Prefect is loaded here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from pydantic import WithJsonSchema

from corpus import export as exports
from flows.labels import export_name

#: Prefect's form offers the formats that there are.
Form = Annotated[str, WithJsonSchema({"type": "string", "enum": list(exports.FORMATS)})]


@flow(name="export", flow_run_name=export_name)
def export(
    corpus: str,
    form: Form,
    out: str,
    lang: str = "",
    grade: Literal["A", "B", "C", "D", "F"] = "F",
    since: str = "",
    where: str = "",
) -> dict[str, Any]:
    """Write the corpus, or a part of it, in another format.

    Args:
        corpus: The corpus folder.
        form: The format.
        out: The file or folder to write.
        lang: Only documents in this language (ru, en, …), in part at least; empty: all.
        grade: Only documents of this grade or a better one.
        since: Only what was read on this ISO 8601 date or later.
        where: Only what fits this SQL condition over the columns of `documents`.
    """
    from corpus.store import Corpus

    library = Corpus.open(corpus)
    wanted = library.select(lang=lang, grade=grade, since=since, where=where)
    done = exports.export(library, form, out, wanted)
    said = f"{done.documents} documents, {done.files} files: `{done.path}`\n"
    create_markdown_artifact(said, key="export", description=f"{form} of {corpus}")
    return {"path": str(done.path), "documents": done.documents, "files": done.files}
