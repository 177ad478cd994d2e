"""pdfium's functions that are asked for every character or drawn thing, called the quick way.

Only :mod:`extractors.render` uses them, under its lock.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium


def _quick(function: Any, result: Any, *arguments: Any) -> Any:
    """The same C function with plain arguments: pointers as integers cost a third of the time
    that typed pointers do, and these are called thousands of times a page."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


_POINTER = ctypes.c_void_p
unicode = _quick(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, ctypes.c_int)
text_object = _quick(pdfium.FPDFText_GetTextObject, _POINTER, _POINTER, ctypes.c_int)
loose_box = _quick(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, _POINTER, ctypes.c_int, _POINTER)
is_generated = _quick(pdfium.FPDFText_IsGenerated, ctypes.c_int, _POINTER, ctypes.c_int)
origin = _quick(
    pdfium.FPDFText_GetCharOrigin, ctypes.c_int, _POINTER, ctypes.c_int, _POINTER, _POINTER
)
matrix = _quick(pdfium.FPDFText_GetMatrix, ctypes.c_int, _POINTER, ctypes.c_int, _POINTER)
font_size = _quick(pdfium.FPDFText_GetFontSize, ctypes.c_double, _POINTER, ctypes.c_int)
render_mode = _quick(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, _POINTER)
font_handle = _quick(pdfium.FPDFTextObj_GetFont, _POINTER, _POINTER)
count_objects = _quick(pdfium.FPDFPage_CountObjects, ctypes.c_int, _POINTER)
page_object = _quick(pdfium.FPDFPage_GetObject, _POINTER, _POINTER, ctypes.c_int)
count_inner = _quick(pdfium.FPDFFormObj_CountObjects, ctypes.c_int, _POINTER)
inner_object = _quick(pdfium.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_ulong)
object_type = _quick(pdfium.FPDFPageObj_GetType, ctypes.c_int, _POINTER)
bounds = _quick(
    pdfium.FPDFPageObj_GetBounds, ctypes.c_int, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER
)
