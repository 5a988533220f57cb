"""Text 004: its Keras program, as it stands, on 28x28 digits.

    from tensorflow.keras.layers import Dense      ->  from nn import Dense, Sequential
    from tensorflow.keras.models import Sequential

The digits are scikit-learn's 8x8 ones (the extra `examples`), drawn out to 28x28 = 784 points.
"""

from __future__ import annotations

from digits import load, split_digits

from nn import Dense, History, Sequential


def enlarged(image: list[float]) -> list[float]:
    """Return an 8x8 image as 28x28: each point is its nearest one's."""
    return [image[8 * (i * 8 // 28) + j * 8 // 28] for i in range(28) for j in range(28)]


def trained(epochs: int = 10, samples: int = 1797) -> tuple[Sequential, History]:
    """Return the text's network and what happened in its training."""
    X, y = load(samples)
    (X_train, y_train), held = split_digits([*map(enlarged, X)], y)

    model = Sequential([
        Dense(10, activation="relu", input_shape=(784,)),
        Dense(10, activation="softmax"),
    ], seed=0)  # fmt: skip
    model.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=["accuracy"])
    return model, model.fit(X_train, y_train, epochs=epochs, validation_data=held, seed=0)


def main() -> None:
    """Train, and read one gradient at its node."""
    model, history = trained()
    model.summary()
    print(f"{history.seconds:.1f} s, {history.stop_reason}")

    X, y = load(1)
    loss = model.objective.function(model(enlarged(X[0])), y[0])
    loss.backward()
    strongest = max(model.parameters(), key=lambda p: abs(p.grad))
    print(f"of the first digit's loss, {loss.data:.6f}, the largest derivative by a parameter: ")
    print(f"dL/d{strongest.label} = {strongest.grad:.6f}")


if __name__ == "__main__":
    main()
