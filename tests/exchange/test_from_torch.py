"""Models of PyTorch as graphs of Values: the numbers and all gradients are PyTorch's own."""

from __future__ import annotations

import copy
import sys
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from oracles import required

import autograd
from autograd import Value, from_torch

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # torch's own, on import, which are not ours to mend
    torch = required("torch")
nn, F = torch.nn, torch.nn.functional
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:torch")


def normal(*shape: int) -> Any:
    generator = torch.Generator().manual_seed(sum(shape) + len(shape))
    return torch.randn(*shape, generator=generator)


def seeded(make: Callable[[], Any]) -> Any:
    torch.manual_seed(0)
    return make()


def flat(nested: Any) -> list[Any]:
    return [v for entry in nested for v in flat(entry)] if isinstance(nested, list) else [nested]


def same_as_torch(model: Any, inputs: tuple[Any, ...]) -> Any:
    """Assert that output and gradients by inputs and parameters are PyTorch's; return the graph."""
    graph = from_torch(model, inputs)
    theirs = copy.deepcopy(model).double() if isinstance(model, nn.Module) else model
    leaves = [x.double().requires_grad_() if x.is_floating_point() else x for x in inputs]
    found = theirs(*leaves)
    output = found[0] if isinstance(found, tuple) else found
    values = flat(graph.output[0] if isinstance(found, tuple) else graph.output)
    assert [v.data for v in values] == pytest.approx(output.reshape(-1).tolist(), rel=1e-9)
    seeds = torch.linspace(-1, 2, output.numel(), dtype=torch.float64)
    (output.reshape(-1) * seeds).sum().backward()
    for v, seed in zip(values, seeds.tolist(), strict=True):
        v.backward(seed)
    named = dict(theirs.named_parameters()) if isinstance(model, nn.Module) else {}
    assert list(graph.parameters) == list(named)
    floats = [x for x in leaves if x.is_floating_point()]
    wanted = [*named.values(), *floats]
    given = [*graph.parameters.values(), *graph.inputs.values()]
    for tensor, nested in zip(wanted, given, strict=True):
        assert [v.data for v in flat(nested)] == tensor.detach().reshape(-1).tolist()
        truth = torch.zeros_like(tensor) if tensor.grad is None else tensor.grad
        assert [v.grad for v in flat(nested)] == pytest.approx(
            truth.reshape(-1).tolist(), rel=1e-9, abs=1e-11
        )
    return graph


class Attention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.heads = nn.MultiheadAttention(4, 2, batch_first=True)

    def forward(self, x: Any) -> Any:
        return self.heads(x, x, x)[0]


ACTIVATIONS = [
    "ReLU", "Sigmoid", "Tanh", "GELU", "SiLU", "Softplus", "LeakyReLU", "ELU", "SELU", "Mish",
    "Hardtanh", "Hardswish", "Softsign", "LogSigmoid", "ReLU6",
]  # fmt: skip
MODELS: dict[str, tuple[Callable[[], Any], Any]] = {
    "perceptron": (lambda: nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)), (2, 3)),
    **{a: (lambda a=a: nn.Sequential(nn.Linear(3, 3), getattr(nn, a)()), (2, 3))
       for a in ACTIVATIONS},
    "in place": (lambda: nn.Sequential(nn.Linear(3, 3), nn.ReLU(inplace=True)), (2, 3)),
    "softmax": (lambda: nn.Sequential(nn.Linear(3, 3), nn.Softmax(-1)), (2, 3)),
    "layer norm": (lambda: nn.LayerNorm(4), (2, 4)),
    "batch norm": (lambda: nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)), (5, 3)),
    "batch norm, eval": (lambda: nn.BatchNorm1d(3).eval(), (5, 3)),
    "group norm": (lambda: nn.GroupNorm(2, 4), (2, 4, 3)),
    "convolution": (lambda: nn.Sequential(
        nn.Conv2d(1, 2, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8, 2)),
        (1, 1, 4, 4)),
    "convolution in groups": (lambda: nn.Conv1d(2, 4, 3, stride=2, padding=1, groups=2), (2, 2, 5)),
    "average pooling": (lambda: nn.Sequential(nn.Conv2d(1, 2, 2), nn.AvgPool2d(2)), (1, 1, 5, 5)),
    "recurrent": (lambda: nn.RNN(2, 3, batch_first=True), (1, 3, 2)),
    "LSTM": (lambda: nn.LSTM(2, 3), (3, 1, 2)),
    "GRU": (lambda: nn.GRU(2, 3), (3, 1, 2)),
    "attention": (Attention, (1, 3, 4)),
    "transformer": (lambda: nn.TransformerEncoderLayer(4, 2, 8, dropout=0.0, batch_first=True),
                    (1, 3, 4)),
    "dropout, eval": (lambda: nn.Sequential(nn.Linear(3, 3), nn.Dropout(0.5)).eval(), (2, 3)),
}  # fmt: skip


@pytest.mark.parametrize("name", MODELS)
def test_model(name: str) -> None:
    make, shape = MODELS[name]
    same_as_torch(seeded(make), (normal(*shape),))


def test_embedding() -> None:
    model = seeded(lambda: nn.Sequential(nn.Embedding(5, 3), nn.Linear(3, 2)))
    same_as_torch(model, (torch.tensor([1, 3, 1]),))


Y = torch.tensor([0, 2])
HALVES = torch.tensor([[1.0, 0.0, 1.0], [0.0, 0.3, 1.0]], dtype=torch.float64)
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "cross-entropy": lambda x, y: F.cross_entropy(x, Y) + 0 * y.sum(),
    "label smoothing": lambda x, y: F.cross_entropy(x, Y, label_smoothing=0.1) * y,
    "squared error": F.mse_loss,
    "absolute error": F.l1_loss,
    "Huber": F.huber_loss,
    "binary cross-entropy": lambda x, y: F.binary_cross_entropy(x.sigmoid(), HALVES) * y,
    "with logits": lambda x, y: F.binary_cross_entropy_with_logits(x, HALVES) * y,
    "divergence": lambda x, y: F.kl_div(F.log_softmax(x, -1), F.softmax(y, -1), reduction="sum"),
    "Einstein's sum": lambda x, y: torch.einsum("ij,kj->ik", x, y),
    "norms": lambda x, y: F.normalize(x) * y.norm(),
    "moments": lambda x, y: x.std(0) + y.var(0, unbiased=False) + x.var() + y.mean(),
    "extremes": lambda x, y: x.max(0).values * y.max() + x.amin(1).sum() + torch.minimum(x, y),
    "chosen by data": lambda x, y: torch.where(x > 0, x * y, y).prod(),
    "triangles": lambda x, y: torch.tril(x @ y.T) + torch.triu(y @ x.T, 1),
    "slices": lambda x, y: torch.cat([x, y])[1:, ::2].flip(0).cumsum(0).unsqueeze(-1),
    "padding": lambda x, y: F.pad(x, (1, 1)).unfold(1, 2, 1).sum(-1) + y.sum(),
    "numbers": lambda x, y: 1 / (1 - x) + 2**y - y.pow(3) + x.abs().sqrt() * x.atan() + (2 - x),
    "in place": lambda x, y: (x * 2).add_(y).mul_(x),
    "constants": lambda x, y: torch.ones_like(x) * y + torch.arange(3) + torch.full((3,), 0.5),
    "causal": lambda x, y: F.scaled_dot_product_attention(x, y, y, is_causal=True),
    "similarity": lambda x, y: F.cosine_similarity(x, y, dim=0),
}  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function(name: str) -> None:
    same_as_torch(FUNCTIONS[name], (normal(2, 3), normal(2, 3) + 0.1))


def test_entries_set_in_a_tensor_that_was_made_for_them() -> None:
    """What is changed in place is seen in the whole tensor, through views of it."""

    def f(x: Any) -> Any:
        out = torch.zeros(2, 3, dtype=torch.float64)
        out[0] = x * 3
        out[1, 1:] = x[:2]
        return out.sum(0)

    same_as_torch(f, (normal(3),))


def test_names_and_the_graph() -> None:
    model = seeded(lambda: nn.Sequential(nn.Linear(2, 1), nn.Sigmoid()))
    x = normal(1, 2)
    graph = from_torch(model, x)
    output = graph.output[0][0]
    assert [v.label for v in flat(graph.parameters["0.weight"])] == [
        "0.weight_{0,0}", "0.weight_{0,1}"
    ]  # fmt: skip
    assert [v.label for v in flat(graph.inputs["input"])] == ["input_{0,0}", "input_{0,1}"]
    assert [v.op.name for v in (output, *output.inputs)] == ["sigmoid", "affine"]
    output.backward()
    assert graph.gradients()["0.bias"] == pytest.approx([output.data * (1 - output.data)])
    assert "weight" in str(autograd.explain(output))
    assert next(model.parameters()).dtype == torch.float32  # the model is as it was


def test_number_without_axes_is_a_value() -> None:
    graph = from_torch(lambda x: (x**2).sum(), normal(3))
    assert isinstance(graph.output, Value)


# --- refusals ---


def test_size_is_refused_with_advice() -> None:
    with pytest.raises(ValueError, match="more than 20,000 nodes: record a smaller model, or"):
        from_torch(nn.Linear(200, 100), normal(1, 200))
    with pytest.raises(ValueError, match="more than 50 nodes"):
        from_torch(nn.Linear(5, 10), normal(1, 5), limit=50)


def test_unknown_operation_is_named() -> None:
    with pytest.raises(ValueError, match="'_linalg_det' of PyTorch is not known here"):
        from_torch(torch.det, normal(3, 3))


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda x: F.gelu(x, approximate="tanh"), "exact form"),
        (lambda x: torch.div(x, 2.0, rounding_mode="floor"), "rounded has no derivative"),
        (lambda x: F.pad(x, (1, 1), value=2.0), "other numbers than 0"),
        (lambda x: torch.addmm(x, x, x, alpha=2), "alpha or beta"),
        (lambda x: F.max_pool2d(x[None], 2, padding=1), "pooling with padding"),
        (lambda x: F.conv_transpose2d(x[None, None], x[None, None]), "transposed"),
    ],
)
def test_what_is_known_in_part_is_refused(function: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_torch(function, normal(3, 3))


def test_no_tensor_is_refused() -> None:
    with pytest.raises(TypeError, match="gives no tensor"):
        from_torch(lambda x: 3.0, normal(3))  # noqa: ARG005


def test_planted_error_of_recording_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is recorded is compared with what PyTorch computed."""
    from autograd.exchange import torch_entries

    monkeypatch.setitem(torch_entries.ELEMENTWISE, "mul", lambda x, y: x * y + 1)
    with pytest.raises(ValueError, match="at 'mul' PyTorch has other numbers"):
        from_torch(lambda x: x * x, normal(3))


def test_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ImportError, match=r"pip install chainrule\[torch\]"):
        from_torch(lambda x: x, 1.0)
