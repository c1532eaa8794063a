package dev.pulse.standalone.embedded;

import dev.pulse.standalone.secure.SecureFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * One broker with its KRaft controller, alone or one of several.
 *
 * @param id its node id, from 1
 * @param folder where the logs are; made if it is not there
 * @param address address to listen on, for example {@code 127.0.0.1}
 * @param port port of the broker
 * @param advertisedPort the port that clients and other brokers are told; another one where something stands in between
 * @param voters every controller of the quorum by node id, this one included, as {@code host:port}; an odd number
 * @param clusterId 16 bytes in base64, the same for all brokers, or null: then the folder's own, made on first use
 * @param secure its certificates and users; null for a broker that takes everybody's word
 */
public record BrokerSettings(
        int id,
        Path folder,
        String address,
        int port,
        int advertisedPort,
        SortedMap<Integer, String> voters,
        String clusterId,
        SecureFolder secure) {
    /**
     * @throws IllegalArgumentException naming what is outside its range
     */
    public BrokerSettings {
        voters = new TreeMap<>(voters);
        check(id >= 1, "the id must be 1 or more");
        check(port >= 1 && port <= 65_535, "the port must be 1 to 65535");
        check(advertisedPort >= 1 && advertisedPort <= 65_535, "the advertised port must be 1 to 65535");
        check(voters.containsKey(id), "the voters must have one with the id " + id);
        check(voters.size() % 2 == 1 && voters.size() <= 7, "there must be 1, 3, 5 or 7 voters");
        check(
                voters.size() == 1 || clusterId != null,
                "several brokers need a cluster id in common (kafka-storage random-uuid makes one)");
        voters.values().forEach(voter -> check(voter.matches("\\S+:\\d{1,5}"), "a voter is host:port, not " + voter));
    }

    /** The only broker of its cluster. */
    public static BrokerSettings alone(Path folder, String address, int port, int controllerPort) {
        return new BrokerSettings(
                1, folder, address, port, port, new TreeMap<>(Map.of(1, "127.0.0.1:" + controllerPort)), null, null);
    }

    /** In how many brokers a partition stands: three where there are as many. */
    int replicationFactor() {
        return Math.min(3, voters.size());
    }

    /** How many of them must have a record before it is acknowledged (design section 6). */
    int minInSyncReplicas() {
        return replicationFactor() == 1 ? 1 : 2;
    }

    /** What clients and other brokers speak with it. */
    SecurityProtocol clientProtocol() {
        return secure == null ? SecurityProtocol.PLAINTEXT : SecurityProtocol.SASL_SSL;
    }

    /** What controllers speak with each other. */
    SecurityProtocol controllerProtocol() {
        return secure == null ? SecurityProtocol.PLAINTEXT : SecurityProtocol.SSL;
    }

    String quorum() {
        return voters.entrySet().stream()
                .map(voter -> voter.getKey() + "@" + voter.getValue())
                .collect(Collectors.joining(","));
    }

    private static void check(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
