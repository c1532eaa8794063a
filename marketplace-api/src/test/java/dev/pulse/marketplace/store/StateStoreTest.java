package dev.pulse.marketplace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store gives back: after an end in order, after a kill, and when its files are not what they were. */
class StateStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    private Path folder;

    private final AtomicReference<LogIdentity> log =
            new AtomicReference<>(new LogIdentity("cluster", "topic", 1, Duration.ofDays(7)));

    private StateStore open(Path at) {
        return StateStore.open(new StoreSettings(at), log::get, () -> NOW);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What it gives out, and the offset to go on from at the end. */
    private static List<String> resumed(StateStore store) {
        return resumed(store, record -> {});
    }

    private static List<String> resumed(StateStore store, Consumer<byte[]> held) {
        List<String> found = new ArrayList<>();
        Map<Integer, Long> next = store.resume(Set.of(), Map.of(0, 0L), Map.of(0, 100L), new StateKeeper.Kept() {
            @Override
            public void value(int column, int code, byte[] value) {
                found.add(column + "/" + code + "=" + text(value));
            }

            @Override
            public void row(byte[] id, byte[] image) {
                assertThat(text(image)).startsWith(text(id));
                found.add(text(image));
            }

            @Override
            public void held(byte[] image) {
                held.accept(image);
                found.add(text(image));
            }
        });
        found.add(next.toString());
        return found;
    }

    private static void keep(StateStore store, String id, String image) {
        store.row(bytes(id), bytes(image));
    }

    /** A store with two steps: a and b at offset 2, then b changed and c at 4. */
    private void fill(Path at, boolean inOrder) {
        StateStore store = open(at);
        assertThat(resumed(store)).containsExactly("{}");
        keep(store, "a", "a1");
        keep(store, "b", "b1");
        store.reached(Map.of(0, 2L), NOW);
        keep(store, "b", "b2");
        keep(store, "c", "c1");
        store.reached(Map.of(0, 4L), NOW);
        keep(store, "d", "d is not reached");
        if (inOrder) {
            store.close();
        }
    }

    @Test
    void whatWasReachedComesBackAndNothingElse() {
        fill(folder, true);
        try (StateStore store = open(folder)) {
            assertThat(resumed(store)).containsExactly("a1", "b2", "c1", "{0=4}");
            store.gone(bytes("a"));
            store.reached(Map.of(0, 5L), NOW);
        }
        try (StateStore store = open(folder)) {
            assertThat(resumed(store)).containsExactly("b2", "c1", "{0=5}");
        }
    }

    /** A kill leaves the files as they stand, with nothing flushed or closed. */
    @Test
    void afterAKillItIsAsOfTheLastBatch() throws IOException {
        fill(folder.resolve("killed"), false);
        copy(folder.resolve("killed"), folder.resolve("left"));
        try (StateStore store = open(folder.resolve("left"))) {
            assertThat(resumed(store)).containsExactly("a1", "b2", "c1", "{0=4}");
        }
    }

    @Test
    void aBatchThatWasHalfWrittenIsNotThereAtAll() throws IOException {
        fill(folder.resolve("killed"), false);
        copy(folder.resolve("killed"), folder.resolve("left"));
        Path wal = newest(folder.resolve("left").resolve("states"), ".log");
        byte[] all = Files.readAllBytes(wal);
        Files.write(wal, Arrays.copyOf(all, all.length - 7));
        try (StateStore store = open(folder.resolve("left"))) {
            assertThat(resumed(store)).containsExactly("a1", "b1", "{0=2}");
        }
    }

    @Test
    void aStoreOfAnotherLogIsThrownAwayForGood() {
        fill(folder, true);
        log.set(new LogIdentity("cluster", "made anew", 1, Duration.ofDays(7)));
        try (StateStore store = open(folder)) {
            assertThat(resumed(store)).containsExactly("{}");
        }
        log.set(new LogIdentity("cluster", "topic", 1, Duration.ofDays(7)));
        try (StateStore store = open(folder)) {
            assertThat(resumed(store)).containsExactly("{}");
        }
    }

    @Test
    void whatWasForgottenIsGone() {
        fill(folder, true);
        try (StateStore store = open(folder)) {
            assertThat(resumed(store)).hasSize(4);
            store.forget();
            assertThat(resumed(store)).containsExactly("{}");
            keep(store, "e", "e1");
            store.reached(Map.of(0, 9L), NOW);
        }
        try (StateStore store = open(folder)) {
            assertThat(resumed(store)).containsExactly("e1", "{0=9}");
        }
    }

    @Test
    void filesThatAreNoStoreAreThrownAway() throws IOException {
        fill(folder, true);
        Files.writeString(newest(folder.resolve("states"), "CURRENT"), "garbage\n");
        try (StateStore store = open(folder)) {
            assertThat(resumed(store)).containsExactly("{}");
            keep(store, "a", "a3");
            store.reached(Map.of(0, 7L), NOW);
            assertThat(resumed(store)).containsExactly("a3", "{0=7}");
        }
    }

    @Test
    void aFlippedByteIsNoticedAndAllIsThrownAway() throws IOException {
        fill(folder, true);
        // A second opening writes what the log had into a table.
        open(folder).close();
        Path table = newest(folder.resolve("states"), ".sst");
        byte[] all = Files.readAllBytes(table);
        all[10] ^= 1;
        Files.write(table, all);
        try (StateStore store = open(folder)) {
            assertThatThrownBy(() -> resumed(store)).isInstanceOf(DamagedStoreException.class);
            assertThat(resumed(store)).containsExactly("{}");
        }
    }

    @Test
    void valuesComeBeforeRowsAndRowsBeforeReservations() {
        try (StateStore store = open(folder)) {
            assertThat(resumed(store)).containsExactly("{}");
            store.held("a", bytes("held by a"));
            store.held("b", bytes("held by b"));
            keep(store, "b", "b1");
            store.value(3, 70_000, bytes("x"));
            store.value(3, 2, bytes("y"));
            store.held("b", null);
            store.reached(Map.of(0, 2L), NOW);
        }
        try (StateStore store = open(folder)) {
            assertThat(resumed(store)).containsExactly("3/2=y", "3/70000=x", "b1", "held by a", "{0=2}");
        }
    }

    /** A store that has reservations. */
    private void fillHeld() {
        fill(folder, true);
        try (StateStore store = open(folder)) {
            assertThat(resumed(store)).hasSize(4);
            store.held("h", bytes("h1"));
            store.reached(Map.of(0, 6L), NOW);
        }
    }

    @Test
    void whatNobodyCanReadIsDamage() {
        fillHeld();
        try (StateStore store = open(folder)) {
            assertThatThrownBy(() -> resumed(store, bytes -> {
                        throw new IllegalArgumentException("garbage");
                    }))
                    .isInstanceOf(DamagedStoreException.class)
                    .hasMessageContaining("garbage");
            assertThat(resumed(store)).containsExactly("{}");
        }
    }

    @Test
    void aFolderIsOneExplorers() {
        try (StateStore first = open(folder)) {
            assertThat(resumed(first)).containsExactly("{}");
            assertThatThrownBy(() -> open(folder))
                    .isInstanceOf(StoreUnusableException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("in use by another explorer");
        }
        open(folder).close();
    }

    @Test
    void aFolderThatCannotBeMadeIsSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "", StandardOpenOption.CREATE);
        assertThatThrownBy(() -> open(file.resolve("store")))
                .isInstanceOf(StoreUnusableException.class)
                .hasMessageContaining("can't be used");
    }

    @Test
    void aStoreThatCannotBeMadeAnewIsDoneWithout() {
        fill(folder, true);
        StateStore store = open(folder);
        assertThat(resumed(store)).hasSize(4);
        store.close();
        store.forget();
        assertThat(resumed(store)).containsExactly("{}");
        keep(store, "a", "a9");
        store.reached(Map.of(0, 9L), NOW);
    }

    private static Path newest(Path at, String end) throws IOException {
        try (Stream<Path> files = Files.list(at)) {
            return files.filter(file -> file.getFileName().toString().endsWith(end))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
