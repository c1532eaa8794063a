package dev.pulse.telemetry;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A wait that does not say how long it is ready to wait, waits a minute: Awaitility's ten seconds are too few where two test runs and
 * their children share two cores. JUnit finds it by itself (the parent's Surefire configuration).
 */
public final class PatientWaits implements BeforeAllCallback {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}
