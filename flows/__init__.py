"""What runs, in which order, how often and how wide. Prefect lives here, and only here."""
