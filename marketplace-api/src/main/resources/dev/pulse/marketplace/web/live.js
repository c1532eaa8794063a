// The live stream, one for each page that is open. The browser reconnects by itself and sends the last id; where it gives
// up, this begins again. Events: "transition", "stats", "reset" (what was shown may have gaps: ask anew), "state".

const AGAIN_MS = 2500;
const FIRST = { transition: null, stats: null, state: "waiting" };

const listeners = new Map();
let last = { ...FIRST };
let source;
let again;
let query = null;

function tell(kind, value) {
  last[kind] = value;
  for (const listener of listeners.get(kind) ?? []) listener(value);
}

/** Listens. Who comes late is told the newest counts and the state at once. Gives what ends it. */
export function on(kind, listener) {
  if (!listeners.has(kind)) listeners.set(kind, new Set());
  listeners.get(kind).add(listener);
  if ((kind === "stats" || kind === "state") && last[kind] !== null) listener(last[kind]);
  return () => listeners.get(kind).delete(listener);
}

/** The newest counts, or null. */
export const stats = () => last.stats;

function restart() {
  source.close();
  tell("state", "lost");
  clearTimeout(again);
  again = setTimeout(connect, AGAIN_MS);
}

function connect() {
  source = new EventSource(`/api/v1/events?${new URLSearchParams(query)}`);
  // A source of its own gets the newest transitions anew: those shown so far would be shown twice.
  let first = true;
  source.addEventListener("open", () => {
    if (first) tell("reset");
    first = false;
    tell("state", "open");
  });
  source.addEventListener("transition", event => tell("transition", JSON.parse(event.data)));
  source.addEventListener("stats", event => tell("stats", JSON.parse(event.data)));
  source.addEventListener("reset", restart);
  source.addEventListener("dropped", restart);
  source.addEventListener("error", () => {
    tell("state", "lost");
    if (source.readyState === EventSource.CLOSED) restart();
  });
}

/** Opens the stream with these parameters (`recent`, `region`, `node_id`). The frame does it for a page that has not. */
export function open(parameters = { recent: 0 }) {
  if (query !== null) {
    source?.close();
    clearTimeout(again);
  }
  query = parameters;
  connect();
}

// A page that the browser keeps for going back to must not hold a connection, of which there are few.
addEventListener("pagehide", () => {
  clearTimeout(again);
  source?.close();
});
addEventListener("pageshow", event => {
  if (event.persisted && query !== null) connect();
});

/** Whether a page has opened it. */
export const opened = () => query !== null;
