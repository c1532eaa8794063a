package dev.pulse.marketplace.http;

import dev.pulse.domain.account.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The cursor of a page of nodes: the last node id that was looked at, behind a form that says it is not to be made up. */
final class NodeCursor {
    private static final String VERSION = "1:";
    private static final int MAX_TEXT = 128;

    private NodeCursor() {}

    static String of(String nodeId) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((VERSION + nodeId).getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws Problem when no page ever gave such a cursor */
    static String nodeId(String cursor) {
        if (cursor.length() <= MAX_TEXT) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
                if (text.startsWith(VERSION) && NodeId.isValid(text.substring(VERSION.length()))) {
                    return text.substring(VERSION.length());
                }
            } catch (IllegalArgumentException e) {
                throw bad();
            }
        }
        throw bad();
    }

    private static Problem bad() {
        return new Problem(400, "bad_cursor", "This cursor was given by no page; begin again without one.");
    }
}
