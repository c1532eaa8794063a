package dev.pulse.standalone.simulate;

import dev.pulse.standalone.simulate.plant.Outcome;
import dev.pulse.standalone.simulate.plant.Plant;
import dev.pulse.standalone.simulate.plant.Rules;
import dev.pulse.standalone.simulate.plant.Trouble;
import dev.pulse.standalone.simulate.play.Episode;
import dev.pulse.standalone.size.Figures;
import dev.pulse.standalone.size.SizeOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse simulate}: what becomes of a region of the size that {@code pulse size} gives it, in each trouble. */
@Command(
        name = "simulate",
        description = "Plays troubles of a region of the size that 'size' gives it, in virtual time.",
        mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SizeOptions options;

    @Option(
            names = "--trouble",
            paramLabel = "T",
            description = "One of ${COMPLETION-CANDIDATES}; all where none is named.")
    private List<Trouble> troubles = List.of();

    @Option(
            names = "--load",
            paramLabel = "X",
            defaultValue = "1",
            description = "So many times the nodes on the same machines (default: ${DEFAULT-VALUE}).")
    private double load;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "4000",
            description = "Nodes looked at one by one, 100 to 1000000 (default: ${DEFAULT-VALUE}).")
    private int sample;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--report",
            description =
                    "All of docs/reference/scaling-simulation.txt, with the figures of this build; takes no other option.")
    private boolean report;

    /** Prints, and answers 0 where everything holds, 1 where something does not. */
    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (report) {
            out.print(Report.tell(Figures.recorded()));
            out.flush();
            return 0;
        }
        Plant plant;
        try {
            plant = Plant.of(options.demand(), options.machines(), Figures.recorded());
            check("load", load, 0.01, 100);
            check("sample", sample, 100, 1_000_000);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
        }
        Plant loaded = plant.loaded(load);
        out.print(Sheet.plant(loaded));
        out.print(Sheet.head());
        boolean holds = true;
        for (Trouble trouble : troubles.isEmpty() ? List.of(Trouble.values()) : troubles) {
            Outcome outcome = new Episode(loaded, trouble, Rules.of(loaded.intervalMs()), sample, seed).play();
            out.print(Sheet.line(outcome));
            out.flush();
            holds &= outcome.holds();
        }
        return holds ? 0 : 1;
    }

    private static void check(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException("--" + what + " is " + least + " to " + most);
        }
    }
}
