package dev.pulse.standalone.grid;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ports of a grid: nine in a row.
 *
 * @param base the first one, 1 to 65527: the explorer and its page
 */
public record Ports(int base) {
    private static final int COUNT = 9;

    public Ports {
        if (base < 1 || base > 65_536 - COUNT) {
            throw new IllegalArgumentException("--port must be from 1 to " + (65_536 - COUNT) + ", not " + base);
        }
    }

    public int marketplace() {
        return base;
    }

    public int ingest() {
        return base + 1;
    }

    public int lifecycle() {
        return base + 2;
    }

    public int verifier() {
        return base + 3;
    }

    public int registry() {
        return base + 4;
    }

    public int registryManagement() {
        return base + 5;
    }

    public int kafka() {
        return base + 6;
    }

    public int kafkaController() {
        return base + 7;
    }

    public int ledger() {
        return base + 8;
    }

    /**
     * Looks whether all are free.
     *
     * @throws GridException naming the first that is taken, and what to do
     */
    public void requireFree(String address) {
        Map<Integer, String> uses = new LinkedHashMap<>();
        uses.put(marketplace(), "the explorer");
        uses.put(ingest(), "the ingest");
        uses.put(lifecycle(), "the lifecycle stream");
        uses.put(verifier(), "the verifier");
        uses.put(registry(), "the schema registry");
        uses.put(registryManagement(), "the schema registry's health checks");
        uses.put(kafka(), "Kafka");
        uses.put(kafkaController(), "Kafka's controller");
        uses.put(ledger(), "the development ledger");
        uses.forEach((port, use) -> {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            } catch (IOException taken) {
                throw new GridException("Port " + port + ", meant for " + use + ", can't be used: " + taken.getMessage()
                        + ". Choose nine others in a row with --port, for example --port " + (base + 1000) + ".");
            }
        });
    }
}
