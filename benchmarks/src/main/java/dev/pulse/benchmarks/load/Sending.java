package dev.pulse.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * One thread's part in a sending: every {@code lanes}-th request of a batch, each at its time or as soon as a connection
 * is free. A time is that of the plan, so a stall of the other side shows in the latency of all that it held up.
 */
final class Sending implements Runnable, Lane.Log {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    /** Longest latency that is told apart, microseconds. */
    private static final long LONGEST_US = 600_000_000L;
    /** Longest a lane waits for an answer before it looks after its connections, milliseconds. */
    private static final long LOOK_MS = 100;
    /** Most requests sent before answers are looked at. */
    private static final int BURST = 64;

    private static final int STATUSES = 600;

    private final Order.Send order;
    private final Batch batch;
    private final Lane lane;
    private final int lanes;
    private final long started;
    private final long[] statuses = new long[STATUSES];
    private final Histogram latency = new Histogram(LONGEST_US, 3);
    private final Histogram ofSecond = new Histogram(LONGEST_US, 2);
    private final List<Told.Second> series = new ArrayList<>();
    private volatile long sent;
    private volatile long answered;
    private long answers;
    private long others;
    private long broken;
    private long brokenInSecond;
    private long unsent;
    private long lastAnswer;
    private long next;

    /**
     * A part that has not begun.
     *
     * @param number of this lane, from 0
     * @param started the moment that the times of the plan count from, of {@link System#nanoTime}
     */
    Sending(Order.Send order, Batch batch, Lane lane, int number, int lanes, long started) {
        this.order = order;
        this.batch = batch;
        this.lane = lane;
        this.lanes = lanes;
        this.started = started;
        this.next = number;
        this.lastAnswer = started;
        lane.tell(this);
    }

    @Override
    public void run() {
        long part = Math.min(batch.count() - order.from(), order.count() > 0 ? order.count() : Integer.MAX_VALUE);
        long planned = order.wrap() ? Long.MAX_VALUE : part;
        long end = order.seconds() > 0 ? started + (long) (order.seconds() * SECOND) : Long.MAX_VALUE;
        Batch.View requests = batch.view();
        long count = 0;
        long now = System.nanoTime();
        while (now < end && next < planned) {
            int burst = 0;
            while (next < planned && burst < BURST && lane.ready() && due(next) <= now && due(next) < end) {
                lane.send(
                        requests.request((int) (order.from() + next % part)), order.rate() > 0 ? due(next) : now, now);
                next += lanes;
                burst++;
            }
            count += burst;
            sent = count;
            lane.take(burst == BURST ? 0 : untilNext(now, end, planned));
            now = System.nanoTime();
            tidy(now);
        }
        if (order.rate() > 0) {
            for (long late = next; late < planned && due(late) < Math.min(now, end); late += lanes) {
                unsent++;
            }
        }
        while (lane.underWay() > 0) {
            lane.take(LOOK_MS);
            now = System.nanoTime();
            tidy(now);
        }
        closeSecond();
    }

    /** When a request is to be sent; at once without a rate. */
    private long due(long index) {
        return order.rate() > 0 ? started + (long) (index * (SECOND / order.rate())) : started;
    }

    private long untilNext(long now, long end, long planned) {
        if (order.rate() == 0 || next >= planned || !lane.ready()) {
            return LOOK_MS;
        }
        return Math.clamp((Math.min(due(next), end) - now) / MILLISECOND, 1, LOOK_MS);
    }

    private void tidy(long now) {
        lane.tidy(now);
        if (now - started >= (series.size() + 1L) * SECOND) {
            lane.giveUp(now);
        }
        while (now - started >= (series.size() + 1L) * SECOND) {
            closeSecond();
        }
    }

    private void closeSecond() {
        series.add(new Told.Second(
                series.size(),
                ofSecond.getTotalCount(),
                others,
                brokenInSecond,
                ofSecond.getValueAtPercentile(50),
                ofSecond.getValueAtPercentile(99),
                ofSecond.getMaxValue()));
        ofSecond.reset();
        others = 0;
        brokenInSecond = 0;
    }

    @Override
    public void answered(int status, long due, long now) {
        long microseconds = Math.clamp((now - due) / 1_000, 0, LONGEST_US);
        latency.recordValue(microseconds);
        ofSecond.recordValue(microseconds);
        statuses[status]++;
        if (status != 202 && status != 204) {
            others++;
        }
        answers++;
        answered = answers;
        lastAnswer = now;
    }

    @Override
    public void lost(long now) {
        broken++;
        brokenInSecond++;
    }

    /** Requests sent so far; for any thread. */
    long sent() {
        return sent;
    }

    /** Answers so far; for any thread. */
    long answered() {
        return answered;
    }

    /** What all parts of a sending come to, once all have ended. */
    static Told.Sent sum(List<Sending> parts, long startedAtMs) {
        Histogram latency = new Histogram(LONGEST_US, 3);
        SortedMap<Integer, Long> statuses = new TreeMap<>();
        List<Told.Second> series = new ArrayList<>();
        long sent = 0;
        long broken = 0;
        long unsent = 0;
        double seconds = 0;
        for (Sending part : parts) {
            latency.add(part.latency);
            for (int status = 0; status < STATUSES; status++) {
                if (part.statuses[status] > 0) {
                    statuses.merge(status, part.statuses[status], Long::sum);
                }
            }
            for (Told.Second second : part.series) {
                if (second.second() == series.size()) {
                    series.add(second);
                } else {
                    series.set(second.second(), plus(series.get(second.second()), second));
                }
            }
            sent += part.sent;
            broken += part.broken;
            unsent += part.unsent;
            seconds = Math.max(seconds, (part.lastAnswer - part.started) / (double) SECOND);
        }
        Told.Latency told = new Told.Latency(
                latency.getTotalCount(),
                latency.getMean(),
                latency.getValueAtPercentile(50),
                latency.getValueAtPercentile(90),
                latency.getValueAtPercentile(99),
                latency.getValueAtPercentile(99.9),
                latency.getMaxValue());
        return new Told.Sent(sent, statuses, broken, unsent, seconds, startedAtMs, told, series);
    }

    /** Of two lanes the larger percentile is told: never less than the truth. */
    private static Told.Second plus(Told.Second a, Told.Second b) {
        return new Told.Second(
                a.second(),
                a.answered() + b.answered(),
                a.others() + b.others(),
                a.broken() + b.broken(),
                Math.max(a.p50Us(), b.p50Us()),
                Math.max(a.p99Us(), b.p99Us()),
                Math.max(a.maxUs(), b.maxUs()));
    }
}
