// What a renter wants, under a name that is made once: asked again, whatever came in between, it is the same reservation.

const KEPT = 20;

const place = account => `pulse.wishes.${account}`;
const same = (one, other) => one.node_id === other.node_id && one.slices === other.slices && one.hours === other.hours;

/** Wishes of which it is not known what became of them, the newest last. */
export function open(account) {
  try {
    const kept = JSON.parse(localStorage.getItem(place(account)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(one => typeof one?.request_id === "string") : [];
  } catch {
    return [];
  }
}

function keep(account, wishes) {
  try {
    localStorage.setItem(place(account), JSON.stringify(wishes.slice(-KEPT)));
  } catch {
    // Storage is refused: the name holds for as long as the page does.
  }
}

/** The wish with its name, which is kept before it is asked for. */
export function named(account, wish) {
  const wishes = open(account);
  const before = wishes.find(one => same(one, wish));
  if (before) return before;
  const made = { ...wish, request_id: crypto.randomUUID(), at: Date.now() };
  keep(account, [...wishes, made]);
  return made;
}

/** What became of it is known: the same again is another wish. */
export const settled = (account, wish) => keep(account, open(account).filter(one => one.request_id !== wish.request_id));

/** Whether nothing can have come of it: it was refused, and by words of this marketplace. */
export const isRefusal = error => error.status >= 400 && error.status < 500 && error.status !== 408;
