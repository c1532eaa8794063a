package dev.pulse.system.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallDiskTest {
    @TempDir
    private Path folder;

    @Test
    void nothing_can_be_written_while_it_is_full() throws IOException {
        Path mounted = folder.resolve("disk");
        Optional<SmallDisk> mount = SmallDisk.mount(mounted, 2);
        assumeTrue(mount.isPresent(), "mounting is not allowed here");
        Path file = mounted.resolve("file");
        byte[] some = new byte[100_000];
        try (SmallDisk disk = mount.orElseThrow()) {
            Files.write(file, some);
            Files.delete(file);
            disk.fill();
            assertThatThrownBy(() -> Files.write(file, some)).isInstanceOf(IOException.class);
            disk.free();
            Files.write(file, some);
            assertThat(file).hasSize(some.length);
        }
        assertThat(file).as("after it was unmounted").doesNotExist();
    }
}
