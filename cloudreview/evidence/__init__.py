"""Files in, rows and gaps out: one reader a format."""
