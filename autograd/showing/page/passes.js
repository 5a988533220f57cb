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

  goTo(step) {
    this.stop();
    this.app.change({ step: Math.min(Math.max(step, 0), this.last), stepped: true });
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
    this.app.change({ step, stepped: true, playing });
  }
}
