"""Generated papers with exact truth, their scans and photographs, and how readings are scored."""
