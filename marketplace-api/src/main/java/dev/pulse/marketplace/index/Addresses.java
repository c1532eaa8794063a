package dev.pulse.marketplace.index;

import com.google.common.net.InetAddresses;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Overlay addresses as keys: two spellings of one address are one key. */
final class Addresses {
    private Addresses() {}

    /** The 16 (or 4) bytes of an address literal; the lower-case text of anything else. Never asks a name server. */
    static byte[] key(String text) {
        if (InetAddresses.isInetAddress(text)) {
            return InetAddresses.forString(text).getAddress();
        }
        return text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }
}
