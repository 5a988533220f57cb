"""What a formula means: quantities, their shapes, their values and derivatives."""
