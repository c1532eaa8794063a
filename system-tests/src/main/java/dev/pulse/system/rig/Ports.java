package dev.pulse.system.rig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports on loopback that are free now. Where it looks first depends on the process: what a trial stops for a while must
 * not be taken by another one on the same machine.
 */
public final class Ports {
    private static final int FIRST = 20_000;

    /** Below 32,768, where Linux begins to take ports for outgoing connections. */
    private static final int ROWS = 600;

    /** Most ports in a row. */
    public static final int ROW = 20;

    private Ports() {}

    /**
     * The first of twenty ports in a row that are all free now.
     *
     * @throws IllegalStateException when there is no such row
     */
    public static int freeRow() {
        long first = ProcessHandle.current().pid() * 7 % ROWS;
        for (int i = 0; i < ROWS; i++) {
            int base = FIRST + (int) ((first + i) % ROWS) * ROW;
            if (allFree(base)) {
                return base;
            }
        }
        throw new IllegalStateException("no " + ROW + " free ports in a row");
    }

    private static boolean allFree(int base) {
        for (int port = base; port < base + ROW; port++) {
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                probe.setReuseAddress(true);
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
