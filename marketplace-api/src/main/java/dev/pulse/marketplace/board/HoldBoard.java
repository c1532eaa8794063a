package dev.pulse.marketplace.board;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Hold;
import dev.pulse.domain.poll.HoldsVersion;
import dev.pulse.schemas.HoldRecord;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.convert.LifeRecords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The reservations that nodes have, of nodes in every region, and who waits for them to change. Promises are not among them:
 * nobody is to be served before he has paid. Safe for several threads.
 */
public final class HoldBoard {
    /** Nodes that wait at one time. Each has a connection open, and no thread. */
    public static final int MAX_WAITING = 10_000;

    /**
     * A reservation.
     *
     * @param nodeId on which node
     * @param farmer whose that is, 64 hex digits
     */
    public record Held(String nodeId, String farmer, Hold hold) {}

    /**
     * What a node has.
     *
     * @param version what these are known by
     * @param holds reservations, no promises
     */
    public record Standing(String version, List<Hold> holds) {
        static final Standing NOTHING = new Standing(HoldsVersion.of(List.of()), List.of());

        /** Keeps a copy. */
        public Standing {
            holds = List.copyOf(holds);
        }
    }

    /** Somebody who waits for one node's reservations to be others than he knows. Is told once, and at the end at the latest. */
    public static final class Waiting {
        private final String nodeId;
        private final String known;
        private final Consumer<Standing> told;

        private Waiting(String nodeId, String known, Consumer<Standing> told) {
            this.nodeId = nodeId;
            this.known = known;
            this.told = told;
        }
    }

    /** The version is computed when somebody asks: there are far more changes than questions. */
    private record Entry(String farmer, List<Hold> holds) {
        Standing standing() {
            return new Standing(HoldsVersion.of(holds), holds);
        }
    }

    private final Map<String, Entry> nodes = new HashMap<>();
    /** One for each node: who asks again has given up before. */
    private final Map<String, Waiting> waiting = new HashMap<>();

    private final int maxWaiting;
    private boolean closed;

    /** A board that knows of nothing. */
    public HoldBoard() {
        this(MAX_WAITING);
    }

    HoldBoard(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    /**
     * Takes a node's newest state in.
     *
     * @param state null when the node is gone
     * @return whether it has any reservations, or had some until now
     */
    public synchronized boolean apply(String nodeId, NodeState state) {
        List<Hold> confirmed = state == null || state.getOwner() == null ? List.of() : confirmed(state);
        Entry before = confirmed.isEmpty()
                ? nodes.remove(nodeId)
                : nodes.put(nodeId, new Entry(state.getOwner().getFarmer().intern(), confirmed));
        Waiting one = waiting.get(nodeId);
        if (one != null && !of(nodeId).version().equals(one.known)) {
            tell(one);
        }
        return before != null || !confirmed.isEmpty();
    }

    private static List<Hold> confirmed(NodeState state) {
        return state.getHolds().stream()
                // Nothing of ours writes an account that is none; a record that has one must not stop the rest.
                .filter(hold -> hold.getReservationId() != null && Account.isImplicit(hold.getRenter()))
                .map(HoldBoard::hold)
                .toList();
    }

    /** Renters, and farmers, are few beside what they hold: each has one text. */
    private static Hold hold(HoldRecord written) {
        Hold hold = LifeRecords.hold(written);
        return new Hold(
                hold.requestId(),
                hold.reservationId(),
                new Account(hold.renter().hex().intern()),
                hold.slices(),
                hold.hours(),
                hold.from(),
                hold.until());
    }

    private void tell(Waiting one) {
        waiting.remove(one.nodeId, one);
        one.told.accept(of(one.nodeId));
    }

    /** Forgets everything: what was known is read anew. Those who wait go on waiting. */
    public synchronized void forget() {
        nodes.clear();
    }

    /** What a node has, as {@link #restore} takes it back; null where it has nothing. */
    public synchronized byte[] image(String nodeId) {
        Entry entry = nodes.get(nodeId);
        return entry == null ? null : HoldImage.of(nodeId, entry.farmer(), entry.holds());
    }

    /**
     * Takes back what a node had, before anybody asks.
     *
     * @throws IllegalArgumentException where that is no image
     */
    public void restore(byte[] image) {
        HoldImage.read(image, (nodeId, farmer, holds) -> {
            synchronized (this) {
                nodes.put(nodeId, new Entry(farmer, holds));
            }
        });
    }

    /** What a node has. */
    public synchronized Standing of(String nodeId) {
        Entry entry = nodes.get(nodeId);
        return entry == null ? Standing.NOTHING : entry.standing();
    }

    /** Somebody's reservations, in no order. Looks at every node that has one. */
    public synchronized List<Held> of(Account renter) {
        List<Held> found = new ArrayList<>();
        nodes.forEach((nodeId, entry) -> entry.holds().stream()
                .filter(hold -> hold.renter().equals(renter))
                .forEach(hold -> found.add(new Held(nodeId, entry.farmer(), hold))));
        return found;
    }

    /**
     * Tells when a node's reservations are others than those of a version; at once where they are. Another one who waits for
     * the same node is told what there is.
     *
     * @param known the version that is known; one that nothing here ever had where nothing is
     * @param told is called with what there is then, once, under a lock: it must not do more than hand it on
     * @return empty when too many wait already
     */
    public synchronized Optional<Waiting> await(String nodeId, String known, Consumer<Standing> told) {
        Waiting one = new Waiting(nodeId, known, told);
        Waiting before = waiting.get(nodeId);
        if (before != null) {
            tell(before);
        }
        if (closed || !of(nodeId).version().equals(known)) {
            told.accept(of(nodeId));
            return Optional.of(one);
        }
        if (waiting.size() >= maxWaiting) {
            return Optional.empty();
        }
        waiting.put(nodeId, one);
        return Optional.of(one);
    }

    /** Ends somebody's wait: he is told what there is, unless he was told before. */
    public synchronized void end(Waiting one) {
        if (waiting.get(one.nodeId) == one) {
            tell(one);
        }
    }

    /** How many wait. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Ends every wait; nobody waits any more. */
    public synchronized void close() {
        closed = true;
        List.copyOf(waiting.values()).forEach(this::tell);
    }
}
