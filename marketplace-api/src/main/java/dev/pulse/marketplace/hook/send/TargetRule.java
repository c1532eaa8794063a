package dev.pulse.marketplace.hook.send;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Which addresses are called: those of the public internet, so that nobody has this service ask its own host or network for him.
 * After the special-purpose registries of IANA (RFC 6890); of IPv6, global unicast (2000::/3) alone.
 */
public final class TargetRule {
    /** First bytes and how many bits of them count. */
    private record Block(int bits, int... bytes) {
        boolean has(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int at = bit / Byte.SIZE;
                int mask = 0x80 >>> bit % Byte.SIZE;
                int wanted = at < bytes.length ? bytes[at] : 0;
                if ((address[at] & mask) != (wanted & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final Block[] NOT_V4 = {
        new Block(8, 0),
        new Block(8, 10),
        new Block(10, 100, 64),
        new Block(8, 127),
        new Block(16, 169, 254),
        new Block(12, 172, 16),
        new Block(24, 192, 0, 0),
        new Block(24, 192, 0, 2),
        new Block(24, 192, 88, 99),
        new Block(16, 192, 168),
        new Block(15, 198, 18),
        new Block(24, 198, 51, 100),
        new Block(24, 203, 0, 113),
        // Multicast, reserved, broadcast.
        new Block(3, 224),
    };

    private static final Block GLOBAL_V6 = new Block(3, 0x20);

    /** Those of them that hold an IPv4 address or are for documents. */
    private static final Block[] NOT_V6 = {
        new Block(23, 0x20, 0x01, 0x00, 0x00),
        new Block(32, 0x20, 0x01, 0x0d, 0xb8),
        new Block(16, 0x20, 0x02),
        new Block(20, 0x3f, 0xff, 0x00),
    };

    private TargetRule() {}

    /** Whether an address belongs to the public internet. */
    public static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return switch (address) {
            case Inet4Address four -> none(NOT_V4, bytes);
            case Inet6Address six -> GLOBAL_V6.has(bytes) && none(NOT_V6, bytes);
            default -> false;
        };
    }

    private static boolean none(Block[] blocks, byte[] address) {
        for (Block block : blocks) {
            if (block.has(address)) {
                return false;
            }
        }
        return true;
    }
}
