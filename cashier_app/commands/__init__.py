"""The commands of `cashier`: each module adds its parser and runs it."""
