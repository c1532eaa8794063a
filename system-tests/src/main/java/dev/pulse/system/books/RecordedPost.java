package dev.pulse.system.books;

import dev.pulse.agent.ingest.Answer;
import dev.pulse.agent.ingest.HeartbeatPost;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.schemas.convert.Bytes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Writes down which payloads were sent and which were answered 202: what the ingest has promised, as seen from outside.
 */
public final class RecordedPost implements HeartbeatPost {
    private final HeartbeatPost post;
    private final HeartbeatReader reader = new HeartbeatReader(null, false);
    private final Map<Long, AtomicLong> sent = new ConcurrentHashMap<>();
    private final Map<Long, AtomicLong> acknowledged = new ConcurrentHashMap<>();
    private final AtomicLong unanswered = new AtomicLong();

    /** Writes down what goes through this one. */
    public RecordedPost(HeartbeatPost post) {
        this.post = post;
    }

    @Override
    public void post(byte[] body, String contentType, Consumer<Answer> done) {
        Long digest = digest(body);
        count(sent, digest);
        post.post(body, contentType, answer -> {
            if (answer instanceof Answer.Http http) {
                if (http.status() == 202) {
                    count(acknowledged, digest);
                } else if (http.status() >= 500) {
                    unanswered.incrementAndGet();
                }
            } else {
                unanswered.incrementAndGet();
            }
            done.accept(answer);
        });
    }

    /** Names a payload as the records do; null for what is no heartbeat. */
    private Long digest(byte[] body) {
        return switch (reader.read(body)) {
            case Reading.Read read -> Bytes.digest(Sha256.hash(read.canonical()));
            case Reading.Refused refused -> null;
        };
    }

    private static void count(Map<Long, AtomicLong> counts, Long digest) {
        if (digest != null) {
            counts.computeIfAbsent(digest, absent -> new AtomicLong()).incrementAndGet();
        }
    }

    /** How often each payload was sent, by its digest. */
    public Map<Long, Long> sent() {
        return snapshot(sent);
    }

    /** How often each payload was answered 202, by its digest. */
    public Map<Long, Long> acknowledged() {
        return snapshot(acknowledged);
    }

    /** All answers of 202 so far. */
    public long acknowledgedTotal() {
        return acknowledged.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** POSTs that may or may not have been taken: answered 5xx, or not at all. */
    public long unanswered() {
        return unanswered.get();
    }

    private static Map<Long, Long> snapshot(Map<Long, AtomicLong> counts) {
        Map<Long, Long> copy = new TreeMap<>();
        counts.forEach((digest, count) -> copy.put(digest, count.get()));
        return copy;
    }

    @Override
    public void close() {
        post.close();
    }
}
