package dev.pulse.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.benchmarks.record.Figure;
import dev.pulse.benchmarks.record.Machine;
import dev.pulse.benchmarks.record.Result;
import dev.pulse.benchmarks.record.Results;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of targets with what was measured, computed from the recorded results alone.
 *
 * @param newest the result that was recorded last, whose machine and commit stand for all; empty when there is none
 * @param rows one for each target, in the table's order
 */
public record Summary(Optional<Result> newest, List<Row> rows) {
    private static final String FILE = "summary.json";

    /**
     * A row.
     *
     * @param target what was aimed at
     * @param source the result that has its figure; empty when no such run is recorded
     */
    record Row(Target target, Optional<Result> source) {
        Optional<Figure> figure() {
            return source.map(result -> result.figure(target.id()));
        }
    }

    /** Reads the results of a folder. */
    public static Summary of(Results results) {
        Map<String, Result> recorded = new LinkedHashMap<>();
        for (Target target : Target.values()) {
            for (String benchmark : target.benchmarks()) {
                results.read(benchmark).ifPresent(result -> recorded.put(benchmark, result));
            }
        }
        return new Summary(
                recorded.values().stream().max(Comparator.comparing(Result::recordedAt)),
                List.of(Target.values()).stream()
                        .map(target -> new Row(target, source(target, recorded)))
                        .toList());
    }

    private static Optional<Result> source(Target target, Map<String, Result> recorded) {
        return target.benchmarks().stream()
                .map(recorded::get)
                .filter(result -> result != null && result.figure(target.id()) != null)
                .findFirst();
    }

    /** The machine-readable form, {@code summary.json}. */
    public JsonNode toJson() {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        newest.ifPresentOrElse(
                result -> summary.set("machine", machine(result.machine())), () -> summary.putNull("machine"));
        summary.put("commit", newest.map(Result::commit).orElse(null));
        var array = summary.putArray("rows");
        rows.forEach(row -> array.add(json(row)));
        return summary;
    }

    /** Writes it beside the results. */
    public Path write(Results results) {
        return results.write(FILE, toJson());
    }

    private static ObjectNode json(Row row) {
        Target target = row.target();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", target.id());
        row.figure().ifPresentOrElse(figure -> json.put("value", figure.value()), () -> json.putNull("value"));
        json.put("floor", target.floor());
        json.put("aim", target.aim());
        json.put("unit", target.unit());
        row.source()
                .ifPresentOrElse(
                        result -> json.put("command", "./pulse bench " + result.benchmark())
                                .put("commit", result.commit())
                                .put("recorded_at", result.recordedAt().toString()),
                        () -> json.put("command", target.command()).put("note", "no such run is recorded"));
        return json;
    }

    private static ObjectNode machine(Machine machine) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("cpu", machine.cpu())
                .put("cores", machine.cores())
                .put("memory_gb", machine.memoryGb())
                .put("os", machine.os())
                .put("kernel", machine.kernel())
                .put("jdk", machine.jdk());
    }
}
