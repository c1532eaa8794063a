package dev.pulse.agent.serve;

import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.node.Pause;
import dev.pulse.agent.pair.MarketClient;
import dev.pulse.domain.heartbeat.Capacity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Whom a running node serves: a watch in the background, and what heartbeats say of it. */
public final class Service implements AutoCloseable {
    private final MarketClient market;
    private final ReservationWatch watch;
    private final Workload workload;
    private final Thread thread;

    private Service(MarketClient market, ReservationWatch watch, Workload workload) {
        this.market = market;
        this.watch = watch;
        this.workload = workload;
        this.thread =
                watch == null ? null : Thread.ofVirtual().name("reservations").start(this::run);
    }

    /**
     * Begins.
     *
     * @param market whom to ask, or null for nobody; it is closed with this
     * @param workload what runs virtual machines, or null
     * @param pause how it waits between attempts
     * @param out where it says what it learns
     */
    public static Service start(
            NodeIdentity identity,
            MarketClient market,
            Path dir,
            Workload workload,
            InstantSource clock,
            Pause pause,
            PrintWriter out) {
        ReservationWatch watch = market == null
                ? null
                : new ReservationWatch(identity, market, dir, clock, pause, listener(dir, workload, out));
        return new Service(market, watch, workload);
    }

    private static ReservationWatch.Listener listener(Path dir, Workload workload, PrintWriter out) {
        return new ReservationWatch.Listener() {
            @Override
            public void changed(Reservations now) throws IOException, InterruptedException {
                out.println("reservations  " + now.count() + ", of " + now.slices() + " slices");
                out.flush();
                if (workload != null) {
                    workload.reservations(dir.resolve(ReservationWatch.FILE));
                }
            }

            @Override
            public void trouble(String detail) {
                out.println("reservations  not known for now: " + detail);
                out.flush();
            }
        };
    }

    private void run() {
        try {
            watch.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many virtual machines run, or -1 where nobody says. */
    public long runningVms() {
        try {
            return workload == null ? Capacity.UNSAID : workload.running().orElse(Capacity.UNSAID);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Capacity.UNSAID;
        }
    }

    /** Slices that are rented, or -1 where nobody says. */
    public long slicesUsed() {
        return Optional.ofNullable(watch)
                .map(ReservationWatch::known)
                .map(Reservations::slices)
                .orElse(Capacity.UNSAID);
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
        if (market != null) {
            market.close();
        }
    }
}
