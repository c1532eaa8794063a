package dev.pulse.marketplace.explorer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.marketplace.answer.StatsAnswer;
import dev.pulse.marketplace.live.EventHub;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the counts to all watchers: once a second when they changed, every five seconds in any case. */
final class StatsTicker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatsTicker.class);
    private static final Duration UNCHANGED = Duration.ofSeconds(5);

    private final StatsView stats;
    private final EventHub hub;
    private final ObjectMapper json;
    private final Supplier<String> problem;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("stats-ticker").factory());

    private StatsAnswer sent;
    private Instant sentAt = Instant.EPOCH;

    StatsTicker(StatsView stats, EventHub hub, ObjectMapper json, Supplier<String> problem, InstantSource clock) {
        this.stats = stats;
        this.hub = hub;
        this.json = json;
        this.problem = problem;
        this.clock = clock;
    }

    void start() {
        var running = timer.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
        LOG.debug("ticks: {}", running);
    }

    private void tick() {
        try {
            if (problem.get() != null) {
                return;
            }
            Instant now = clock.instant();
            StatsAnswer fresh = stats.now();
            if (!fresh.sameCounts(sent) || !now.isBefore(sentAt.plus(UNCHANGED)) || now.isBefore(sentAt)) {
                hub.publishStats(json.writeValueAsString(fresh));
                sent = fresh;
                sentAt = now;
            }
        } catch (JsonProcessingException | RuntimeException e) {
            // An exception would end the schedule for good.
            LOG.warn("counts could not be sent", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
