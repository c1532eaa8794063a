package dev.pulse.marketplace.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerTest {
    @Test
    void peersAreInTheOrderOfTheirNames() {
        assertThat(Peer.of(Map.of("us", URI.create("https://us.example/"), "ap", URI.create("http://10.0.0.1:8080/x"))))
                .containsExactly(
                        new Peer("ap", URI.create("http://10.0.0.1:8080/x")),
                        new Peer("us", URI.create("https://us.example")));
        assertThat(new Peer("us", URI.create("https://us.example/")).at("/api").toString())
                .isEqualTo("https://us.example/api");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://us.example",
                "us.example",
                "https:///x",
                "https://me:secret@us.example",
                "https://us.example?x=1",
                "https://us.example#x"
            })
    void whatIsNoAddressOfAnExplorerIsRefused(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Peer("us", URI.create(address)))
                .withMessageContaining("peers.us")
                .withMessageNotContaining("secret");
    }

    @Test
    void namesAndHowManyAreBounded() {
        URI us = URI.create("https://us.example");
        for (String name : new String[] {"", "US", "a".repeat(33), "-", "ü"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Peer(name, us));
        }
        Map<String, URI> many = new TreeMap<>();
        for (int i = 0; i < Peer.MOST; i++) {
            many.put("peer-" + i, us);
        }
        assertThat(Peer.of(many)).hasSize(Peer.MOST);
        many.put("one-more", us);
        assertThatIllegalArgumentException().isThrownBy(() -> Peer.of(many));
    }
}
