package dev.pulse.marketplace.index.node;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Overlay addresses as keys: two spellings of one address are one key. */
public final class Addresses {
    private Addresses() {}

    /** The 16 (or 4) bytes of an address literal; the lower-case text of anything else. Never asks a name server. */
    public static byte[] key(String text) {
        byte[] literal = literal(text);
        return literal == null ? text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8) : literal;
    }

    /** The 16 (or 4) bytes of an address literal, or null. */
    public static byte[] literal(String text) {
        try {
            return InetAddresses.forString(text).getAddress();
        } catch (IllegalArgumentException noLiteral) {
            return null;
        }
    }

    /** The usual spelling of an address of 16 or 4 bytes (RFC 5952). */
    public static String spelled(byte[] literal) {
        try {
            return InetAddresses.toAddrString(InetAddress.getByAddress(literal));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of " + literal.length + " bytes", e);
        }
    }
}
