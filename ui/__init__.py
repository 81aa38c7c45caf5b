"""The program's face. What needs no Qt comes before it.

PySide6 reads the source of each module that is imported after it, 0.2 ms of the first picture.
"""

import resources
import ui.key_map
import ui.spoken
import ui.theme.tokens

__all__ = ["resources", "ui"]
