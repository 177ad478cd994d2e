#!/usr/bin/env python3
"""An engine that never comes back from a page."""

import time

from fake import answer_questions

answer_questions()
time.sleep(600)
