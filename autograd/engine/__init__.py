"""The engine: the operation table, `Value`, the sweeps, derivatives as functions."""
