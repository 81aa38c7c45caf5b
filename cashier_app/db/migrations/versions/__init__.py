"""One revision a file, in order of their numbers; never changed once released."""
