package dev.pulse.marketplace.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.account.Account;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ChallengesTest {
    private static final String HERE = "http://127.0.0.1:8080";
    private static final Account ME = new Account("fa".repeat(32));
    private static final Account YOU = new Account("fb".repeat(32));

    private long now = 1_790_000_000;
    private final InstantSource clock = () -> Instant.ofEpochSecond(now);
    private final Challenges challenges = new Challenges(new SecureRandom(), clock);
    private final Sessions sessions = new Sessions(new SecureRandom(), clock);

    @Test
    void a_challenge_is_known_again_with_the_same_words_until_its_time_is_over() {
        Challenge challenge = challenges.issue(ME, HERE);
        byte[] nonce = challenge.message().nonce();
        assertThat(challenge.message().message()).contains(HERE, ME.hex(), "2026-09-21T14:18:20Z");
        assertThat(challenges.find(ME, HERE, nonce))
                .hasValueSatisfying(found -> assertThat(found.message().hash())
                        .isEqualTo(challenge.message().hash()));
        now += Challenges.LIFETIME_S - 1;
        assertThat(challenges.find(ME, HERE, nonce)).isPresent();
        now++;
        assertThat(challenges.find(ME, HERE, nonce)).isEmpty();
    }

    @Test
    void it_is_for_one_account_at_one_origin_and_of_one_marketplace() {
        byte[] nonce = challenges.issue(ME, HERE).message().nonce();
        assertThat(challenges.find(YOU, HERE, nonce)).isEmpty();
        assertThat(challenges.find(ME, "http://127.0.0.1:8081", nonce)).isEmpty();
        assertThat(new Challenges(new SecureRandom(), clock).find(ME, HERE, nonce))
                .isEmpty();
        assertThat(challenges.find(ME, HERE, new byte[31])).isEmpty();
        for (int i = 0; i < nonce.length; i++) {
            byte[] forged = nonce.clone();
            forged[i] ^= 1;
            assertThat(challenges.find(ME, HERE, forged)).as("byte " + i).isEmpty();
        }
    }

    @Test
    void it_is_used_once() {
        Challenge challenge = challenges.issue(ME, HERE);
        assertThat(challenges.use(challenge)).isTrue();
        assertThat(challenges.use(challenge)).isFalse();
        assertThat(challenges.use(challenges.issue(ME, HERE))).isTrue();
    }

    @Test
    void a_session_ends_after_an_hour_or_when_it_is_ended() {
        Sessions.Opened one = sessions.open(ME, ME, false);
        Sessions.Opened two = sessions.open(YOU, YOU, true);
        assertThat(sessions.find(one.token())).contains(one.session());
        sessions.end(two.token());
        assertThat(sessions.find(two.token())).isEmpty();
        assertThat(sessions.find("something else")).isEmpty();
        now += Sessions.LIFETIME_S - 1;
        assertThat(sessions.find(one.token())).isPresent();
        now++;
        assertThat(sessions.find(one.token())).isEmpty();
    }

    @Test
    void sessions_are_bounded_and_the_oldest_gives_way() {
        Sessions.Opened first = sessions.open(ME, ME, false);
        Sessions.Opened second = sessions.open(ME, ME, false);
        for (int i = 0; i < Sessions.MAX_OPEN - 1; i++) {
            sessions.open(YOU, YOU, true);
        }
        assertThat(sessions.find(first.token())).isEmpty();
        assertThat(sessions.find(second.token())).isPresent();
    }
}
