package dev.pulse.benchmarks.run;

import dev.pulse.benchmarks.load.LoadProcess;
import dev.pulse.benchmarks.load.Order;
import dev.pulse.benchmarks.load.Told;
import dev.pulse.benchmarks.run.gauge.GroupLag;
import dev.pulse.benchmarks.run.site.Site;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Makes a fleet known to a site, and then has it heartbeat at a steady rate for a time. */
final class SteadyLoad {
    private static final String PATH = "/v1/heartbeats";

    /** Signatures that the load process makes in a second, at the least. */
    private static final int SIGNED_PER_S = 40_000;

    /** Records that streams are behind at any time. */
    private static final int ALWAYS_BEHIND = 200;

    private final RunOptions options;
    private final Site site;
    private final LoadProcess load;
    private final int nodes;
    private final int rate;
    private final Clock clock;
    private final Consumer<String> progress;
    private long turn;

    SteadyLoad(
            RunOptions options,
            Site site,
            LoadProcess load,
            int nodes,
            int rate,
            Clock clock,
            Consumer<String> progress) {
        this.options = options;
        this.site = site;
        this.load = load;
        this.nodes = nodes;
        this.rate = rate;
        this.clock = clock;
        this.progress = progress;
    }

    /** Has each node heartbeat once, and waits until these groups have taken it in. */
    void fill(Collection<GroupLag> groups) throws InterruptedException {
        progress.accept("signing " + nodes + " heartbeats");
        load.run(new Order.Fleet(RunOptions.keys().toString(), "pulse", nodes, "eu", "devnet", 2));
        load.run(new Order.Sign(
                "fill",
                PATH,
                site.url("ingest").getAuthority(),
                0,
                nodes,
                clock.instant().getEpochSecond(),
                0));
        connect();
        progress.accept("making them known");
        Told.Sent sent = load.send(new Order.Send("fill", 0, 0, 0, 0, false));
        if (sent.accepted() < nodes) {
            throw new IllegalStateException("not all nodes could be made known: " + sent.statuses());
        }
        load.run(new Order.Drop("fill"));
        turn = nodes;
        for (GroupLag group : groups) {
            for (long lag = group.look().lag();
                    lag > ALWAYS_BEHIND;
                    lag = group.look().lag()) {
                progress.accept("waiting for a backlog of " + lag + " records");
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    /** Anew before each part: the ingest closes connections that nothing came on. */
    private void connect() {
        URI ingest = site.url("ingest");
        load.run(new Order.Open(ingest.getHost(), ingest.getPort(), options.pick(1_024, 64), 1));
    }

    /** Signs what is needed, and begins to send it for so many seconds; {@link LoadProcess#sent} waits for the end. */
    CompletableFuture<Told> begin(int seconds) {
        int count = rate * seconds;
        load.run(new Order.Sign(
                "steady",
                PATH,
                site.url("ingest").getAuthority(),
                turn,
                count,
                clock.instant().getEpochSecond() + 1 + count / SIGNED_PER_S,
                rate));
        turn += count;
        connect();
        return load.begin(new Order.Send("steady", 0, 0, rate, seconds, false));
    }
}
