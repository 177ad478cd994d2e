"""The record's Arrow schema, derived from the pydantic models, and rows to and fro.

One document is one nested row. The columns are those of
:class:`corpus.document.Document` in the same order and under the same names:
models become structs, ``{lang: …}`` becomes a map, sequences become lists, and a
value of any shape (``run.options``) becomes a JSON string.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from corpus.document import Document

Row = dict[str, Any]
#: Turns one value of a dumped model into what Arrow takes, or back.
Convert = Callable[[Any], Any]

_SCALARS: dict[object, Callable[[], pa.DataType]] = {
    str: pa.string,
    int: pa.int64,
    float: pa.float64,
    bool: pa.bool_,
    Any: pa.string,
}


def arrow_type(annotation: Any) -> pa.DataType:
    """The Arrow type of a field's annotation.

    >>> arrow_type(dict[str, list[float]])
    MapType(map<string, list<item: double>>)
    >>> arrow_type(Literal["a", "b"])
    DataType(string)
    """
    kind, inner = _shape(annotation)
    if kind == "model":
        return pa.struct(_fields(inner))
    if kind == "list":
        return pa.list_(arrow_type(inner))
    if kind == "map":
        return pa.map_(pa.string(), arrow_type(inner))
    return _SCALARS[inner]()


def _shape(annotation: Any) -> tuple[Literal["scalar", "json", "model", "list", "map"], Any]:
    """What an annotation holds, without its ``| None``: (kind, what is inside)."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        (annotation,) = (a for a in arguments if a is not type(None))
        return _shape(annotation)
    if origin is Literal:
        return "scalar", str
    if origin in (list, tuple):
        return "list", arguments[0]
    if origin is dict:
        return ("json", Any) if arguments[1] is Any else ("map", arguments[1])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "model", annotation
    return ("json", Any) if annotation is Any else ("scalar", annotation)


def _fields(model: type[BaseModel]) -> list[pa.Field]:
    fields = model.model_fields.items()
    return [pa.field(f.alias or name, arrow_type(f.annotation)) for name, f in fields]


@cache
def document_schema() -> pa.Schema:
    """The schema of the corpus: one field per field of the record."""
    return pa.schema(_fields(Document))


def to_rows(documents: Iterable[Document]) -> pa.Table:
    """Documents as an Arrow table of :func:`document_schema`."""
    convert = _encoder(Document)
    rows = [convert(d.model_dump(by_alias=True)) for d in documents]
    return pa.Table.from_pylist(rows, document_schema())


def from_rows(table: pa.Table | pa.RecordBatch) -> Iterator[Document]:
    """Documents back from rows; fields that an older table lacks get their defaults."""
    convert = _decoder(Document)
    for row in table.to_pylist(maps_as_pydicts="strict"):
        yield Document.model_validate(convert(row))


def _annotation(field: FieldInfo) -> Any:
    return field.annotation


def _same(value: Any) -> Any:
    return value


@cache
def _encoder(annotation: Any) -> Convert:
    """How a dumped value of this annotation goes into Arrow (``_same``: as it is)."""
    kind, inner = _shape(annotation)
    if kind == "json":
        return _to_json
    if kind == "map":
        return _encode_map(_encoder(inner))
    if kind == "list":
        each = _encoder(inner)
        return _same if each is _same else _optional(lambda v: [each(x) for x in v])
    if kind == "model":
        return _encode_model(inner)
    return _same


def _encode_map(each: Convert) -> Convert:
    return _optional(lambda value: [(k, each(v)) for k, v in value.items()])


def _encode_model(model: type[BaseModel]) -> Convert:
    converts = {f.alias or n: _encoder(_annotation(f)) for n, f in model.model_fields.items()}
    changed = {name: convert for name, convert in converts.items() if convert is not _same}
    if not changed:
        return _same
    return _optional(lambda row: {**row, **{n: c(row[n]) for n, c in changed.items()}})


@cache
def _decoder(annotation: Any) -> Convert:
    """The way back: JSON strings become values, missing fields leave the row."""
    kind, inner = _shape(annotation)
    if kind == "json":
        return _from_json
    if kind in ("list", "map"):
        each = _decoder(inner)
        if each is _same:
            return _same
        if kind == "list":
            return _optional(lambda value: [each(x) for x in value])
        return _optional(lambda value: {k: each(x) for k, x in value.items()})
    return _decode_model(inner) if kind == "model" else _same


def _decode_model(model: type[BaseModel]) -> Convert:
    converts = {f.alias or n: _decoder(_annotation(f)) for n, f in model.model_fields.items()}
    needed = {f.alias or n for n, f in model.model_fields.items() if f.is_required()}
    return _optional(
        lambda row: {
            name: converts[name](value)
            for name, value in row.items()
            if name in needed or (value is not None and name in converts)
        }
    )


def _optional(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _from_json(text: str | None) -> Any:
    return None if text is None else json.loads(text)
