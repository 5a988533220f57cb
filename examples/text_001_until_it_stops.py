"""Text 001: its worked example, repeated "until the network converges".

The text stops after one step by hand.  Here the same step goes on until no parameter changes by
more than a threshold: by text 002 that is convergence.
"""

from __future__ import annotations

from functools import partial

from nn import SGD, Callback, EarlyStopping, History, worked_example


class Steps(Callback):
    """Remembers the parameters after each step."""

    def on_train_begin(self) -> None:
        """Begin with the parameters of the text."""
        self.weights = [self.model.state_dict()]

    def on_epoch_end(self, *_: object) -> None:
        """Add those of this step."""
        self.weights.append(self.model.state_dict())


def trained(threshold: float = 1e-6) -> tuple[History, list[dict[str, float]]]:
    """Return what happened, and the parameters at first and after each step."""
    net, x, y = worked_example()
    net.compile(partial(SGD, lr=0.1), loss="mse")
    steps = Steps()
    history = net.fit(
        [x], [y], epochs=10_000, callbacks=[steps, EarlyStopping(threshold=threshold)], verbose=0
    )
    return history, steps.weights


def main() -> None:
    """Print the first steps, the last one, and the gradient at each node there."""
    history, weights = trained()
    losses = history.history["loss"]
    print("step   L               w_2,11     w_2,21     b_2")
    for step in (0, 1, 2, 10, 100, len(losses) - 1):
        w = weights[step]
        print(
            f"{step:4}   {losses[step]:.12f}  {w['w_2.0.0']:.6f}   {w['w_2.1.0']:.6f}   "
            f"{w['b_2.0']:.6f}"
        )
    print(history.stop_reason)

    net, x, y = worked_example()
    net.load_state_dict(weights[-1])
    table = net.inspect(x, y, loss="mse")
    for row in table.rows[:3]:
        print(f"at the end ∂L/∂{row.wrt} = {row.autodiff:.3e}")


if __name__ == "__main__":
    main()
