"""The tour: the real program walks through a day by itself and keeps pictures of it."""
