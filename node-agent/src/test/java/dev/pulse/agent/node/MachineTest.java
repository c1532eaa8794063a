package dev.pulse.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @TempDir
    Path temp;

    @Test
    void reads_what_the_kernel_says() throws IOException {
        write("uptime", "350735.47 234388.90\n");
        write("sys/kernel/hostname", "farm-7\n");
        write("meminfo", "MemTotal:        9437184 kB\nMemFree:  1 kB\n");
        write("driver/nvidia/gpus/0000:01:00.0/information", "Model: \t\t NVIDIA L4\nIRQ: 1\n");

        Machine machine = new Machine(temp, temp);

        assertThat(machine.uptimeS()).isEqualTo(350_735);
        assertThat(machine.hostname()).isEqualTo("farm-7");
        assertThat(machine.gpus()).containsExactly(new Gpu("nvidia", "NVIDIA L4", -1));
        Capacity capacity = machine.capacity();
        assertThat(capacity.ramGb()).isEqualTo(9);
        assertThat(capacity.slicesTotal()).isEqualTo(2);
        assertThat(capacity.gpuCount()).isEqualTo(1);
        assertThat(capacity.slicesUsed()).isEqualTo(Capacity.UNSAID);
        assertThat(capacity.diskGb()).isEqualTo(Files.getFileStore(temp).getTotalSpace() / 1_000_000_000L);
        assertThat(capacity.cpuCores()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void leaves_unsaid_what_it_cannot_read() throws IOException {
        write("uptime", "soon\n");

        Machine machine = new Machine(temp, temp.resolve("missing"));

        assertThat(machine.uptimeS()).isEqualTo(-1);
        assertThat(machine.gpus()).isEmpty();
        assertThat(machine.capacity().diskGb()).isEqualTo(Capacity.UNSAID);
    }

    @Test
    void knows_an_overlay_address() throws IOException {
        assertThat(Machine.isMycelium(InetAddress.getByName("46a:52b7::1"))).isTrue();
        assertThat(Machine.isMycelium(InetAddress.getByName("5ff::1"))).isTrue();
        assertThat(Machine.isMycelium(InetAddress.getByName("3ff::1"))).isFalse();
        assertThat(Machine.isMycelium(InetAddress.getByName("600::1"))).isFalse();
        assertThat(Machine.isMycelium(InetAddress.getByName("4.1.2.3"))).isFalse();
    }

    @Test
    void writes_addresses_as_rfc_5952_does() throws IOException {
        for (String address : new String[] {
            "46a:52b7::1", "400::", "46a:0:0:1::2", "46a:1:0:3:4:5:6:7", "46a:0:1:2:3:4:5:abcd", "46a:1:2:3:4:5::"
        }) {
            assertThat(Machine.text(InetAddress.getByName(address))).isEqualTo(address);
        }
    }

    @Test
    void the_build_has_a_version() {
        assertThat(AgentVersion.get()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(temp.resolve(file).getParent());
        Files.writeString(temp.resolve(file), text);
    }
}
