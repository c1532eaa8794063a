package dev.pulse.marketplace.live;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** One event as it goes over the wire (WHATWG HTML, "Server-sent events"): spelled once, however many watch. */
public final class Frame {
    private final String id;
    private final String name;
    private final String data;
    private final boolean last;
    private final byte[] bytes;

    /**
     * An event.
     *
     * @param id the cursor that a client resumes with after it; null where it is none
     * @param name the event's name
     * @param data one line of JSON
     * @param last whether nothing follows
     */
    public Frame(String id, String name, String data, boolean last) {
        this.id = id;
        this.name = Objects.requireNonNull(name);
        this.data = Objects.requireNonNull(data);
        this.last = last;
        this.bytes = ((id == null ? "" : "id: " + id + "\n") + "event: " + name + "\ndata: " + data + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The cursor that a client resumes with after it; null where it is none. */
    public String id() {
        return id;
    }

    /** The event's name. */
    public String name() {
        return name;
    }

    /** One line of JSON. */
    public String data() {
        return data;
    }

    /** Whether nothing follows. */
    public boolean last() {
        return last;
    }

    /** The lines, with the empty one at the end; the frame's own, to be read only. */
    public byte[] bytes() {
        return bytes;
    }
}
