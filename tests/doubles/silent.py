#!/usr/bin/env python3
"""An engine that finds nothing on a page."""

from fake import HEADER, answer_questions, write_table

answer_questions()
write_table(HEADER.encode() + b"1\t1\t0\t0\t0\t0\t0\t0\t600\t800\t-1\t\n")
