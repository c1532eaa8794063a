package dev.pulse.streams.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.streams.peer.PeerProbe.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;

class PeerWatchTest {
    private static final HostInfo A = new HostInfo("10.0.0.1", 8082);
    private static final HostInfo B = new HostInfo("10.0.0.1", 8083);
    private static final HostInfo C = new HostInfo("10.0.0.2", 8082);
    private static final HostInfo D = new HostInfo("10.0.0.3", 8082);
    private static final List<HostInfo> ALL = List.of(D, B, A, C);

    private final Map<HostInfo, Finding> findings = new HashMap<>();
    private final List<HostInfo> looked = new ArrayList<>();

    private PeerWatch watchOf(HostInfo self) {
        return new PeerWatch(self, peer -> {
            looked.add(peer);
            return findings.getOrDefault(peer, new Finding.Unclear());
        });
    }

    @Test
    void eachWatchesTheTwoThatFollowItInTheRing() throws InterruptedException {
        watchOf(A).ended(ALL);
        assertThat(looked).containsExactly(B, C);
        looked.clear();
        watchOf(D).ended(ALL);
        assertThat(looked).containsExactly(A, B);
    }

    @Test
    void oneThatIsAloneWatchesNobody() throws InterruptedException {
        assertThat(watchOf(A).ended(List.of(A))).isEmpty();
        assertThat(looked).isEmpty();
    }

    @Test
    void oneThatToldItsNameAndThenRefusesHasEndedOnce() throws InterruptedException {
        PeerWatch watch = watchOf(A);
        findings.put(B, new Finding.Alive("b"));
        assertThat(watch.ended(ALL)).isEmpty();
        findings.put(B, new Finding.Gone());
        assertThat(watch.ended(ALL)).containsExactly("b");
        assertThat(watch.ended(ALL)).isEmpty();
    }

    @Test
    void silenceIsNoEnd() throws InterruptedException {
        PeerWatch watch = watchOf(A);
        findings.put(B, new Finding.Alive("b"));
        watch.ended(ALL);
        findings.put(B, new Finding.Unclear());
        assertThat(watch.ended(ALL)).isEmpty();
        findings.put(B, new Finding.Gone());
        assertThat(watch.ended(ALL)).as("it refuses after a silence").containsExactly("b");
    }

    @Test
    void oneThatStartsAgainAndDoesNotListenYetHasNotEndedAgain() throws InterruptedException {
        PeerWatch watch = watchOf(A);
        findings.put(B, new Finding.Gone());
        assertThat(watch.ended(ALL)).isEmpty();
    }

    @Test
    void oneThatLeftInOrderIsForgotten() throws InterruptedException {
        PeerWatch watch = watchOf(A);
        findings.put(B, new Finding.Alive("b"));
        watch.ended(ALL);
        watch.ended(List.of(A, C, D));
        findings.put(B, new Finding.Gone());
        assertThat(watch.ended(ALL)).isEmpty();
    }

    @Test
    void anotherOneAtTheSameAddressIsKnownByItsOwnName() throws InterruptedException {
        PeerWatch watch = watchOf(A);
        findings.put(B, new Finding.Alive("b"));
        watch.ended(ALL);
        findings.put(B, new Finding.Alive("new"));
        watch.ended(ALL);
        findings.put(B, new Finding.Gone());
        assertThat(watch.ended(ALL)).containsExactly("new");
    }
}
