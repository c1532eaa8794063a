package dev.pulse.system;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pulse.standalone.Pulse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;

/**
 * One {@code pulse} command to its end, in this process: what it prints and its status are those that a person sees, and
 * no virtual machine has to start for it. What is killed, or runs on, is a {@link PulseProcess}.
 */
public final class PulseCommand {
    private PulseCommand() {}

    /** Runs a command, which must succeed in time, and answers with the lines that it printed. Files are named from the root. */
    public static List<String> run(Duration atMost, String... command) {
        StringWriter printed = new StringWriter();
        int status = assertTimeoutPreemptively(atMost, () -> {
            PrintWriter out = new PrintWriter(printed, true);
            CommandLine pulse = Pulse.commands().setOut(out).setErr(out);
            return pulse.execute(command);
        });
        if (status != 0) {
            throw new AssertionError("pulse " + String.join(" ", command) + " ended with " + status + ":\n" + printed);
        }
        return printed.toString().lines().toList();
    }
}
