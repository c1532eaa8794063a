package dev.pulse.benchmarks.run.explorer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL 15 with a cluster of its own in a new folder, on loopback. It refuses to run as root; then it is run as the user
 * {@code postgres} that Debian's package makes.
 */
public final class Postgres implements AutoCloseable {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static final int PATIENCE_S = 60;
    private static final int TICK_MICROS = 10_000;
    /** Fields of proc(5) stat behind the name: what the process has used, and what its children had that are gone. */
    private static final int PARENT = 1;

    private static final int UTIME = 11;
    private static final int CSTIME = 14;

    private final Path folder;
    private final int port;

    private Postgres(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Whether it is installed. */
    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAMS.resolve("postgres"));
    }

    /**
     * Makes a cluster and starts it.
     *
     * @throws IOException with what it printed when it can't be started
     */
    public static Postgres start() throws IOException {
        Path folder = Path.of(run(List.of("mktemp", "-d", "/tmp/pulse-bench-postgresql-XXXXXX")));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Postgres postgres = new Postgres(folder, port);
        try {
            run(List.of(
                    program("initdb"),
                    "-D",
                    postgres.data(),
                    "-U",
                    "bench",
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                    "--locale=C"));
            // As an operator with these gigabytes would set it up; nothing here outlives the run, so no disk is waited
            // for.
            String options = "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1 -c shared_buffers=2GB"
                    + " -c work_mem=64MB -c maintenance_work_mem=512MB -c effective_cache_size=8GB"
                    + " -c random_page_cost=1.1 -c max_wal_size=8GB -c fsync=off -c synchronous_commit=off"
                    + " -c full_page_writes=off -c autovacuum=off";
            run(List.of(
                    program("pg_ctl"),
                    "-D",
                    postgres.data(),
                    "-w",
                    "-t",
                    Integer.toString(PATIENCE_S),
                    "-l",
                    folder.resolve("log").toString(),
                    "-o",
                    options,
                    "start"));
        } catch (IOException failed) {
            postgres.close();
            throw failed;
        }
        return postgres;
    }

    private static String program(String name) {
        return PROGRAMS.resolve(name).toString();
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /** A connection; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "bench", "");
    }

    /** Microseconds of processor time that all its processes have used, those that are gone among them. */
    public long cpuMicros() throws IOException {
        String pid = run(List.of(
                "head", "-1", folder.resolve("data").resolve("postmaster.pid").toString()));
        long ticks = ticks(Path.of("/proc", pid, "stat"), true);
        for (Path process : children(pid)) {
            ticks += ticks(process.resolve("stat"), false);
        }
        return ticks * TICK_MICROS;
    }

    private static List<Path> children(String parent) throws IOException {
        List<Path> found = new ArrayList<>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (fields(process.resolve("stat"))
                        .filter(all -> all[PARENT].equals(parent))
                        .isPresent()) {
                    found.add(process);
                }
            }
        }
        return found;
    }

    private static long ticks(Path stat, boolean withEnded) {
        return fields(stat)
                .map(all -> {
                    long sum = 0;
                    for (int i = UTIME; i <= (withEnded ? CSTIME : UTIME + 1); i++) {
                        sum += Long.parseLong(all[i]);
                    }
                    return sum;
                })
                .orElse(0L);
    }

    /** Empty for a process that is gone. */
    private static Optional<String[]> fields(Path stat) {
        try {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return Optional.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static String run(List<String> command) throws IOException {
        List<String> line = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            line.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        line.addAll(command);
        // A server that stays would hold a pipe open for ever: what is printed goes into a file.
        Path printed = Files.createTempFile("pulse-bench-", ".txt");
        try {
            Process process = new ProcessBuilder(line)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
            if (!process.waitFor(2L * PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command.getFirst() + " does not end");
            }
            String said = Files.readString(printed).strip();
            if (process.exitValue() != 0) {
                throw new IOException(command.getFirst() + ": " + said);
            }
            return said;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } finally {
            Files.deleteIfExists(printed);
        }
    }

    /** Stops it, and removes its folder. */
    @Override
    public void close() {
        try {
            if (Files.exists(folder.resolve("log"))) {
                run(List.of(program("pg_ctl"), "-D", data(), "-m", "immediate", "-w", "stop"));
            }
            run(List.of("rm", "-rf", folder.toString()));
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
