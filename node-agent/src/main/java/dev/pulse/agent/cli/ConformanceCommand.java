package dev.pulse.agent.cli;

import dev.pulse.agent.check.Conformance;
import dev.pulse.agent.check.HeartbeatCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pulse conformance}: checks a whole file of heartbeats with known verdicts. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a file of heartbeats with known verdicts (cases with name, received_at, body, verdict, and perhaps",
            "canonical and sha256). Exit code: 0 all alike, 1 differences, 2 wrong usage or not such a file."
        })
public final class ConformanceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "VECTORS.json", description = "The file.")
    private Path file;

    @Override
    public Integer call() {
        List<Conformance.Case> cases = cases();
        HeartbeatCheck check = new HeartbeatCheck(null);
        PrintWriter out = spec.commandLine().getOut();
        int differing = 0;
        for (Conformance.Case each : cases) {
            List<Conformance.Difference> differences = Conformance.run(check, each);
            differences.forEach(difference -> out.println("DIFFERS  " + difference.name() + "  " + difference.what()));
            differing += differences.isEmpty() ? 0 : 1;
        }
        out.println(cases.size() + " cases, " + (differing == 0 ? "all alike" : differing + " differ"));
        out.flush();
        return differing == 0 ? 0 : 1;
    }

    private List<Conformance.Case> cases() {
        try {
            return Conformance.read(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new ParameterException(spec.commandLine(), "there is no file " + file, e);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
