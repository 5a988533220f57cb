/** New numbers on the leaves: by hand, or by gradient descent. */

const LOSSES = 400; // that are remembered

export class Leaves {
  constructor(app) {
    this.app = app;
  }

  get loss() {
    const { model } = this.app;
    return model.value[model.root];
  }

  renumbered(losses, message = "") {
    const revision = this.app.state.revision + 1;
    this.app.change({ revision, losses, message });
  }

  outside(message) {
    return this.app.t("outside", { message });
  }

  set(id, x) {
    if (!Number.isFinite(x)) return;
    const { ok, message } = this.app.model.setLeaf(id, x);
    this.renumbered([this.loss], ok ? "" : this.outside(message));
  }

  /** So many steps of gradient descent on the leaves that are trained. */
  descend(count) {
    const { model, state, rootName } = this.app;
    const losses = [...state.losses];
    for (let i = 0; i < count; i++) {
      const found = model.descend(state.rate, [...state.trained]);
      if (!Number.isFinite(found)) return this.renumbered(losses, this.outside(rootName));
      losses.push(found);
    }
    return this.renumbered(losses.slice(-LOSSES));
  }

  train(id, on) {
    const { trained } = this.app.state;
    if (on) trained.add(id);
    else trained.delete(id);
    this.app.change({});
  }

  reset() {
    this.app.model.reset();
    this.renumbered([this.loss]);
  }
}
