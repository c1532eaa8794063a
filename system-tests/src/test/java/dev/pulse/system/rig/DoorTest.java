package dev.pulse.system.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DoorTest {
    private static Socket through(Door door) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Test
    void what_is_sent_arrives_unless_the_door_is_shut_for_the_sender() throws IOException {
        AtomicLong asked = new AtomicLong();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Door door = Door.to(server.getLocalPort());
                Socket client = through(door);
                Socket accepted = server.accept()) {
            accepted.setSoTimeout(10_000);
            client.getOutputStream().write(1);
            assertThat(accepted.getInputStream().read()).isEqualTo(1);
            accepted.getOutputStream().write(2);
            assertThat(client.getInputStream().read()).isEqualTo(2);

            door.shut(pid -> {
                asked.set(pid);
                return false;
            });
            client.getOutputStream().write(3);
            assertThat(accepted.getInputStream().read()).isEqualTo(3);
            assertThat(asked).hasValue(ProcessHandle.current().pid());

            long own = ProcessHandle.current().pid();
            door.shut(pid -> pid == own);
            client.getOutputStream().write(4);
            accepted.setSoTimeout(300);
            assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            door.open();
            accepted.setSoTimeout(10_000);
            assertThat(accepted.getInputStream().read())
                    .as("a silent connection ends")
                    .isEqualTo(-1);
            try (Socket again = through(door);
                    Socket next = server.accept()) {
                again.getOutputStream().write(5);
                assertThat(next.getInputStream().read()).isEqualTo(5);
            }
        }
    }
}
