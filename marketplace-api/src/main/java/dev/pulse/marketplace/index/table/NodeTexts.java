package dev.pulse.marketplace.index.table;

import dev.pulse.domain.account.Account;
import dev.pulse.marketplace.index.column.ByteColumn;
import dev.pulse.marketplace.index.column.PackedColumn;
import dev.pulse.marketplace.index.node.Addresses;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.schemas.binary.BinaryInput;
import dev.pulse.schemas.binary.BinaryOutput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The texts that each node has for itself: id, host name, account, address, listing. They stand in this order in one piece of
 * bytes. The first bytes of the account, and a digest of the address, are columns of their own, so that both are found by a
 * scan of three bytes a node.
 */
public final class NodeTexts {
    static final int KEY_BYTES = 3;
    private static final int KEY_BITS = 8 * KEY_BYTES;
    private static final byte[] NONE = {};

    private final ByteColumn bytes = new ByteColumn();
    private final PackedColumn accounts = new PackedColumn(KEY_BYTES);
    private final PackedColumn addresses = new PackedColumn(KEY_BYTES);
    /** Keeps a node's texts in a row. */
    void put(int row, NodeRow node, boolean fresh) {
        accounts.set(row, node.accountKey());
        addresses.set(row, node.addressKey());
        if (fresh) {
            bytes.add(row, node.texts());
        } else {
            bytes.change(row, node.texts());
        }
    }

    /** Writes a row's texts, so that {@link #restore} brings them back. */
    void write(int row, BinaryOutput out) {
        out.number(accounts.get(row));
        out.number(addresses.get(row));
        out.bytes(ByteBuffer.wrap(bytes.array(row), bytes.start(row), bytes.length(row)));
    }

    /** Gives a new row the texts that it had. */
    void restore(int row, BinaryInput in) {
        accounts.set(row, in.number());
        addresses.set(row, in.number());
        ByteBuffer texts = in.bytes();
        byte[] own = new byte[texts.remaining()];
        texts.get(own);
        bytes.add(row, own);
    }

    void remove(int row) {
        bytes.remove(row);
    }

    void clear() {
        bytes.clear();
        accounts.clear();
        addresses.clear();
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
            at += RowWriter.REST_OF_ACCOUNT;
            return this;
        }

        String address() {
            int form = number();
            return switch (form) {
                case RowWriter.NO_ADDRESS -> null;
                case RowWriter.AS_WRITTEN -> text(number());
                default -> Addresses.spelled(raw(form));
            };
        }
    }

    /** The node id of a row. */
    public String nodeId(int row) {
        return new String(id(row), StandardCharsets.US_ASCII);
    }

    /** The node id of a row as it is compared. */
    byte[] id(int row) {
        Reader reader = new Reader(row);
        return reader.raw(reader.number());
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
        byte[] rest = new Reader(row).pastId().pastHostname().raw(RowWriter.REST_OF_ACCOUNT);
        System.arraycopy(rest, 0, key, KEY_BYTES, RowWriter.REST_OF_ACCOUNT);
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

    /** How two rows' host names, without their case, compare; both must have one. */
    int compareHostnames(int row, int other) {
        Reader two = new Reader(other).pastId();
        int length = toFolded(two);
        return compareHostname(row, Arrays.copyOfRange(two.array, two.at, two.at + length));
    }

    /**
     * Four bytes of a row's host name, without its case, as one number that compares as they do; the row must have one.
     *
     * @param from how many come before them; what is behind the end is 0
     */
    int hostnameBytes(int row, int from) {
        Reader reader = new Reader(row).pastId();
        int length = toFolded(reader);
        int four = 0;
        for (int i = from; i < from + Integer.BYTES; i++) {
            four = four << Byte.SIZE | (i < length ? reader.array[reader.at + i] & 0xff : 0);
        }
        return four ^ Integer.MIN_VALUE;
    }

    /** How many bytes a row's host name has, without its case; the row must have one. */
    int hostnameLength(int row) {
        return toFolded(new Reader(row).pastId());
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

    static long addressKey(byte[] literal, String text) {
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
