package dev.pulse.verifier.prove;

import dev.pulse.telemetry.trace.StepTrace;
import dev.pulse.telemetry.trace.StepTracing;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The one step of the topology: hands heartbeats and commands to those who judge them, over the bindings of its task. */
final class Prover implements Processor<String, byte[], String, SpecificRecord> {
    private final String commandTopic;
    private final ProveHeartbeats heartbeats;
    private final TakeCommands commands;
    private final StepTracing tracing;
    private final Supplier<BoundPairs> noPairs;
    private final Supplier<DeadLetters> noLetters;
    private ProcessorContext<String, SpecificRecord> context;

    /** @param commandTopic what the topic of commands is called */
    Prover(
            String commandTopic,
            ProveHeartbeats heartbeats,
            TakeCommands commands,
            StepTracing tracing,
            Supplier<BoundPairs> noPairs,
            Supplier<DeadLetters> noLetters) {
        this.commandTopic = commandTopic;
        this.heartbeats = heartbeats;
        this.commands = commands;
        this.tracing = tracing;
        this.noPairs = noPairs;
        this.noLetters = noLetters;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> taskContext) {
        context = taskContext;
        // After an abort the store may hold less than before, and this is called again.
        Bindings bindings = new Bindings(taskContext.getStateStore(VerifierTopology.BINDINGS), noPairs.get());
        heartbeats.begin(taskContext, bindings, noLetters.get());
        commands.begin(taskContext, bindings);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        // Every record that this processor sees was read from a topic.
        RecordMetadata from = context.recordMetadata().orElseThrow();
        if (from.topic().equals(commandTopic)) {
            commands.take(record);
            return;
        }
        try (StepTrace trace =
                tracing.begin(record.headers(), from.topic(), from.partition(), from.offset(), record.key())) {
            heartbeats.take(record, trace);
        }
    }
}
