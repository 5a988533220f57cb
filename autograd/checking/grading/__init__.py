"""Mark derivations against a key: what is asked for, what it is worth, what follows from a slip."""
