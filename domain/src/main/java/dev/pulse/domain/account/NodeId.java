package dev.pulse.domain.account;

/** The form of a node's stable name: {@code [a-z0-9][a-z0-9-]{0,63}} (design section 1). */
public final class NodeId {
    /** Longest node id, in characters. */
    public static final int MAX_LENGTH = 64;

    private NodeId() {}

    /** Whether the text is a well-formed node id. */
    public static boolean isValid(String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_LENGTH || text.charAt(0) == '-') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')) {
                return false;
            }
        }
        return true;
    }
}
