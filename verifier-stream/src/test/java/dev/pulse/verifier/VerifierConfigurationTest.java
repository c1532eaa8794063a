package dev.pulse.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.domain.verdict.Registration;
import dev.pulse.verifier.crypto.SignatureProvider;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.DefaultConfigurationFactoryFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierConfigurationTest {
    private static final String LEAST = """
            kafka: {bootstrapServers: "127.0.0.1:9092"}
            registry: {url: "http://127.0.0.1:8084/apis/registry/v3"}
            stateDir: data/verifier
            """;

    private static VerifierConfiguration parse(String yaml) throws Exception {
        return new DefaultConfigurationFactoryFactory<VerifierConfiguration>()
                .create(VerifierConfiguration.class, Validators.newValidator(), Jackson.newObjectMapper(), "dw")
                .build((String path) -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "test.yml");
    }

    @Test
    void the_least_is_enough_and_lets_nobody_in_unsigned() throws Exception {
        VerifierConfiguration config = parse(LEAST);
        assertThat(config.registration()).isEqualTo(Registration.OPEN);
        assertThat(config.signatureProvider()).isEqualTo(SignatureProvider.AUTO);
        assertThat(config.audience()).isEqualTo("devnet");
        assertThat(config.allowLegacyHeartbeats()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"auto, AUTO", "aws-lc, AWS_LC", "bouncycastle, BOUNCYCASTLE"})
    void each_provider_has_its_name(String name, SignatureProvider provider) throws Exception {
        assertThat(parse(LEAST + "signatureProvider: " + name).signatureProvider())
                .isEqualTo(provider);
    }

    @Test
    void every_key_arrives() throws Exception {
        VerifierConfiguration config = parse(LEAST + """
                registration: ledger
                audience: testnet
                allowLegacyHeartbeats: true
                """);
        assertThat(config.registration()).isEqualTo(Registration.LEDGER);
        assertThat(config.audience()).isEqualTo("testnet");
        assertThat(config.allowLegacyHeartbeats()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            registration: closed          | registration
            registration: null            | registration
            signatureProvider: openssl    | signatureProvider
            audience: null                | audience
            allowLegacyHeartbeat: true    | allowLegacyHeartbeat
            allowLegacyHeartbeats: maybe  | allowLegacyHeartbeats
            """)
    void what_it_does_not_offer_is_refused_by_the_key(String line, String message) {
        assertThatThrownBy(() -> parse(LEAST + line))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }
}
