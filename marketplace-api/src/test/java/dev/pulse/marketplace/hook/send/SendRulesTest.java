package dev.pulse.marketplace.hook.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendRulesTest {
    private static final long NOW = 1_790_000_000_000L;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.0.0",
                "169.254.169.254",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fdff::1",
                "ff02::1",
                "46a:52b7::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "1fff::1",
                "4000::1"
            })
    void whatIsNotOfThePublicInternetIsNotCalled(String address) throws Exception {
        assertThat(TargetRule.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:4860:4860::8888",
                "2a00::1",
                "2001:200::1",
                "::ffff:8.8.8.8"
            })
    void whatIsBesideThemIs(String address) throws Exception {
        assertThat(TargetRule.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void triesGetRarerAndEndAtTheEighth() {
        long at = NOW;
        long[] waits = {10, 40, 160, 640, 2_560, 7_200, 7_200};
        for (int tries = 1; tries < RetryRule.TRIES; tries++) {
            long plain = Duration.ofSeconds(waits[tries - 1]).toMillis();
            assertThat(RetryRule.next(tries, at, at, 0)).hasValue(at + plain * 8 / 10);
            assertThat(RetryRule.next(tries, at, at, 0.5)).hasValue(at + plain);
            assertThat(RetryRule.next(tries, at, at, 1)).hasValue(at + plain * 12 / 10);
        }
        assertThat(RetryRule.next(8, at, at, 0.5)).isEmpty();
        assertThat(RetryRule.next(9, at, at, 0.5)).isEmpty();
    }

    @Test
    void nothingIsTriedMoreThanSixHoursAfterItsFirst() {
        long last = NOW + RetryRule.WITHIN.toMillis() - 10_000;
        assertThat(RetryRule.next(1, NOW, last - 1, 0.5)).isPresent();
        assertThat(RetryRule.next(1, NOW, last, 0.5)).isPresent();
        assertThat(RetryRule.next(1, NOW, last + 1, 0.5)).isEmpty();
    }

    private static Delivery delivery(int number) {
        return Delivery.of("d-" + number, "test", "{}", NOW + number);
    }

    @Test
    void anOutboxHoldsSoManyAndTheSameOnlyOnce() {
        Outbox box = new Outbox();
        for (int i = 0; i <= Outbox.MOST_WAITING; i++) {
            box.add(delivery(i));
            box.add(delivery(i));
        }
        List<Delivery> all = box.newest(1_000);
        assertThat(all).hasSize(Outbox.MOST_WAITING + 1);
        assertThat(all.getFirst().status()).isEqualTo(Delivery.Status.DEAD);
        assertThat(all.getFirst().error()).contains("waiting");
        assertThat(box.newest(3)).extracting(Delivery::id).containsExactly("d-200", "d-199", "d-198");
        assertThat(box.due(NOW - 1)).isEmpty();
        assertThat(box.due(NOW)).map(Delivery::id).hasValue("d-0");
    }

    @Test
    void whatArrivedAndWhatWasGivenUpIsKeptForAWhile() {
        Outbox box = new Outbox();
        for (int i = 0; i < 3 * Outbox.KEPT; i++) {
            box.add(delivery(i));
            box.put(delivery(i).tried(null, NOW, 0));
        }
        assertThat(box.newest(1_000))
                .hasSize(Outbox.KEPT)
                .first()
                .extracting(Delivery::id)
                .isEqualTo("d-149");
        assertThat(box.again("d-0", NOW)).isEmpty();
        assertThat(box.again("d-149", NOW + 5)).map(Delivery::status).hasValue(Delivery.Status.WAITING);
        assertThat(box.due(NOW + 5)).map(Delivery::tries).hasValue(0);
    }

    @Test
    void theSignatureIsThatOfOthers() {
        // printf '1790000000.{"a":1}' | openssl dgst -sha256 -hmac whsec_x
        assertThat(Signature.of("whsec_x", 1_790_000_000L, "{\"a\":1}"))
                .isEqualTo("t=1790000000,v1=c0aba027ee726fb3a402343fe7cc18ccd35b6366efa485b65437e71ccb9e8e26");
    }
}
