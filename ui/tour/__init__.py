"""The tour's hands and eyes: keys for the real window, pictures of it."""
