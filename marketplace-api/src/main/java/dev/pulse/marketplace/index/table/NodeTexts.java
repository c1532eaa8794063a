package dev.pulse.marketplace.index.table;

import dev.pulse.domain.account.Account;
import dev.pulse.marketplace.index.column.ByteColumn;
import dev.pulse.marketplace.index.column.PackedColumn;
import dev.pulse.marketplace.index.node.Addresses;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.marketplace.index.node.NodeEntry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The texts that each node has for itself: id, host name, account, address, listing. They stand in this order in one piece of
 * bytes. The first bytes of the account, and a digest of the address, are columns of their own, so that both are found by a
 * scan of three bytes a node.
 */
public final class NodeTexts {
    private static final int KEY_BYTES = 3;
    private static final int KEY_BITS = 8 * KEY_BYTES;
    private static final int REST_OF_ACCOUNT = Account.KEY_LENGTH - KEY_BYTES;
    private static final int NO_ADDRESS = 0;
    /** An address that is no literal, or is spelled as nobody else would. */
    private static final int AS_WRITTEN = 1;

    private static final byte[] NONE = {};

    private final ByteColumn bytes = new ByteColumn();
    private final PackedColumn accounts = new PackedColumn(KEY_BYTES);
    private final PackedColumn addresses = new PackedColumn(KEY_BYTES);
    /** What is being written. */
    private final byte[] scratch = new byte[ByteColumn.MAX_LENGTH];

    private int end;

    /** Keeps a node's texts in a row. */
    void put(int row, NodeEntry node, boolean fresh) {
        byte[] account = node.account().key();
        accounts.set(row, accountKey(account));
        byte[] literal = node.myceliumIp() == null ? null : Addresses.literal(node.myceliumIp());
        addresses.set(row, node.myceliumIp() == null ? 0 : addressKey(literal, node.myceliumIp()));
        end = 0;
        text(ascii(node.nodeId()));
        hostname(node.hostname());
        raw(account, KEY_BYTES, REST_OF_ACCOUNT);
        address(node.myceliumIp(), literal);
        textOrNull(
                node.terms() == null || node.terms().offer() == null
                        ? null
                        : node.terms().offer().listingId());
        if (fresh) {
            bytes.add(row, scratch, end);
        } else {
            bytes.change(row, scratch, end);
        }
    }

    void remove(int row) {
        bytes.remove(row);
    }

    void clear() {
        bytes.clear();
        accounts.clear();
        addresses.clear();
    }

    private void hostname(String hostname) {
        if (hostname == null) {
            number(0);
            return;
        }
        byte[] text = hostname.getBytes(StandardCharsets.UTF_8);
        byte[] folded = folded(hostname);
        boolean differs = !Arrays.equals(text, folded);
        number(1 + text.length << 1 | (differs ? 1 : 0));
        raw(text, 0, text.length);
        if (differs) {
            text(folded);
        }
    }

    private void address(String text, byte[] literal) {
        if (text == null) {
            number(NO_ADDRESS);
        } else if (literal != null && Addresses.spelled(literal).equals(text)) {
            number(literal.length);
            raw(literal, 0, literal.length);
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
            raw(utf8, 0, utf8.length);
        }
    }

    private void text(byte[] utf8) {
        number(utf8.length);
        raw(utf8, 0, utf8.length);
    }

    /** Seven bits a byte, the lowest first. */
    private void number(int value) {
        int rest = value;
        while (rest > 0x7f) {
            scratch[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        scratch[end++] = (byte) rest;
    }

    private void raw(byte[] from, int start, int length) {
        System.arraycopy(from, start, scratch, end, length);
        end += length;
    }

    /** Reads one row's texts in their order. */
    private final class Reader {
        private final byte[] array;
        private int at;

        Reader(int row) {
            array = bytes.array(row);
            at = bytes.start(row);
        }

        int number() {
            int value = 0;
            int shift = 0;
            int octet;
            do {
                octet = array[at++];
                value |= (octet & 0x7f) << shift;
                shift += 7;
            } while (octet < 0);
            return value;
        }

        String text(int length) {
            at += length;
            return new String(array, at - length, length, StandardCharsets.UTF_8);
        }

        byte[] raw(int length) {
            at += length;
            return Arrays.copyOfRange(array, at - length, at);
        }

        /** To behind the id. */
        Reader pastId() {
            int length = number();
            at += length;
            return this;
        }

        String hostname() {
            int head = number();
            String text = head == 0 ? null : text((head >> 1) - 1);
            pastFolded(head);
            return text;
        }

        /** To behind the host name. */
        Reader pastHostname() {
            int head = number();
            if (head != 0) {
                at += (head >> 1) - 1;
            }
            pastFolded(head);
            return this;
        }

        private void pastFolded(int head) {
            if ((head & 1) != 0) {
                int length = number();
                at += length;
            }
        }

        /** To behind the account. */
        Reader pastAccount() {
            at += REST_OF_ACCOUNT;
            return this;
        }

        String address() {
            int form = number();
            return switch (form) {
                case NO_ADDRESS -> null;
                case AS_WRITTEN -> text(number());
                default -> Addresses.spelled(raw(form));
            };
        }
    }

    /** The node id of a row. */
    public String nodeId(int row) {
        Reader reader = new Reader(row);
        return new String(reader.raw(reader.number()), StandardCharsets.US_ASCII);
    }

    /** The host name of a row, or null. */
    public String hostname(int row) {
        return new Reader(row).pastId().hostname();
    }

    /** The account of a row. */
    public Account account(int row) {
        byte[] key = new byte[Account.KEY_LENGTH];
        long first = accounts.get(row);
        for (int i = 0; i < KEY_BYTES; i++) {
            key[i] = (byte) (first >>> 8 * (KEY_BYTES - 1 - i));
        }
        byte[] rest = new Reader(row).pastId().pastHostname().raw(REST_OF_ACCOUNT);
        System.arraycopy(rest, 0, key, KEY_BYTES, REST_OF_ACCOUNT);
        return Account.ofKey(key);
    }

    /** The overlay address of a row as the node wrote it, or null. */
    public String myceliumIp(int row) {
        return new Reader(row).pastId().pastHostname().pastAccount().address();
    }

    String listingId(int row) {
        Reader reader = new Reader(row).pastId().pastHostname().pastAccount();
        reader.address();
        int length = reader.number();
        return length == 0 ? null : reader.text(length - 1);
    }

    /** How a row's node id compares with another. */
    public int compareId(int row, byte[] id) {
        Reader reader = new Reader(row);
        int length = reader.number();
        return Arrays.compareUnsigned(reader.array, reader.at, reader.at + length, id, 0, id.length);
    }

    /** How two rows' node ids compare. */
    public int compareIds(int row, int other) {
        Reader one = new Reader(row);
        int length = one.number();
        Reader two = new Reader(other);
        int otherLength = two.number();
        return Arrays.compareUnsigned(one.array, one.at, one.at + length, two.array, two.at, two.at + otherLength);
    }

    /** How a row's host name, without its case, compares with another; the row must have one. */
    public int compareHostname(int row, byte[] folded) {
        Reader reader = new Reader(row).pastId();
        int length = toFolded(reader);
        return Arrays.compareUnsigned(reader.array, reader.at, reader.at + length, folded, 0, folded.length);
    }

    /** Whether a row's host name, without its case, begins like this; the row must have one. */
    public boolean hostnameBegins(int row, byte[] folded) {
        Reader reader = new Reader(row).pastId();
        int length = toFolded(reader);
        return length >= folded.length
                && Arrays.equals(reader.array, reader.at, reader.at + folded.length, folded, 0, folded.length);
    }

    /** A row's host name without its case, nothing where it has none. */
    public byte[] foldedHostname(int row) {
        Reader reader = new Reader(row).pastId();
        int before = reader.at;
        if (reader.number() == 0) {
            return NONE;
        }
        reader.at = before;
        return reader.raw(toFolded(reader));
    }

    /** Moves to the host name without its case; gives its length. */
    private static int toFolded(Reader reader) {
        int head = reader.number();
        int length = (head >> 1) - 1;
        if ((head & 1) == 0) {
            return length;
        }
        reader.at += length;
        return reader.number();
    }

    /** The first bytes of accounts, as numbers. */
    public PackedColumn accountKeys() {
        return accounts;
    }

    /** Digests of addresses, 0 where there is none. */
    public PackedColumn addressKeys() {
        return addresses;
    }

    /** What an account has in {@link #accountKeys}. */
    public static long accountKey(byte[] account) {
        return (account[0] & 0xffL) << 16 | (account[1] & 0xffL) << 8 | account[2] & 0xffL;
    }

    /** What an address has in {@link #addressKeys}. */
    public static long addressKey(String address) {
        return addressKey(Addresses.literal(address), address);
    }

    private static long addressKey(byte[] literal, String text) {
        int hash = Arrays.hashCode(literal == null ? Addresses.key(text) : literal) * 0x9E3779B1;
        int key = hash >>> Integer.SIZE - KEY_BITS;
        return key == 0 ? 1 : key;
    }

    /** A host name as it is compared. */
    public static byte[] folded(String hostname) {
        return hostname == null ? NONE : Condition.fold(hostname).getBytes(StandardCharsets.UTF_8);
    }

    /** A node id as it is compared. */
    public static byte[] ascii(String nodeId) {
        return nodeId.getBytes(StandardCharsets.US_ASCII);
    }
}
