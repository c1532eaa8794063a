package dev.pulse.domain.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our canonical form against Python's own json.dumps, which agents in other languages are checked with. */
class PythonAgreementTest {
    private static final int DOCUMENTS = 400;
    private static final String SCRIPT = """
            import binascii, json, sys
            for line in open(sys.argv[1]):
                d = json.loads(binascii.unhexlify(line.strip()).decode("utf-8"))
                t = json.dumps(d, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
                print(binascii.hexlify(t.encode("utf-8")).decode())
            """;

    @TempDir
    private Path folder;

    @Test
    void everyDocumentIsWhatPythonDumps() throws IOException, InterruptedException {
        assumeTrue(hasPython(), "python3 is not on the path: agreement with json.dumps was not checked");
        RandomJson json =
                new RandomJson(RandomGeneratorFactory.of("L64X128MixRandom").create(77));
        List<byte[]> bodies = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            byte[] body = json.spell(json.object(6));
            bodies.add(body);
            lines.add(HexFormat.of().formatHex(body));
        }
        Path input = Files.write(folder.resolve("documents"), lines);
        Path output = folder.resolve("dumped");
        Process python = new ProcessBuilder("python3", "-c", SCRIPT, input.toString())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(python.exitValue()).isZero();
        List<String> dumped = Files.readAllLines(output);
        assertThat(dumped).hasSize(DOCUMENTS);
        for (int i = 0; i < DOCUMENTS; i++) {
            assertThat(CanonicalJson.canonicalize(bodies.get(i)))
                    .as(new String(bodies.get(i), StandardCharsets.UTF_8))
                    .isInstanceOf(CanonicalJson.Result.Canonical.class);
            CanonicalJson.Result.Canonical ours =
                    (CanonicalJson.Result.Canonical) CanonicalJson.canonicalize(bodies.get(i));
            assertThat(new String(ours.bytes(), StandardCharsets.UTF_8))
                    .isEqualTo(new String(HexFormat.of().parseHex(dumped.get(i)), StandardCharsets.UTF_8));
        }
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            Process version = new ProcessBuilder("python3", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return version.waitFor(30, TimeUnit.SECONDS) && version.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
