/** The file on this machine: written back as one types, followed when it changes on the disk. */

const SAVE_DELAY = 500; // milliseconds after the last key

const OUTLASTS = 2 ** 15; // characters of a request that goes on when the page is closed

async function post(address, data) {
  const body = JSON.stringify(data);
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
    keepalive: address === "write" && body.length < OUTLASTS,
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
  let asked = null; // the version on the disk about which the reader is asked
  let timer = 0;
  let stopped = false;
  let writing = Promise.resolve();

  const isClean = () => text() === disk;

  async function write() {
    if (asked || stopped) return;
    if (isClean()) {
      on.saved();
      return;
    }
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
    } else {
      asked = found;
      on.conflict(found);
    }
  }

  function settle({ mark, text: there }) {
    [seen, disk, asked] = [mark, there, null];
  }

  async function watch() {
    while (!stopped) {
      try {
        const found = await post("file", { seen: asked?.mark ?? seen });
        if (!found.same) {
          await writing;
          if (found.mark !== seen && found.mark !== asked?.mark) meet(found);
        }
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
    /** Writes at once what still waits to be written. */
    finish() {
      clearTimeout(timer);
      if (!isClean()) write();
    },
    /** After a conflict: mine is written over what is there. */
    keepMine(found) {
      settle(found);
      writing = write();
    },
    takeTheirs(found) {
      settle(found);
      on.followed(found.text);
    },
  };
}
