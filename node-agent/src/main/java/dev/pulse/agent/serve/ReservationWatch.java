package dev.pulse.agent.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.agent.ingest.Answer;
import dev.pulse.agent.ingest.Backoff;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.node.Pause;
import dev.pulse.agent.pair.MarketClient;
import dev.pulse.agent.pair.MarketInfo;
import dev.pulse.domain.poll.PollReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;

/**
 * Keeps a node's {@value #FILE} as the marketplace has it, by a long poll. While the marketplace is away, what was known
 * stands: each reservation says by itself when it is over. One thread.
 */
public final class ReservationWatch {
    /** The file in the node's folder. */
    public static final String FILE = "reservations.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WAIT = Duration.ofSeconds(PollReader.MAX_WAIT_S);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    /** After an answer that says nothing new: whoever answers at once, whatever is asked, is not asked without end. */
    private static final Duration AT_LEAST = Duration.ofSeconds(1);

    /** Who is told. */
    public interface Listener {
        /**
         * They are others than before; the file has them.
         *
         * @throws IOException when it can't be told now, and is to be told again; the message is a sentence
         */
        void changed(Reservations reservations) throws IOException, InterruptedException;

        /**
         * Nothing can be learnt or told just now. Called once, until something can be.
         *
         * @param detail a sentence
         */
        void trouble(String detail);
    }

    private final NodeIdentity identity;
    private final MarketClient market;
    private final Path dir;
    private final InstantSource clock;
    private final Pause pause;
    private final Listener listener;
    private final SplittableRandom random = new SplittableRandom();
    private volatile Reservations known;
    private boolean told = true;

    /**
     * @param dir the node's folder
     * @param pause how it waits after trouble; its false ends the watch
     * @param listener told of each change on the watching thread
     */
    public ReservationWatch(
            NodeIdentity identity, MarketClient market, Path dir, InstantSource clock, Pause pause, Listener listener) {
        this.identity = identity;
        this.market = market;
        this.dir = dir;
        this.clock = clock;
        this.pause = pause;
        this.listener = listener;
    }

    /** What was learnt last; null before that. */
    public Reservations known() {
        return known;
    }

    /** Watches until interrupted, or until the pause says that it is over. */
    public void run() throws InterruptedException {
        int failures = 0;
        Duration rest;
        do {
            try {
                rest = step() ? Duration.ZERO : AT_LEAST;
                failures = 0;
            } catch (IOException e) {
                failures++;
                rest = BACKOFF.delay(failures, Answer.ABSENT, random);
                if (failures == 1) {
                    listener.trouble(e.getMessage() == null ? e.toString() : e.getMessage());
                }
            }
        } while (pause.await(rest));
    }

    /** Asks once, and tells what is new; whether anything was. */
    private boolean step() throws IOException, InterruptedException {
        boolean changed = told && learn();
        if (!told) {
            listener.changed(known);
            told = true;
        }
        return changed;
    }

    private boolean learn() throws IOException, InterruptedException {
        // Asked each time: after an upgrade, a marketplace may have another name.
        MarketInfo info = market.info();
        String version = known == null ? null : known.version();
        byte[] poll = PollComposer.compose(
                identity, info, version, PollReader.MAX_WAIT_S, clock.instant().getEpochSecond());
        MarketClient.Reply reply = market.reservations(poll, WAIT);
        if (reply.status() != 200) {
            throw new IOException(reply.detail() + " (" + reply.error() + ")");
        }
        Reservations now = Reservations.of(reply.body());
        if (now.version().equals(version)) {
            return false;
        }
        write(now);
        known = now;
        told = false;
        return true;
    }

    /** Whoever reads the file has the whole of it, before or after. */
    private void write(Reservations now) throws IOException {
        Path next = dir.resolve(FILE + ".new");
        Files.write(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(now.document()));
        Files.move(next, dir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
