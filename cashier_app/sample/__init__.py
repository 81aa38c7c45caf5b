"""A believable utility made from a seed: the same seed and day give the same rows.

Pure Python: nothing here knows a database. `generate.generate_sample` yields chunks
of rows in an order that foreign keys accept.
"""
