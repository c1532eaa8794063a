package dev.pulse.marketplace.live;

/**
 * One event as it goes over the wire (WHATWG HTML, "Server-sent events").
 *
 * @param id the cursor that a client resumes with after it; null where it is none
 * @param name the event's name
 * @param data one line of JSON
 * @param last whether nothing follows
 */
public record Frame(String id, String name, String data, boolean last) {
    /** The lines, with the empty one at the end. */
    public String text() {
        return (id == null ? "" : "id: " + id + "\n") + "event: " + name + "\ndata: " + data + "\n\n";
    }
}
