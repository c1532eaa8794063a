package dev.pulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** More nodes than there may be connections, which would stay open for ten minutes. */
class CrowdedHttpTest {
    private static final String TWO_CONNECTIONS =
            "{type: http, port: 0, bindHost: 127.0.0.1, idleTimeout: 10m}\n  maxConnections: 2";

    @Test
    void aConnectionOnWhichNothingComesMakesRoomForANodeThatWaits() {
        try (TestIngest ingest = TestIngest.listening(TWO_CONNECTIONS);
                RawClient first = new RawClient(ingest.port())) {
            assertThat(first.post(Beats.of("node-1"))).startsWith("HTTP/1.1 202");
            try (RawClient second = new RawClient(ingest.port());
                    RawClient third = new RawClient(ingest.port())) {
                assertThat(second.post(Beats.of("node-2"))).startsWith("HTTP/1.1 202");
                assertThat(third.post(Beats.of("node-3"))).startsWith("HTTP/1.1 202");
            }
            assertThat(first.isClosedByServer()).isTrue();
        }
    }
}
