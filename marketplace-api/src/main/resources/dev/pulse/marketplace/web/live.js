// The live stream. The browser reconnects by itself and sends the last id; where it gives up, this begins again.

const AGAIN_MS = 2500;

export function watch({ onTransition, onStats, onReset, onState }) {
  let source;
  let again;

  function restart() {
    source.close();
    onState("lost");
    clearTimeout(again);
    again = setTimeout(connect, AGAIN_MS);
  }

  function connect() {
    source = new EventSource("/api/v1/events?recent=40");
    // A source of its own gets the newest transitions anew: those shown so far would be shown twice.
    let first = true;
    source.addEventListener("open", () => {
      if (first) onReset();
      first = false;
      onState("open");
    });
    source.addEventListener("transition", event => onTransition(JSON.parse(event.data)));
    source.addEventListener("stats", event => onStats(JSON.parse(event.data)));
    source.addEventListener("reset", restart);
    source.addEventListener("dropped", restart);
    source.addEventListener("error", () => {
      onState("lost");
      if (source.readyState === EventSource.CLOSED) restart();
    });
  }

  connect();
}
