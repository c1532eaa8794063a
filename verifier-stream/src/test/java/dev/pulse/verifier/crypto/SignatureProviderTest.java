package dev.pulse.verifier.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.curve.CurveEd25519;
import dev.pulse.domain.verdict.SignatureVerifier;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SignatureProviderTest {
    private final List<String> said = new ArrayList<>();

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void auto_takes_our_own_where_it_is_fast_and_otherwise_aws_lc() {
        SignatureVerifier best = SignatureProvider.AUTO.load(1 << 20, said::add, said::add, System::nanoTime);
        if (CurveEd25519.isFastHere()) {
            assertThat(best).isInstanceOf(WatchedVerifier.class);
            assertThat(said).singleElement().asString().contains("own").contains("fastest");
        } else {
            assertThat(best).isInstanceOf(CorrettoVerifier.class);
            assertThat(said).singleElement().asString().contains("AWS-LC").contains("no vectors");
        }
        assertThat(SignatureProvider.AWS_LC.load(1 << 20, said::add, said::add, System::nanoTime))
                .isInstanceOf(CorrettoVerifier.class);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void auto_without_memory_for_points_of_keys_takes_aws_lc() {
        assertThat(SignatureProvider.AUTO.load(said::add)).isInstanceOf(CorrettoVerifier.class);
        assertThat(said).singleElement().asString().contains("AWS-LC").contains("no memory");
    }

    @Test
    void auto_always_finds_one() {
        assertThat(SignatureProvider.AUTO
                        .load(1 << 20, said::add, said::add, System::nanoTime)
                        .name())
                .isNotBlank();
        assertThat(said).hasSize(1);
    }

    @Test
    void the_one_that_is_asked_for_is_taken() {
        assertThat(SignatureProvider.BOUNCYCASTLE.load(1 << 20, said::add, said::add, System::nanoTime))
                .isInstanceOf(BouncyCastleVerifier.class);
        assertThat(said).singleElement().asString().contains("BouncyCastle").contains("as configured");
    }

    @Test
    void a_provider_stays_its_own_and_is_not_installed_for_the_whole_process() {
        SignatureProvider.AUTO.load(1 << 20, said::add, said::add, System::nanoTime);
        assertThat(Security.getProviders())
                .extracting(Provider::getName)
                .doesNotContain("AmazonCorrettoCryptoProvider", "BC");
    }
}
