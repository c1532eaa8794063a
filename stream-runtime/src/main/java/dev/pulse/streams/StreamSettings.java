package dev.pulse.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How one Kafka Streams application runs. Start from {@link #of} and change what differs.
 *
 * @param applicationId name of the application: its consumer group, and the prefix of its changelogs and state folders.
 *     Changing it starts again from nothing
 * @param stateDir folder for the stores; a process that keeps it restarts without restoring everything after a clean
 *     stop, and takes over its own unfinished transactions after a crash
 * @param threads stream threads, 1 to 64
 * @param standbyReplicas other instances that keep a copy of each store, 0 to 4; counts where there are as many more
 *     instances
 * @param applicationServer {@code host:port} under which other instances reach this one's queries, or null
 * @param commitInterval how often a transaction ends, 10 ms to 30 s: how late readers of committed records may be
 * @param recordCacheBytes memory for the caches in front of the stores, over all threads; 0 writes each change through
 * @param rocksDbBytes memory for blocks, indexes and write buffers of all RocksDB stores of this application together,
 *     8 MiB or more
 * @param overrides further properties of Kafka Streams or, with its prefixes, of its clients; wins over all but the ones
 *     in {@link #FIXED}
 */
public record StreamSettings(
        String applicationId,
        Path stateDir,
        int threads,
        int standbyReplicas,
        String applicationServer,
        Duration commitInterval,
        long recordCacheBytes,
        long rocksDbBytes,
        Map<String, String> overrides) {
    /** What correctness depends on, and what has its own place in the configuration: not to be overridden. */
    public static final Set<String> FIXED = Set.of(
            "application.id",
            "bootstrap.servers",
            "client.id",
            "ensure.explicit.internal.resource.naming",
            "group.instance.id",
            "group.protocol",
            "processing.guarantee",
            "rocksdb.config.setter",
            "state.dir");

    private static final String BY_TLS = "https://";

    private static final long LEAST_ROCKSDB_BYTES = 8L << 20;

    /**
     * @throws IllegalArgumentException naming the key that is missing or outside its range
     */
    public StreamSettings {
        check(applicationId != null && applicationId.matches("[A-Za-z0-9._-]{1,200}"), "applicationId", applicationId);
        check(stateDir != null, "stateDir", null);
        check(threads >= 1 && threads <= 64, "threads (1 to 64)", threads);
        check(standbyReplicas >= 0 && standbyReplicas <= 4, "standbyReplicas (0 to 4)", standbyReplicas);
        check(
                applicationServer == null || applicationServer.matches("(https://)?[^\\s/]+:\\d{1,5}"),
                "applicationServer (host:port, or https://host:port)",
                applicationServer);
        check(
                commitInterval.toMillis() >= 10 && commitInterval.toMillis() <= 30_000,
                "commitInterval (10 ms to 30 s)",
                commitInterval);
        check(recordCacheBytes >= 0, "recordCacheBytes", recordCacheBytes);
        check(rocksDbBytes >= LEAST_ROCKSDB_BYTES, "rocksDbBytes (8 MiB or more)", rocksDbBytes);
        overrides = overrides == null ? Map.of() : Map.copyOf(overrides);
        Set<String> forbidden = new TreeSet<>(overrides.keySet());
        forbidden.retainAll(FIXED);
        if (!forbidden.isEmpty()) {
            throw new IllegalArgumentException("streams: " + forbidden + " can't be overridden");
        }
    }

    /** {@code host:port} under which the other instances reach this one; null where there are no others. */
    public String hostAndPort() {
        return applicationServer == null || !applicationServer.startsWith(BY_TLS)
                ? applicationServer
                : applicationServer.substring(BY_TLS.length());
    }

    /** How instances of this application reach each other, all in the same way: {@code http} or {@code https}. */
    public String peerScheme() {
        return applicationServer != null && applicationServer.startsWith(BY_TLS) ? "https" : "http";
    }

    /**
     * Settings for a small installation: one thread, no standby, a commit every 100 ms, 8 MiB of record caches, 32 MiB
     * for RocksDB.
     */
    public static StreamSettings of(String applicationId, Path stateDir) {
        return new StreamSettings(
                applicationId, stateDir, 1, 0, null, Duration.ofMillis(100), 8L << 20, 32L << 20, Map.of());
    }

    /** The same for the application of another name. */
    public StreamSettings withApplicationId(String id) {
        return new StreamSettings(
                id,
                stateDir,
                threads,
                standbyReplicas,
                applicationServer,
                commitInterval,
                recordCacheBytes,
                rocksDbBytes,
                overrides);
    }

    /** The same with this many stream threads. */
    public StreamSettings withThreads(int count) {
        return new StreamSettings(
                applicationId,
                stateDir,
                count,
                standbyReplicas,
                applicationServer,
                commitInterval,
                recordCacheBytes,
                rocksDbBytes,
                overrides);
    }

    /** The same with this many standby replicas. */
    public StreamSettings withStandbyReplicas(int count) {
        return new StreamSettings(
                applicationId,
                stateDir,
                threads,
                count,
                applicationServer,
                commitInterval,
                recordCacheBytes,
                rocksDbBytes,
                overrides);
    }

    /** The same, reachable for other instances' queries at {@code host:port}, or by TLS at {@code https://host:port}. */
    public StreamSettings withApplicationServer(String server) {
        return new StreamSettings(
                applicationId,
                stateDir,
                threads,
                standbyReplicas,
                server,
                commitInterval,
                recordCacheBytes,
                rocksDbBytes,
                overrides);
    }

    /** The same with this memory in bytes: record caches, and RocksDB. */
    public StreamSettings withMemory(long recordCaches, long rocksDb) {
        return new StreamSettings(
                applicationId,
                stateDir,
                threads,
                standbyReplicas,
                applicationServer,
                commitInterval,
                recordCaches,
                rocksDb,
                overrides);
    }

    /** The same with these further properties in place of the former ones. */
    public StreamSettings withOverrides(Map<String, String> properties) {
        return new StreamSettings(
                applicationId,
                stateDir,
                threads,
                standbyReplicas,
                applicationServer,
                commitInterval,
                recordCacheBytes,
                rocksDbBytes,
                properties);
    }

    private static void check(boolean holds, String key, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " can't be " + value);
        }
    }
}
