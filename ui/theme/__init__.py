"""The visual language: one token table, the fonts, the icons, the style sheet."""
