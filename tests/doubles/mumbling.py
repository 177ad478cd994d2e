#!/usr/bin/env python3
"""An engine whose answer is not UTF-8."""

from fake import HEADER, answer_questions, write_table

answer_questions()
write_table(HEADER.encode() + b"5\t1\t1\t1\t1\t1\t10\t10\t50\t12\t90\t\xff\xfe\xc3\x28\n")
