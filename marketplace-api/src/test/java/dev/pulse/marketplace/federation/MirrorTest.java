package dev.pulse.marketplace.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The example of a copy between clusters names topics that there are. */
class MirrorTest {
    @Test
    void everyTopicThatIsCopiedIsOneOfOurs() throws IOException {
        Properties properties = new Properties();
        try (Reader file =
                Files.newBufferedReader(Path.of("..", "infra", "mirror", "mm2.properties"), StandardCharsets.UTF_8)) {
            properties.load(file);
        }
        List<String> copied = List.of(properties.getProperty("us->eu.topics").split(", ", -1));
        assertThat(Topics.all()).extracting(Topic::name).containsAll(copied);
        assertThat(copied).contains(Topics.STATE.name(), Topics.EVENTS.name()).doesNotHaveDuplicates();
        assertThat(properties.getProperty("us.consumer.isolation.level")).isEqualTo("read_committed");
    }
}
