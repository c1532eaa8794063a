package dev.pulse.system.rig;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Whose a TCP connection on loopback is, as Linux has it in {@code /proc}. */
final class Peer {
    private static final Path PROC = Path.of("/proc");
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private Peer() {}

    /**
     * The process that holds the connection from one port to another; -1 where there is none to be found, or where
     * there is no {@code /proc}.
     */
    static long pid(int from, int to) {
        try {
            for (String table : List.of("tcp6", "tcp")) {
                String inode = inode(PROC.resolve("net").resolve(table), from, to);
                if (inode != null) {
                    return holder("socket:[" + inode + "]");
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            // Not to be found.
        }
        return -1;
    }

    private static String inode(Path table, int from, int to) throws IOException {
        String local = port(from);
        String remote = port(to);
        for (String line : Files.readAllLines(table)) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length > INODE && fields[LOCAL].endsWith(local) && fields[REMOTE].endsWith(remote)) {
                return fields[INODE];
            }
        }
        return null;
    }

    private static String port(int number) {
        return String.format(Locale.ROOT, ":%04X", number);
    }

    private static long holder(String socket) throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process.resolve("fd"), socket)) {
                    return Long.parseLong(process.getFileName().toString());
                }
            }
        }
        return -1;
    }

    private static boolean holds(Path descriptors, String socket) {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                try {
                    if (Files.readSymbolicLink(link).toString().equals(socket)) {
                        return true;
                    }
                } catch (IOException closed) {
                    // A descriptor that was closed meanwhile is not the one.
                }
            }
        } catch (IOException | DirectoryIteratorException notOurs) {
            // A process of someone else's, or one that has ended.
        }
        return false;
    }
}
