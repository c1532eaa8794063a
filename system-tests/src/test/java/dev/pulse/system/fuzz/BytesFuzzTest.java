package dev.pulse.system.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pulse.domain.json.JsonTarget;
import dev.pulse.ingest.http.RequestTarget;
import dev.pulse.marketplace.http.rpc.RpcTarget;
import dev.pulse.marketplace.http.search.CursorTarget;
import dev.pulse.schemas.serde.RecordTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that strangers send, led by what they reach in the code (Jazzer): bodies, canonical JSON, requests, records, cursors, RPC.
 * The first byte says which. In the environment {@code JAZZER_FUZZ=1} it makes up new ones for a while, otherwise it tries the
 * corpus in {@code src/test/resources/fuzz}. All share one run, since the start of one costs as much as it does.
 */
class BytesFuzzTest {
    private static final List<String> TARGETS = List.of("json", "heartbeat", "request", "record", "cursor", "rpc");

    private static RpcTarget rpc;

    @BeforeAll
    static void open() {
        rpc = new RpcTarget();
    }

    @AfterAll
    static void close() {
        rpc.close();
    }

    static Stream<byte[]> corpus() {
        return TARGETS.stream().flatMap(BytesFuzzTest::files);
    }

    private static Stream<byte[]> files(String target) {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz", target))) {
            return files.sorted().map(file -> seed(target, file)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] seed(String target, Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return ByteBuffer.allocate(1 + bytes.length)
                    .put((byte) TARGETS.indexOf(target))
                    .put(bytes)
                    .array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @MethodSource("corpus")
    @FuzzTest(maxDuration = "6s")
    void anything(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        switch (TARGETS.get((input[0] & 0xff) % TARGETS.size())) {
            case "json" -> JsonTarget.canonicalForm(bytes);
            case "heartbeat" -> JsonTarget.heartbeat(bytes);
            case "request" -> RequestTarget.plainRequest(bytes);
            case "record" -> RecordTarget.read(bytes);
            case "cursor" -> CursorTarget.read(bytes, rpc.index());
            default -> rpc.answer(bytes);
        }
    }
}
