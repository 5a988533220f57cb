"""Chainrule: see every partial, check every derivation.

The public names of `autograd` and `nn` in one place:

    from chainrule import TwoLayerMLP, Value, check, view
"""
