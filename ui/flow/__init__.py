"""Flows: what comes after what. Screens ask and tell; only a flow moves between them."""
