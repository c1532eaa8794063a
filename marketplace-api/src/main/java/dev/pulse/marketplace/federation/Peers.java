package dev.pulse.marketplace.federation;

import dev.pulse.marketplace.federation.PeerFault.Reason;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The peers of this explorer. A question goes to all of them at one time; each has 2 seconds, a bound of bytes, and so many
 * questions open at one time. Redirects are not followed, and TLS is the JDK's with its certificates.
 */
public final class Peers implements AutoCloseable {
    /** The header that marks a question as one explorer's to another: it holds who asks, and is answered for oneself alone. */
    public static final String HOP = "Pulse-Hop";

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final int AT_ONE_TIME = 16;

    private final List<Line> lines;
    private final String self;
    private final LongSupplier nanos;
    private final HttpClient http;

    /** One of them. */
    static final class Line {
        private final Peer peer;
        private final Semaphore room = new Semaphore(AT_ONE_TIME);
        private PeerHealth health = PeerHealth.WELL;

        Line(Peer peer) {
            this.peer = peer;
        }

        String name() {
            return peer.name();
        }

        /** Whether what is asked now is a probe. */
        synchronized boolean begin(long now) throws PeerFault {
            if (health.resting(now)) {
                throw new PeerFault(Reason.RESTING);
            }
            if (!room.tryAcquire()) {
                throw new PeerFault(Reason.BUSY);
            }
            boolean probe = health.sick();
            health = health.asked(now);
            return probe;
        }

        void end() {
            room.release();
        }

        synchronized void answered() {
            health = health.answered();
        }

        synchronized void failed(long now, boolean probe) {
            health = health.failed(now, probe);
        }
    }

    /**
     * Nobody has been asked yet.
     *
     * @param self what tells this instance from others, in letters and digits
     * @param nanos a clock that never goes back
     */
    public Peers(List<Peer> peers, String self, LongSupplier nanos) {
        this.lines = peers.stream().map(Line::new).toList();
        this.self = self;
        this.nanos = nanos;
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /**
     * Whether a question has come around: it is this explorer's own, or was passed on and should be passed on again.
     *
     * @param hop the header {@link #HOP} of the request, or null
     * @param everywhere whether it asks for peers too
     */
    public boolean loops(String hop, boolean everywhere) {
        return hop != null && (everywhere || hop.equals(self));
    }

    /**
     * Asks all of them. What comes back is taken from the round, which must be closed.
     *
     * @param question path and query for a peer
     * @param most bytes of an answer
     */
    public Round ask(Function<Peer, String> question, long most) {
        List<Round.Call> calls = new ArrayList<>();
        long now = nanos.getAsLong();
        for (Line line : lines) {
            try {
                boolean probe = line.begin(now);
                calls.add(new Round.Call(line, true, probe, send(line.peer, question.apply(line.peer), most)));
            } catch (PeerFault fault) {
                calls.add(new Round.Call(line, false, false, CompletableFuture.failedFuture(fault)));
            }
        }
        return new Round(calls, nanos, now + PATIENCE.toNanos());
    }

    /** What they are called, in order. */
    List<String> names() {
        return lines.stream().map(Line::name).toList();
    }

    private CompletableFuture<HttpResponse<byte[]>> send(Peer peer, String question, long most) {
        HttpRequest request = HttpRequest.newBuilder(peer.at(question))
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .header(HOP, self)
                .build();
        return http.sendAsync(request, head -> new BoundedBody(head.statusCode() == 200 ? most : 0));
    }

    /** Drops open connections. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
