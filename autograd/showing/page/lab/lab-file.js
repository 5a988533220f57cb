/** The file on this machine: written back as one types, followed when it changes on the disk. */

const SAVE_DELAY = 500; // milliseconds after the last key

async function post(address, data) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(data),
  });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const found = await answer.json();
  if (found.error) throw new Error(found.error);
  return found;
}

/**
 * Keeps a file and the editor the same.  `on` is told: loaded(text, kind), followed(text),
 * saved(), saving(), conflict(text), failed(why), gone().
 */
export function makeFile(text, on) {
  let seen = "";
  let disk = "";
  let timer = 0;
  let stopped = false;
  let writing = Promise.resolve();

  const isClean = () => text() === disk;

  async function write() {
    if (isClean() || stopped) return;
    const mine = text();
    try {
      const found = await post("write", { text: mine, seen });
      if (found.written) {
        [seen, disk] = [found.written, mine];
        on.saved();
      } else meet(found);
    } catch (error) {
      on.failed(error.message);
    }
  }

  /** Another version is on the disk: it is followed, unless something was typed since. */
  function meet(found) {
    if (isClean()) {
      [seen, disk] = [found.mark, found.text];
      on.followed(found.text);
    } else if (found.text === text()) {
      [seen, disk] = [found.mark, found.text];
      on.saved();
    } else on.conflict(found);
  }

  async function watch() {
    while (!stopped) {
      try {
        const found = await post("file", { seen });
        if (!found.same && found.mark !== seen) {
          await writing;
          if (found.mark !== seen) meet(found);
        }
        if (!isClean() && !found.same) await new Promise((again) => setTimeout(again, SAVE_DELAY));
      } catch {
        stopped = true;
        on.gone();
      }
    }
  }

  return {
    async open() {
      const found = await post("file", { seen: "" });
      [seen, disk] = [found.mark, found.text];
      on.loaded(found.text, found.kind);
      watch();
    },
    changed() {
      clearTimeout(timer);
      on.saving();
      timer = setTimeout(() => (writing = write()), SAVE_DELAY);
    },
    /** After a conflict: mine is written over what is there. */
    keepMine(found) {
      [seen, disk] = [found.mark, found.text];
      writing = write();
    },
    takeTheirs(found) {
      [seen, disk] = [found.mark, found.text];
      on.followed(found.text);
    },
  };
}
