package dev.pulse.agent.cli;

import dev.pulse.agent.check.Finding;
import dev.pulse.agent.check.HeartbeatCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pulse verify-heartbeat}: what the grid would make of a heartbeat. */
@Command(
        name = "verify-heartbeat",
        mixinStandardHelpOptions = true,
        description = {
            "Says what the grid would make of a heartbeat: canonical payload, SHA-256, verdict, reason.",
            "Exit code: 0 accepted, 1 not accepted, 2 wrong usage."
        })
public final class VerifyHeartbeatCommand implements Callable<Integer> {
    private static final long MAX_UNIX_S = 1L << 40;

    private final InstantSource clock;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE|-", description = "The body of the POST; - is the standard input.")
    private String file;

    @Option(names = "--received-at", paramLabel = "T", description = "The ingest's clock, unix seconds. Default: now.")
    private Long receivedAt;

    @Option(
            names = "--audience",
            paramLabel = "A",
            description = "The network: a heartbeat for another one is refused.")
    private String audience;

    /** @param clock says when now is */
    public VerifyHeartbeatCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (receivedAt != null && Math.abs(receivedAt) > MAX_UNIX_S) {
            throw new ParameterException(spec.commandLine(), "--received-at is in unix seconds, not milliseconds");
        }
        long receivedAtMs = receivedAt == null ? clock.millis() : receivedAt * 1000;
        Finding finding = new HeartbeatCheck(audience).check(body(), receivedAtMs);
        PrintWriter out = spec.commandLine().getOut();
        out.println("canonical  "
                + (finding.canonical() == null ? "none" : new String(finding.canonical(), StandardCharsets.UTF_8)));
        out.println("sha256     " + (finding.sha256() == null ? "none" : finding.sha256()));
        out.println("verdict    " + finding.verdict());
        out.println("reason     " + finding.reason());
        out.flush();
        return finding.isAccepted() ? 0 : 1;
    }

    /** One byte past the limit is enough to know that it is passed. */
    private byte[] body() {
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            return in.readNBytes(HeartbeatCheck.MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new ParameterException(spec.commandLine(), "there is no file " + file, e);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
