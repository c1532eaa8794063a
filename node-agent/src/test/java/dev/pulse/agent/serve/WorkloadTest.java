package dev.pulse.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that runs virtual machines, good and bad. */
class WorkloadTest {
    @TempDir
    Path folder;

    private Workload program(String script) throws IOException {
        return program(script, Duration.ofSeconds(20));
    }

    private Workload program(String script, Duration limit) throws IOException {
        Path file = folder.resolve("workload");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Workload(file, limit);
    }

    @Test
    void it_is_told_which_file_has_the_reservations() throws Exception {
        Path said = folder.resolve("said");
        program("echo \"$@\" > " + said).reservations(folder.resolve("reservations.json"));
        assertThat(said).hasContent("reservations " + folder.resolve("reservations.json") + "\n");
    }

    @Test
    void it_says_how_many_machines_run_or_nothing() throws Exception {
        assertThat(program("echo 3").running()).hasValue(3);
        for (String other : new String[] {"echo three", "echo -1", "echo 12345678901", "true", "echo 3; exit 1"}) {
            assertThat(program(other).running()).as(other).isEmpty();
        }
        assertThat(new Workload(folder.resolve("nothing")).running()).isEmpty();
    }

    @Test
    void one_that_fails_says_why() throws Exception {
        Workload failing = program("echo no room >&2; exit 3");
        assertThatThrownBy(() -> failing.reservations(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended with 3: no room");
    }

    @Test
    void one_that_hangs_is_ended_with_all_that_it_started() throws Exception {
        Path pid = folder.resolve("pid");
        Workload hanging = program("sleep 600 & echo $! > " + pid + "; wait", Duration.ofMillis(500));
        assertThat(hanging.running()).isEmpty();
        long child = Long.parseLong(Files.readString(pid).strip());
        await().until(() ->
                ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void what_it_prints_beyond_a_line_holds_nothing_up() throws Exception {
        assertThat(program("head -c 1000000 /dev/zero").running()).isEmpty();
    }
}
