package dev.pulse.standalone.simulate.play;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A queue, first in first out, of so many records that they are counted and not kept: what flows is work, in seconds of
 * one core. Some records are followed one by one, as marks in the flow: they are done once all work before them is.
 *
 * @param <R> a record that is followed
 */
final class Lane<R> {
    /** Less work than this is none: sums of fractions don't come out even. */
    private static final double NOTHING = 1e-12;

    private record Mark<R>(double position, long enteredAt, R record) {}

    private final double heartbeatCost;
    private final double tickCost;
    private final ArrayDeque<Mark<R>> marks = new ArrayDeque<>();
    private ArrayDeque<R> done = new ArrayDeque<>();
    private ArrayDeque<R> onTheWay = new ArrayDeque<>();
    private ArrayDeque<R> arrived = new ArrayDeque<>();
    private double heartbeats;
    private double ticks;
    private double entered;
    private double served;
    private double debt;
    private double heartbeatsDone;
    private double ticksDone;
    private double heartbeatsOnTheWay;
    private double ticksOnTheWay;
    private double heartbeatsArrived;
    private double ticksArrived;

    /**
     * An empty one.
     *
     * @param heartbeatCost work that a heartbeat is, in seconds of a core
     * @param tickCost work that a tick is
     */
    Lane(double heartbeatCost, double tickCost) {
        this.heartbeatCost = heartbeatCost;
        this.tickCost = tickCost;
    }

    /** So many records come in. */
    void add(double moreHeartbeats, double moreTicks) {
        heartbeats += moreHeartbeats;
        ticks += moreTicks;
        entered += moreHeartbeats * heartbeatCost + moreTicks * tickCost;
    }

    /** The last record that came in is one that is followed. */
    void mark(R record, long now) {
        marks.addLast(new Mark<>(entered, now, record));
    }

    /** Work that is to be done before anything that waits. */
    void owe(double seconds) {
        debt += seconds;
    }

    /** Work that waits, in seconds of a core. */
    double work() {
        return Math.max(0, entered - served) + debt;
    }

    /** Does so much of it, or all where that is less; answers how much it was. */
    double serve(double seconds) {
        if (marks.isEmpty() && entered == served && debt == 0) {
            return 0;
        }
        double paid = Math.min(debt, seconds);
        debt -= paid;
        double waiting = entered - served;
        double worked = Math.min(Math.max(0, waiting), seconds - paid);
        if (waiting - worked <= NOTHING) {
            heartbeatsDone += heartbeats;
            ticksDone += ticks;
            heartbeats = 0;
            ticks = 0;
            served = entered;
        } else {
            double share = worked / waiting;
            heartbeatsDone += heartbeats * share;
            ticksDone += ticks * share;
            heartbeats -= heartbeats * share;
            ticks -= ticks * share;
            served += worked;
        }
        while (!marks.isEmpty() && marks.peekFirst().position() <= served + NOTHING && debt <= NOTHING) {
            done.addLast(marks.pollFirst().record());
        }
        return paid + worked;
    }

    /** Heartbeats that wait. */
    double heartbeats() {
        return heartbeats;
    }

    /** Heartbeats that were done since they were last asked for. */
    double takeHeartbeats() {
        double taken = heartbeatsDone;
        heartbeatsDone = 0;
        return taken;
    }

    /**
     * What is done is committed and on its way to whoever reads it; what was committed before has arrived, and is what the next three
     * answer. So a way is as long as what lies between two commits.
     */
    void commit() {
        ArrayDeque<R> emptied = arrived;
        emptied.clear();
        arrived = onTheWay;
        onTheWay = done;
        done = emptied;
        heartbeatsArrived = heartbeatsOnTheWay;
        ticksArrived = ticksOnTheWay;
        heartbeatsOnTheWay = heartbeatsDone;
        ticksOnTheWay = ticksDone;
        heartbeatsDone = 0;
        ticksDone = 0;
    }

    /** Heartbeats that have arrived. */
    double heartbeatsArrived() {
        return heartbeatsArrived;
    }

    /** Ticks that have. */
    double ticksArrived() {
        return ticksArrived;
    }

    /** Records that are followed and have, in order. */
    Queue<R> arrived() {
        return arrived;
    }

    /** Records that are followed and done, in order; whoever reads takes them out. */
    Queue<R> done() {
        return done;
    }

    /** How long the oldest record that is followed has waited, in milliseconds. */
    long age(long now) {
        return marks.isEmpty() ? 0 : now - marks.peekFirst().enteredAt();
    }
}
