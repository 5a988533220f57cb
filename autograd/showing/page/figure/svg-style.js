/** How the figure looks: the same rules on the page and in an exported picture. */

export const SVG_STYLES = `
.scene .face { fill: var(--face); stroke: var(--line); stroke-width: 1; }
.scene .leaf .face { fill: var(--leaf); }
.scene .root .face { stroke: var(--ink); stroke-width: 1.5; }
.scene .group .face { fill: var(--leaf); stroke: var(--soft); }
.scene .frameface { fill: var(--leaf); fill-opacity: .5; stroke: var(--soft); stroke-opacity: .6; }
.scene .framehead { fill: none; pointer-events: all; }
.scene .frame { cursor: pointer; outline: none; }
.scene .frame:focus-visible .framehead { stroke: var(--ink); stroke-width: 2; }
.scene .frametitle { fill: var(--soft); }
.scene .frame:hover .frametitle { fill: var(--ink); }
.scene .unknown .face { stroke-dasharray: 3 3; fill: none; }
.scene .halo { fill: none; stroke: none; }
.scene text { fill: var(--ink); font-variant-numeric: tabular-nums; }
.scene .formula, .scene .mark, .scene .count { fill: var(--soft); }
.scene .node .value { fill: var(--value); }
.scene .node .gradient { fill: var(--gradient); }
.scene .blank { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 1.5 3; fill: none; }
.scene .opener { stroke: var(--soft); stroke-width: 1.5; fill: none; }
.scene .line { fill: none; stroke: var(--edge); stroke-width: 1.25; }
.scene .arrow { fill: var(--edge); }
.scene .hit { fill: none; stroke: transparent; stroke-width: 16; }
.scene .label text { fill: var(--soft); paint-order: stroke; stroke: var(--paper); }
.scene .label text { stroke-width: 3px; stroke-linejoin: round; }
.scene .caption { fill: var(--soft); font: italic 14px serif; }
.scene .edge.passed .line { stroke: var(--gradient); stroke-opacity: .5; }
.scene .edge.passed .arrow { fill: var(--gradient); fill-opacity: .6; }
.scene .edge.minus .line { stroke: var(--minus); }
.scene .edge.minus .arrow { fill: var(--minus); }
.scene .edge.feeding .line { stroke: var(--value); stroke-width: 2; }
.scene .edge.feeding .arrow { fill: var(--value); }
.scene .label.feeding text { fill: var(--value); }
.scene .edge.flow:not(.minus) .line { stroke: var(--gradient); }
.scene .edge.flow:not(.minus) .arrow { fill: var(--gradient); }
.scene .label.flow.minus text { fill: var(--minus); }
.scene .label.flow text, .scene .label.active text { fill: var(--gradient); font-weight: 600; }
.scene .edge.active .line { stroke: var(--gradient); stroke-width: 3; stroke-opacity: 1; }
.scene .edge.active.minus .line { stroke: var(--minus); }
.scene .edge.active .arrow { display: none; }
.scene .back { fill: var(--gradient); display: none; }
.scene .minus .back { fill: var(--minus); }
.scene .active .back { display: inline; }
.scene .token rect { fill: var(--paper); stroke: var(--gradient); stroke-width: 1.5; }
.scene .token text { fill: var(--gradient); font-weight: 600; }
.scene .token.minus rect { stroke: var(--minus); }
.scene .token.minus text { fill: var(--minus); }
.scene .token.value rect { stroke: var(--value); }
.scene .token.value text { fill: var(--value); }
.scene .edge.chosen .line, .scene .edge.lit .line { stroke: var(--ink); stroke-width: 3; }
.scene .edge.chosen .arrow, .scene .edge.lit .arrow { fill: var(--ink); }
.scene .label.chosen text, .scene .label.lit text { fill: var(--ink); font-weight: 600; }
.scene .node.computing .face { stroke: var(--value); stroke-width: 2; }
.scene .node.giving .face { stroke: var(--gradient); stroke-width: 1.5; stroke-dasharray: 4 3; }
.scene .node.receiving .face { stroke: var(--gradient); stroke-width: 2.5; }
.scene .node.chosen .face { stroke: var(--ink); stroke-width: 2.5; }
.scene .node.found .face { stroke: var(--value); stroke-width: 2.5; }
.scene .dim { opacity: .28; }
.scene .label.dim { opacity: 0; }
.scene .label.crowded:not(.active, .lit, .chosen, .flow) { display: none; }
`;
