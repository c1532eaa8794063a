package dev.pulse.standalone.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.pulse.standalone.Pulse;
import dev.pulse.standalone.simulate.plant.Costs;
import dev.pulse.standalone.simulate.plant.Outcome;
import dev.pulse.standalone.simulate.plant.Plant;
import dev.pulse.standalone.simulate.plant.Trouble;
import dev.pulse.standalone.size.Figures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * The report is reviewed as a diff: where a change of the model or of a rule is meant to change it, copy
 * {@code target/scaling-simulation.txt} over it.
 */
class ReportTest {
    private static final Path REVIEWED = Path.of("..", "docs", "reference", "scaling-simulation.txt");

    /** More than the machine's noise: from there on the report is made again with the new figures. */
    private static final double OUTDATED_PERCENT = 50;

    @Test
    void is_as_it_was_when_it_was_reviewed() throws IOException {
        String reviewed = Files.readString(REVIEWED);
        String told = Report.tell(Report.of(reviewed));
        Files.writeString(Path.of("target", "scaling-simulation.txt"), told);
        assertThat(told).isEqualTo(reviewed);
    }

    @Test
    void is_made_with_figures_that_are_still_about_right() throws IOException {
        Map<String, Double> now = Report.rounded(Figures.recorded()).values();
        Map<String, Double> then = Report.of(Files.readString(REVIEWED)).values();
        assertThat(then.keySet()).isEqualTo(now.keySet());
        then.forEach((name, value) -> assertThat(value)
                .as(name + ": make the report again with ./pulse simulate --report")
                .isCloseTo(now.get(name), withinPercentage(OUTDATED_PERCENT)));
    }

    @Test
    void the_command_plays_what_it_is_asked_for_and_refuses_nonsense() {
        StringWriter printed = new StringWriter();
        assertThat(run(printed, "--nodes", "1M", "--trouble", "VERIFIER_AWAY", "--sample", "200"))
                .withFailMessage(printed::toString)
                .isZero();
        assertThat(printed.toString())
                .startsWith("1,000,000 nodes every 60 s: ")
                .contains(Trouble.VERIFIER_AWAY.sentence())
                .doesNotContain(Trouble.ORDINARY.sentence());
        StringWriter broken = new StringWriter();
        assertThat(run(broken, "--nodes", "10M", "--load", "9", "--trouble", "ORDINARY", "--sample", "200"))
                .withFailMessage(broken::toString)
                .isEqualTo(1);
        for (String[] wrong :
                new String[][] {{}, {"--nodes", "1M", "--load", "0"}, {"--nodes", "1M", "--sample", "1"}}) {
            StringWriter said = new StringWriter();
            assertThat(run(said, wrong)).isEqualTo(2);
            assertThat(said.toString()).contains("--");
        }
    }

    @Test
    void a_scan_finds_the_last_step_that_holds() {
        List<Double> loads = List.of(1.0, 2.0, 3.0, 4.0, 5.0);
        for (int last = 0; last <= loads.size(); last++) {
            double limit = last;
            Scan scan = Scan.of(loads, load -> outcome(load <= limit));
            assertThat(scan.holds()).isEqualTo(limit);
            assertThat(scan.breaks()).isEqualTo(last == loads.size() ? 0 : limit + 1);
        }
    }

    private static Outcome outcome(boolean holds) {
        Costs free = new Costs(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        Plant plant = new Plant(1, 60_000, 1, 1, 1, 1, 1, 1, 1, 30_000, true, 60_000, free);
        return new Outcome(
                plant, Trouble.ORDINARY, 0, 0, 0, holds ? 0 : -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "verifiers", 0.1);
    }

    private static int run(StringWriter into, String... arguments) {
        PrintWriter out = new PrintWriter(into, true);
        CommandLine pulse = Pulse.commands().setOut(out).setErr(out);
        String[] all = new String[arguments.length + 1];
        all[0] = "simulate";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return pulse.execute(all);
    }
}
