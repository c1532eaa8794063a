package dev.pulse.agent.ingest;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/** Sends heartbeats to one ingest. Implementations are safe for use by several threads. */
public interface HeartbeatPost extends AutoCloseable {
    /** The content type of a heartbeat (design section 3). */
    String JSON = "application/json";

    /**
     * The way that suits a fleet: {@link LeanHeartbeatPost} for {@code http}, {@link JdkHeartbeatPost} where TLS is needed.
     *
     * @param target where heartbeats are POSTed, as {@link IngestAddress} gives it
     * @param timeout how long a POST may take
     * @param maxInFlight most POSTs at once
     */
    static HeartbeatPost forFleet(URI target, Duration timeout, int maxInFlight) {
        return "http".equals(target.getScheme())
                ? new LeanHeartbeatPost(target, timeout, maxInFlight)
                : new JdkHeartbeatPost(target, timeout);
    }

    /**
     * POSTs a body and calls back exactly once, from any thread and within the time-out of the implementation; the
     * callback must not block.
     *
     * @param body the bytes, not copied: must not be changed before the callback
     * @param contentType the {@code Content-Type} to name
     * @param done what to do with the answer
     */
    void post(byte[] body, String contentType, Consumer<Answer> done);

    /** Frees the connections. What is still under way is answered as {@link Answer.Unreachable}. */
    @Override
    void close();
}
