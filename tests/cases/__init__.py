"""Golden cases, end to end: the answers were derived by hand first."""
