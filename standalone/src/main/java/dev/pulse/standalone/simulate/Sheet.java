package dev.pulse.standalone.simulate;

import dev.pulse.standalone.simulate.plant.Criterion;
import dev.pulse.standalone.simulate.plant.Outcome;
import dev.pulse.standalone.simulate.plant.Plant;
import dev.pulse.standalone.size.Quantity;
import java.util.Locale;
import java.util.stream.Collectors;

/** Outcomes as lines of text. */
final class Sheet {
    private Sheet() {}

    /** What a region is made of. */
    static String plant(Plant plant) {
        return String.format(
                Locale.ROOT,
                "%s nodes every %s s: %d ingests, %d verifiers, %d lifecycles, %d brokers of %d cores, %d partitions\n",
                Quantity.digits(plant.nodes()),
                Quantity.digits(plant.intervalMs() / 1_000.0),
                plant.ingests(),
                plant.verifiers(),
                plant.lifecycles(),
                plant.brokers(),
                plant.cores(),
                plant.partitions());
    }

    /** What stands above outcomes. */
    static String head() {
        return row(
                        "",
                        "wait",
                        "verifier",
                        "lifecycle",
                        "caught",
                        "503",
                        "no",
                        "given",
                        "found late",
                        "false",
                        "false",
                        "",
                        "")
                + row(
                        "trouble",
                        "s",
                        "lag, s",
                        "lag, s",
                        "up, s",
                        "%",
                        "answ. %",
                        "up",
                        "mid, last, s",
                        "OFFLINE",
                        "UNKNOWN",
                        "busiest",
                        "broken");
    }

    /** One outcome. */
    static String line(Outcome of) {
        return row(
                of.trouble().sentence(),
                seconds(of.waitS()),
                seconds(of.verifierLagS()),
                seconds(of.lifecycleLagS()),
                of.caughtUpS() < 0 ? "never" : of.caughtUpS(),
                percent(of.refused()),
                percent(of.unanswered()),
                count(of.givenUp()),
                seconds(of.lateP50S()) + ", " + seconds(of.lateMaxS()) + (of.missed() > 0 ? "+" : ""),
                count(of.falseOffline()),
                count(of.falseUnknown()),
                of.busiestStage() + " " + Math.round(of.busiest() * 100) + " %",
                broken(of));
    }

    /** What did not hold. */
    static String broken(Outcome of) {
        return of.broken().stream().map(Criterion::words).collect(Collectors.joining(", "));
    }

    private static String row(Object... columns) {
        return String.format(Locale.ROOT, "  %-32s %6s %9s %9s %8s %7s %7s %11s %12s %9s %10s  %-17s %s", columns)
                        .stripTrailing()
                + '\n';
    }

    private static String seconds(double seconds) {
        return seconds < 10 ? String.format(Locale.ROOT, "%.1f", seconds) : Long.toString(Math.round(seconds));
    }

    private static String percent(double share) {
        return share == 0 ? "0" : String.format(Locale.ROOT, "%.1f", share * 100);
    }

    private static String count(double nodes) {
        return nodes == 0 ? "0" : Quantity.digits(nodes);
    }
}
