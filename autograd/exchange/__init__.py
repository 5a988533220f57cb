"""To and from other libraries: gradients checked, models recorded, graphs as source text."""
