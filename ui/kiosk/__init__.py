"""The customers' own screen in the hall, and the hall's display."""
