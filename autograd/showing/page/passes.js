/** The two passes: going from step to step, and playing them. */

const PACE = 1400; // milliseconds a step

export class Passes {
  constructor(app) {
    this.app = app;
    this.last = app.model.steps.length;
    this.timer = 0;
  }

  stop() {
    clearTimeout(this.timer);
    this.app.state.playing = false;
  }

  goTo(wanted) {
    this.stop();
    const step = Math.min(Math.max(wanted, 0), this.last);
    this.app.change({ step, stepped: true, ...this.unselected(step) });
  }

  /** A card of something else makes room for that of the step. */
  unselected(step) {
    const { model, state } = this.app;
    const { selected } = state;
    if (state.panel !== "card" || !selected || !step) return {};
    const { node, slot, input } = model.steps[step - 1];
    const concerns = {
      node: () => [node, input].includes(selected.id),
      use: () => selected.node === node && (slot === undefined || selected.slot === slot),
    };
    return concerns[selected.kind]?.() ? {} : { selected: null };
  }

  /** Plays from where the reader is, at the end from the start; or stops. */
  play() {
    const { state } = this.app;
    if (state.playing) {
      this.stop();
      return this.app.change({});
    }
    this.wait(PACE / 2);
    const step = state.step === this.last ? 0 : state.step;
    return this.app.change({ step, stepped: true, playing: true });
  }

  wait(milliseconds) {
    this.timer = setTimeout(() => this.tick(), milliseconds / this.app.state.speed);
  }

  tick() {
    const step = this.app.state.step + 1;
    const playing = step < this.last;
    if (playing) this.wait(PACE);
    this.app.change({ step, stepped: true, playing, ...this.unselected(step) });
  }
}
