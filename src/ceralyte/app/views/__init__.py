"""What the page shows of a job: rows, charts, volumes."""
