"""Customers, connections, meters and readings: Core with the clerk's own database user."""
