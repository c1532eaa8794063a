package dev.pulse.system.chaos;

import dev.pulse.agent.ingest.Answer;
import dev.pulse.agent.ingest.HeartbeatPost;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Posts to several ingests in turn, as nodes do behind a balancer: one that did not answer, or answered with an error of
 * its own, is left alone for a while, as balancers do, so that a retry goes to another one. An answer ends that.
 */
public final class SpreadPost implements HeartbeatPost {
    /** What nginx calls fail_timeout, and its default. */
    private static final Duration REST = Duration.ofSeconds(10);

    private static final int SERVER_ERRORS = 500;

    private final List<Way> ways;
    private final LongSupplier nanoTime;
    private final AtomicInteger turn = new AtomicInteger();

    /** A way to an ingest, and until when it is left alone. */
    private static final class Way {
        private final HeartbeatPost post;
        private volatile long restsUntil;

        Way(HeartbeatPost post, long now) {
            this.post = post;
            this.restsUntil = now;
        }
    }

    /** @param posts ways to the ingests, which it closes */
    public SpreadPost(List<HeartbeatPost> posts, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        long now = nanoTime.getAsLong();
        this.ways = posts.stream().map(post -> new Way(post, now)).toList();
    }

    @Override
    public void post(byte[] body, String contentType, Consumer<Answer> done) {
        Way way = next();
        way.post.post(body, contentType, answer -> {
            boolean failed = !(answer instanceof Answer.Http http) || http.status() >= SERVER_ERRORS;
            way.restsUntil = nanoTime.getAsLong() + (failed ? REST.toNanos() : 0);
            done.accept(answer);
        });
    }

    /** The next in turn that does not rest; where all do, the one that failed first: it is the likeliest to be back. */
    private Way next() {
        int first = turn.getAndIncrement();
        long now = nanoTime.getAsLong();
        Way best = null;
        for (int i = 0; i < ways.size(); i++) {
            Way way = ways.get(Math.floorMod(first + i, ways.size()));
            if (now - way.restsUntil >= 0) {
                return way;
            }
            best = best == null || way.restsUntil - best.restsUntil < 0 ? way : best;
        }
        return best;
    }

    @Override
    public void close() {
        ways.forEach(way -> way.post.close());
    }
}
