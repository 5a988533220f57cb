r"""Text 002's delta: dC/dz^{(l)}, layer by layer, read off the graph and by its recursion.

    C = half_squared_error(net(x), y)
    C.backward()
    deltas(net)               # [[dC/dz_1, ...], ...], the first layer's first
    deltas_by_recursion(net)  # the same, from the last layer's down

The text prints delta^{(l-1)} = delta^{(l)} (.) w^{(l)} g'(z^{(l-1)}), where the shapes do not fit:
it is delta_i^{(l-1)} = (sum_j w_{i,j}^{(l)} delta_j^{(l)}) g'(z_i^{(l-1)}).
"""

from __future__ import annotations

from typing import Any

from .layers import Layer, Linear


def _layers(net: Any) -> list[Layer]:
    layers = [m for m in net.layers if isinstance(m, Layer) and not isinstance(m, Linear)]
    if len(layers) != len(net.layers):
        raise TypeError("deltas: expected a network of nothing but Dense, or Layers")
    return layers


def deltas(net: Any) -> list[list[float]]:
    """Return dC/dz of each layer of the last pass, as `C.backward()` left it at the nodes.

    One list a layer, one number a neuron.  A TypeError where a layer is none of Dense or Layer.

    >>> from nn import MLP, deltas, half_squared_error
    >>> net = MLP(2, [3, 1], seed=0)
    >>> half_squared_error(net([1.0, 2.0]), 0.5).backward()
    >>> [len(delta) for delta in deltas(net)]
    [3, 1]
    """
    return [layer.delta for layer in _layers(net)]


def deltas_by_recursion(net: Any) -> list[list[float]]:
    """Return the same from the last layer's delta down, without the graph of C.

    Of softmax only the last layer's is known to the recursion; a TypeError where another's is.
    """
    layers = _layers(net)
    if any(layer.activation == "softmax" for layer in layers[:-1]):
        raise TypeError("deltas_by_recursion: softmax has one derivative for each pair of neurons")
    found = [layers[-1].delta]
    for below, above in zip(layers[-2::-1], layers[:0:-1], strict=True):
        found.append(
            [
                sum(n.w[i].data * delta for n, delta in zip(above.neurons, found[-1], strict=True))
                * (neuron.a.partials[0] if neuron.a is not neuron.z else 1.0)
                for i, neuron in enumerate(below.neurons)
            ]
        )
    return found[::-1]
