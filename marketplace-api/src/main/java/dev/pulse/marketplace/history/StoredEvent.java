package dev.pulse.marketplace.history;

import dev.pulse.domain.history.Step;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.convert.States;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Transitions as bytes: the key says whose it is and its sequence, the value all else, without a schema to be looked up. */
final class StoredEvent {
    /** Number of the form: a store with another one is read anew from Kafka. */
    static final byte FORM = 1;

    private static final String NOTHING = "";

    private StoredEvent() {}

    static byte[] encode(NodeEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(event.getAt().toEpochMilli());
            out.writeLong(event.getOnlineMs());
            out.writeLong(event.getObservedMs());
            out.writeUTF(name(event.getLivenessBefore()));
            out.writeUTF(name(event.getLiveness()));
            out.writeUTF(name(event.getLifecycleBefore()));
            out.writeUTF(name(event.getLifecycle()));
            out.writeUTF(event.getCause().name());
            out.writeUTF(event.getRegion());
            out.writeUTF(event.getDetail());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String name(Enum<?> value) {
        return value == null ? NOTHING : value.name();
    }

    static NodeEvent decode(String nodeId, long sequence, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long at = in.readLong();
            long onlineMs = in.readLong();
            long observedMs = in.readLong();
            LivenessState livenessBefore = constant(LivenessState.class, in.readUTF());
            LivenessState liveness = constant(LivenessState.class, in.readUTF());
            LifecycleStage lifecycleBefore = constant(LifecycleStage.class, in.readUTF());
            LifecycleStage lifecycle = constant(LifecycleStage.class, in.readUTF());
            EventCause cause = EventCause.valueOf(in.readUTF());
            String region = in.readUTF();
            return new NodeEvent(
                    nodeId,
                    sequence,
                    Instant.ofEpochMilli(at),
                    region,
                    livenessBefore,
                    liveness,
                    lifecycleBefore,
                    lifecycle,
                    cause,
                    in.readUTF(),
                    onlineMs,
                    observedMs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return name.equals(NOTHING) ? null : Enum.valueOf(type, name);
    }

    /** What of it uptime is made of. */
    static Step step(NodeEvent event) {
        return new Step(
                event.getSequence(),
                event.getAt().toEpochMilli(),
                States.liveness(event.getLivenessBefore()),
                States.liveness(event.getLiveness()),
                States.lifecycle(event.getLifecycle()),
                event.getOnlineMs(),
                event.getObservedMs());
    }
}
