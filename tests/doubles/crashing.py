#!/usr/bin/env python3
"""An engine that crashes on every page."""

import sys

from fake import answer_questions

answer_questions()
print("Segmentation fault in pixRasterop", file=sys.stderr)
sys.exit(139)
