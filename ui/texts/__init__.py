"""Sentences for the codes of errors, by subject. `ui.message_texts` puts them together."""
