"""Bytes into pages of blocks; blocks into works and tables."""
