"""A report as a file: PDF, XLSX, CSV, JSON. Nothing in it acts, whatever the data say."""
