// Looks again: at once when asked to, soon when something happened, and every so often in any case while the page is seen.

/** What happened is in the index a moment later; and a busy grid must not make every page ask all the time. */
const SOON_MS = 400;
const SETTLED_MS = 1500;
const ALWAYS_MS = 20_000;

/** @param work asks and draws; two never run at one time, and one that was asked for meanwhile follows */
export function refresher(work) {
  let running = false;
  let wanted = false;
  let timer = null;

  async function now() {
    if (running) {
      wanted = true;
      return;
    }
    running = true;
    try {
      await work();
    } finally {
      running = false;
      if (wanted) {
        wanted = false;
        now();
      }
    }
  }

  function soon() {
    if (timer !== null) return;
    timer = setTimeout(() => {
      now();
      timer = setTimeout(() => {
        timer = null;
        now();
      }, SETTLED_MS);
    }, SOON_MS);
  }

  setInterval(() => {
    if (document.visibilityState === "visible") now();
  }, ALWAYS_MS);
  return { now: () => {
    now();
    soon();
  }, soon };
}
