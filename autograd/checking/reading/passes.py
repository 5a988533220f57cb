"""What is made of formulas once all are read: each pass makes one way to write into another.

A pass sees all formulas of a document, for what a name is one equation says and another uses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from .abbreviations import with_abbreviations
from .along_paths import with_paths
from .angled_vectors import with_angled_vectors
from .arrows import with_arrows
from .at_numbers import with_numbers
from .batches_apart import with_batches_apart
from .bound_letters import with_bound_letters
from .chains import Formula
from .class_cases import with_class_cases
from .convolutions import with_convolutions
from .densities import with_densities
from .diagonals import with_diagonals
from .directional import with_directional
from .double_letters import with_double_letters
from .drawn_from import with_drawn
from .dropped import without_dropped
from .entry_signs import with_entry_signs
from .expectations import with_expectations
from .followed import with_followed
from .function_chains import with_function_chains
from .generic import with_generic
from .gradient_names import with_gradient_names
from .hessians import with_hessians
from .jacobians import with_jacobians
from .joined_slopes import with_joined_slopes
from .last_layer import with_last_layer
from .layer_letters import with_layer_letters
from .lettered_layers import with_lettered_layers
from .level_curves import with_level_curves
from .limits import with_limits
from .listed_arguments import with_listed_arguments
from .log_base import with_log_base
from .loss_calls import with_loss_calls
from .numbered_slopes import with_numbered_slopes
from .over_outputs import with_all_outputs
from .partials import with_partials
from .policies import with_policies
from .primed_activations import with_primed_activations
from .primed_quantities import with_primed_quantities
from .probabilities import with_shares
from .resolved import resolved
from .restated_functions import with_restated
from .samples_below import with_samples_below
from .school_signs import with_school_signs
from .short_names import with_accents, with_whole_losses, with_whole_names
from .small_changes import with_small_changes
from .strides import with_strides
from .tensors import with_tensors
from .total_differentials import with_total_differentials
from .wide_sums import with_wide_sums

Pass = Callable[[Sequence[Formula]], list[Formula]]
PASSES: tuple[Pass, ...] = (
    with_batches_apart,
    with_angled_vectors,
    with_joined_slopes,
    with_strides,
    with_convolutions,
    with_entry_signs,
    with_school_signs,
    with_limits,
    with_paths,
    with_last_layer,
    with_abbreviations,
    with_log_base,
    with_arrows,
    with_wide_sums,
    with_bound_letters,
    with_samples_below,
    with_double_letters,
    with_accents,
    with_shares,
    with_whole_losses,
    with_all_outputs,
    with_lettered_layers,
    with_loss_calls,
    with_drawn,
    with_whole_names,
    resolved,
    with_layer_letters,
    with_diagonals,
    with_gradient_names,
    with_numbered_slopes,
    with_tensors,
    with_primed_quantities,
    with_primed_activations,
    without_dropped,
    with_generic,
    with_restated,
    with_class_cases,
    with_listed_arguments,
    with_followed,
    with_function_chains,
    with_level_curves,
    with_hessians,
    with_jacobians,
    with_small_changes,
    with_total_differentials,
    with_partials,
    with_densities,
    with_expectations,
    with_policies,
    with_directional,
    with_numbers,
)
"""In their order: what a later one reads an earlier one may have written."""


def made_whole(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas after all passes."""
    return reduce(lambda read, change: change(read), PASSES, list(formulas))
