"""One question each; see docs/ui.md for how a screen is built."""
