package dev.pulse.marketplace.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.marketplace.fixture.Records;
import dev.pulse.schemas.RegionVerdict;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HookRulesTest {
    private static final long SINCE = Records.AT.toEpochMilli();
    private static final long MINUTE = 60_000;

    @Test
    void aNodeIsDownOnceTheTimeIsOverAndNotBefore() {
        DownRule rule = DownRule.began(SINCE);
        assertThat(rule.due(MINUTE)).isEqualTo(SINCE + MINUTE);
        assertThat(rule.due(0)).isEqualTo(SINCE);
        assertThat(rule.tellsOfReturn()).as("a flap within it makes no call").isFalse();
        assertThat(rule.afterTelling(MINUTE).tellsOfReturn()).isTrue();
    }

    @Test
    void remindersComeThreeTimesAndNoMore() {
        DownRule rule = DownRule.began(SINCE);
        List<Long> due = new ArrayList<>();
        for (rule = rule.afterTelling(MINUTE); rule.due(MINUTE) != DownRule.NEVER; rule = rule.afterTelling(MINUTE)) {
            due.add((rule.due(MINUTE) - SINCE) / MINUTE);
        }
        assertThat(due).containsExactly(60L, 360L, 1_440L);
    }

    @Test
    void whatWouldRemindBeforeItIsToldIsPassedOver() {
        long sixHours = Duration.ofHours(6).toMillis();
        assertThat(DownRule.began(SINCE).afterTelling(sixHours - 1).due(sixHours - 1))
                .isEqualTo(SINCE + sixHours);
        assertThat(DownRule.began(SINCE).afterTelling(sixHours).due(sixHours))
                .isEqualTo(SINCE + Duration.ofHours(24).toMillis());
        long day = Duration.ofHours(24).toMillis();
        assertThat(DownRule.began(SINCE).afterTelling(day).due(day)).isEqualTo(DownRule.NEVER);
    }

    @Test
    void whatWasDueWithinTenMinutesBeforeTheWatchIsToldAndWhatIsOlderIsNot() {
        long recent = DownRule.RECENT.toMillis();
        long dueAt = SINCE + MINUTE;
        assertThat(DownRule.found(SINCE, MINUTE, dueAt - 1).told()).isZero();
        assertThat(DownRule.found(SINCE, MINUTE, dueAt + recent).told()).isZero();
        assertThat(DownRule.found(SINCE, MINUTE, dueAt + recent + 1).told()).isEqualTo(1);
        assertThat(DownRule.found(SINCE, MINUTE, SINCE + Duration.ofDays(9).toMillis())
                        .due(MINUTE))
                .isEqualTo(DownRule.NEVER);
    }

    private static SortedMap<String, RegionVerdict> verdict(boolean disturbed, Instant asOf) {
        return new TreeMap<>(Map.of("eu", Records.verdict("eu", asOf, 1, 1, disturbed)));
    }

    @Test
    void aRegionIsToldOfWhenItChanges() {
        List<String> told = new ArrayList<>();
        RegionWatch watch = new RegionWatch();
        long now = SINCE;
        RegionWatch.Listener listener = (event, region, since) -> told.add(event.wire() + " " + region + " " + since);
        watch.look(verdict(false, Records.AT), now, listener);
        assertThat(told).isEmpty();
        watch.look(verdict(true, Records.AT), now, listener);
        watch.look(verdict(true, Records.AT), now, listener);
        long since = Records.AT.getEpochSecond() - 20;
        assertThat(told).containsExactly("region.disturbed eu " + since);
        watch.look(verdict(false, Records.AT), now, listener);
        watch.look(verdict(false, Records.AT), now, listener);
        assertThat(told).containsExactly("region.disturbed eu " + since, "region.calm eu " + since);
    }

    @Test
    void aRegionThatIsSeenForTheFirstTimeIsToldOfWhileThatIsNews() {
        long limit = SINCE - 20_000 + DownRule.RECENT.toMillis();
        for (long now : new long[] {limit - 1, limit, limit + 1}) {
            List<String> told = new ArrayList<>();
            RegionWatch watch = new RegionWatch();
            watch.look(verdict(true, Records.AT), now, (event, region, since) -> told.add(region));
            assertThat(told).hasSize(now <= limit ? 1 : 0);
        }
    }

    @Test
    void aSealIsOpenedUnderItsNameWithItsKeyAlone() {
        SecureRandom random = new SecureRandom();
        HookSeal seal = new HookSeal("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII), random);
        HookSeal other = new HookSeal("another".getBytes(StandardCharsets.US_ASCII), random);
        String sealed = seal.seal("hook/a", "https://example.com/token");
        assertThat(new String(Base64.getDecoder().decode(sealed), StandardCharsets.ISO_8859_1))
                .doesNotContain("token");
        assertThat(seal.open("hook/a", sealed)).hasValue("https://example.com/token");
        assertThat(seal.open("hook/b", sealed)).isEmpty();
        assertThat(other.open("hook/a", sealed)).isEmpty();
        assertThat(seal.open("hook/a", sealed.substring(4))).isEmpty();
        assertThat(seal.open("hook/a", "AAAA")).isEmpty();
        assertThat(seal.open("hook/a", "?")).isEmpty();
        assertThat(seal.seal("hook/a", "x")).isNotEqualTo(seal.seal("hook/a", "x"));
        assertThat(seal.secret("a"))
                .startsWith("whsec_")
                .isNotEqualTo(seal.secret("b"))
                .isNotEqualTo(other.secret("a"));
    }
}
