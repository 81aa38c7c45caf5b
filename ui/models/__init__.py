"""Table models: tuples of frozen rows whose text is worked out once."""
