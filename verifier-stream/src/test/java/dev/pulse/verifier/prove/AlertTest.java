package dev.pulse.verifier.prove;

import static dev.pulse.verifier.prove.Harness.NOW_S;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pulse.domain.verdict.Registration;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A stolen name is an alert in the log, but a thief who keeps trying does not fill the disk. */
class AlertTest {
    private static final Signer OWNER = new Signer(1);
    private static final Signer THIEF = new Signer(2);

    private final Logger log = (Logger) LoggerFactory.getLogger("dev.pulse.alerts.identity");
    private final ListAppender<ILoggingEvent> alerts = new ListAppender<>();

    private Level before;

    @TempDir
    private Path stateDir;

    @BeforeEach
    void listen() {
        before = log.getLevel();
        log.setLevel(Level.WARN);
        alerts.start();
        log.addAppender(alerts);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(alerts);
        log.setLevel(before);
    }

    @Test
    void alerts_are_a_second_apart_and_count_those_between() {
        try (Harness verifier = new Harness(stateDir, false)) {
            verifier.send("node-a", OWNER, NOW_S);
            for (int i = 0; i < 3; i++) {
                verifier.send("node-a", THIEF, NOW_S + 1);
            }
            assertThat(alerts.list).hasSize(1);
            assertThat(alerts.list.getFirst().getFormattedMessage())
                    .contains("node-a", OWNER.account(), THIEF.account(), "(0 more");
            verifier.send("node-a", THIEF, NOW_S + 2);
            assertThat(alerts.list).hasSize(2);
            assertThat(alerts.list.getLast().getFormattedMessage()).contains("(2 more");
        }
    }

    @Test
    void a_time_of_receipt_from_the_future_does_not_silence_the_alerts_that_follow() {
        try (Harness verifier = new Harness(stateDir, false)) {
            verifier.send("node-a", OWNER, NOW_S);
            verifier.send("node-a", THIEF, NOW_S + 1_000_000);
            verifier.send("node-a", THIEF, NOW_S);
            assertThat(alerts.list).hasSize(2);
        }
    }

    @Test
    void a_node_that_is_not_registered_yet_is_no_alert() {
        VerifierSettings settings = new VerifierSettings("devnet", false, Registration.LEDGER);
        try (Harness verifier = new Harness(stateDir, settings)) {
            verifier.send("node-a", OWNER, NOW_S);
            assertThat(verifier.outcomes()).containsExactly("identity");
            assertThat(alerts.list).isEmpty();
        }
    }
}
