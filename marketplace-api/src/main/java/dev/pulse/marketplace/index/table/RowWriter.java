package dev.pulse.marketplace.index.table;

import dev.pulse.domain.account.Account;
import dev.pulse.marketplace.index.node.Addresses;
import dev.pulse.marketplace.index.node.NodeEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes what {@link NodeTexts} reads. */
final class RowWriter {
    static final int REST_OF_ACCOUNT = Account.KEY_LENGTH - NodeTexts.KEY_BYTES;
    static final int NO_ADDRESS = 0;
    /** An address that is no literal, or is spelled as nobody else would. */
    static final int AS_WRITTEN = 1;
    /** What a node has as a rule. */
    private static final int USUAL_LENGTH = 112;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_LENGTH);

    /**
     * A node's texts in one piece.
     *
     * @param hostname its host name as it is compared
     * @param literal the bytes of its address, where that is one
     */
    static byte[] texts(NodeEntry node, byte[] id, byte[] hostname, byte[] account, byte[] literal) {
        RowWriter writer = new RowWriter();
        writer.text(id);
        writer.hostname(node.hostname(), hostname);
        writer.bytes.write(account, NodeTexts.KEY_BYTES, REST_OF_ACCOUNT);
        writer.address(node.myceliumIp(), literal);
        writer.textOrNull(
                node.terms() == null || node.terms().offer() == null
                        ? null
                        : node.terms().offer().listingId());
        return writer.bytes.toByteArray();
    }

    private void hostname(String hostname, byte[] folded) {
        if (hostname == null) {
            number(0);
            return;
        }
        byte[] text = hostname.getBytes(StandardCharsets.UTF_8);
        boolean differs = !Arrays.equals(text, folded);
        number(1 + text.length << 1 | (differs ? 1 : 0));
        bytes.writeBytes(text);
        if (differs) {
            text(folded);
        }
    }

    private void address(String text, byte[] literal) {
        if (text == null) {
            number(NO_ADDRESS);
        } else if (literal != null && Addresses.spelled(literal).equals(text)) {
            text(literal);
        } else {
            number(AS_WRITTEN);
            text(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void textOrNull(String text) {
        if (text == null) {
            number(0);
        } else {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            number(1 + utf8.length);
            bytes.writeBytes(utf8);
        }
    }

    private void text(byte[] utf8) {
        number(utf8.length);
        bytes.writeBytes(utf8);
    }

    /** Seven bits a byte, the lowest first. */
    private void number(int value) {
        int rest = value;
        while (rest > 0x7f) {
            bytes.write(rest | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
    }
}
