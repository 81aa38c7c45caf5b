"""Dialogs over the window; few, because most questions are screens."""
