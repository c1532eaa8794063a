package dev.pulse.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.ingest.IngestApplication;
import dev.pulse.lifecycle.LifecycleApplication;
import dev.pulse.marketplace.MarketplaceApplication;
import dev.pulse.verifier.VerifierApplication;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import io.dropwizard.configuration.UndefinedEnvironmentVariableException;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Secrets that a service's configuration takes from the environment. */
class VariablesTest {
    @TempDir
    private Path folder;

    static Stream<Application<? extends Configuration>> services() {
        return Stream.of(
                new IngestApplication(),
                new VerifierApplication(),
                new LifecycleApplication(),
                new MarketplaceApplication());
    }

    @ParameterizedTest
    @MethodSource("services")
    <C extends Configuration> void they_are_put_in_and_must_be_there(Application<C> service) throws IOException {
        Bootstrap<C> bootstrap = new Bootstrap<>(service);
        service.initialize(bootstrap);
        ConfigurationSourceProvider source = bootstrap.getConfigurationSourceProvider();
        Path file = folder.resolve("service.yml");
        Files.writeString(file, "password: ${PATH}\nprice: $${PATH}\n");
        try (InputStream read = source.open(file.toString())) {
            assertThat(new String(read.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("password: " + System.getenv("PATH") + "\nprice: ${PATH}\n");
        }
        Files.writeString(file, "password: ${NOBODY_HAS_SET_THIS}\n");
        assertThatThrownBy(() -> source.open(file.toString()))
                .isInstanceOf(UndefinedEnvironmentVariableException.class)
                .hasMessageContaining("NOBODY_HAS_SET_THIS");
    }
}
