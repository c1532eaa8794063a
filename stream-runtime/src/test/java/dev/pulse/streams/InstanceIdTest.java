package dev.pulse.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceIdTest {
    @TempDir
    private Path folder;

    @Test
    void itStaysTheSameInItsFolderAndDiffersInAnother() {
        String first = InstanceId.in(StreamSettings.of("pulse-a", folder.resolve("one")));
        assertThat(first).matches("[0-9a-f-]{36}");
        assertThat(InstanceId.in(StreamSettings.of("pulse-a", folder.resolve("one"))))
                .isEqualTo(first);
        assertThat(Set.of(
                        first,
                        InstanceId.in(StreamSettings.of("pulse-b", folder.resolve("one"))),
                        InstanceId.in(StreamSettings.of("pulse-a", folder.resolve("two")))))
                .hasSize(3);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> InstanceId.in(StreamSettings.of("pulse-a", file)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }
}
