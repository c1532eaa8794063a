package dev.pulse.system.secured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.schemas.kafka.TopicSettings;
import dev.pulse.standalone.manifest.StrimziManifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is committed for Kubernetes is what the lists say. */
class ManifestsTest {
    private static final Path FOLDER = Path.of("..", "infra", "kubernetes");
    private final StrimziManifests manifests = new StrimziManifests("pulse");

    @Test
    void topics_are_those_of_the_list() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("topics.yaml")))
                .as("make it anew with `./pulse topics manifest`")
                .isEqualTo(manifests.topics(new TopicSettings(32, 3)));
    }

    @Test
    void users_may_what_the_list_says() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("users.yaml")))
                .as("make it anew with `./pulse access manifest`")
                .isEqualTo(manifests.users());
    }
}
