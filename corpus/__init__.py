"""What a record is, where it lives, and how it leaves."""
