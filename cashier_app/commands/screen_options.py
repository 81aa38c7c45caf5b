"""What a command line says about the counter's screen."""

from __future__ import annotations

import argparse
from pathlib import Path

from cashier_app.screen_choice import TEXT_SIZES, ScreenChoice, load_choice


def add_choice(parser: argparse.ArgumentParser) -> None:
    """Theme, digits and text size, for one start."""
    parser.add_argument("--theme", choices=("light", "dark", "contrast", "system"), help="its look")
    parser.add_argument(
        "--touch", action=argparse.BooleanOptionalAction, help="digits on the screen"
    )
    parser.add_argument("--text-size", type=int, choices=TEXT_SIZES, help="in percent")


def choice_of(options: argparse.Namespace, folder: Path) -> ScreenChoice:
    """How the screen was left in `folder`, behind what the command line names."""
    return load_choice(
        folder, theme=options.theme, touch=options.touch, text_size=options.text_size
    )
