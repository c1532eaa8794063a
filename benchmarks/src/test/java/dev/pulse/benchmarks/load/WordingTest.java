package dev.pulse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.agent.heartbeat.HeartbeatComposer;
import dev.pulse.domain.heartbeat.Heartbeat;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.verdict.LegacySwitch;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.verifier.crypto.BouncyCastleVerifier;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordingTest {
    private static final long TIMESTAMP = 1_790_000_000L;

    @TempDir
    private Path folder;

    private final HeartbeatReader reader = new HeartbeatReader("devnet", LegacySwitch.allows(Map.of(), false));
    private final Wording wording = new Wording("devnet", "eu");
    private LoadFleet fleet;

    @BeforeEach
    void open() throws Exception {
        fleet = LoadFleet.open(folder, "a fleet", 40, 2);
    }

    @Test
    void every_body_is_a_signed_heartbeat_in_canonical_form() {
        LoadSigner signer = LoadSigner.best();
        for (int node = 0; node < fleet.nodes(); node++) {
            byte[] body = wording.body(fleet, signer, node, 3, TIMESTAMP + node);

            Reading.Read read = (Reading.Read) reader.read(body);

            Heartbeat heartbeat = read.heartbeat();
            assertThat(heartbeat.nodeId()).isEqualTo(Wording.nodeId(node));
            assertThat(heartbeat.timestamp()).isEqualTo(TIMESTAMP + node);
            assertThat(heartbeat.account().hex()).isEqualTo(HexFormat.of().formatHex(fleet.publicKey(node)));
            assertThat(new BouncyCastleVerifier()
                            .verify(fleet.publicKey(node), Sha256.hash(read.canonical()), read.signature()))
                    .isTrue();
            assertThat(body).isEqualTo(HeartbeatComposer.withSignature(read.canonical(), read.signature()));
        }
    }

    @Test
    void both_signers_give_the_same_bytes() {
        assertThat(wording.body(fleet, LoadSigner.best(), 7, 0, TIMESTAMP))
                .isEqualTo(wording.body(fleet, LoadSigner.bouncyCastle(), 7, 0, TIMESTAMP));
    }

    @Test
    void facts_change_once_in_a_tenancy() {
        int changes = 0;
        for (int node = 0; node < fleet.nodes(); node++) {
            Heartbeat before = heartbeat(node, 0);
            for (int round = 1; round <= Wording.HEARTBEATS_PER_TENANCY; round++) {
                Heartbeat after = heartbeat(node, round);
                changes += after.capacity().equals(before.capacity()) ? 0 : 1;
                before = after;
            }
        }
        // A new draw may give what was there before.
        assertThat(changes).isBetween(fleet.nodes() / 2, fleet.nodes());
    }

    @Test
    void the_same_text_is_the_same_fleet() throws Exception {
        LoadFleet again = LoadFleet.open(folder.resolve("elsewhere"), "a fleet", 40, 1);

        assertThat(again.publicKey(39)).isEqualTo(fleet.publicKey(39));
        assertThat(LoadFleet.open(folder, "another", 40, 1).publicKey(39)).isNotEqualTo(fleet.publicKey(39));
    }

    private Heartbeat heartbeat(int node, int round) {
        byte[] body = wording.body(fleet, LoadSigner.bouncyCastle(), node, round, TIMESTAMP);
        return ((Reading.Read) reader.read(body)).heartbeat();
    }
}
