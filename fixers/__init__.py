"""Text in, proposed edits out: each repair with its reason, place and confidence."""
