package dev.pulse.lifecycle.store;

import com.google.common.net.InetAddresses;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.node.NodeFacts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Facts. What compresses badly and is there for every node is written in binary: the account, which is a key, and the overlay
 * address where its text is the usual one (RFC 5952).
 */
public final class FactsCodec extends Codec<NodeFacts> {
    /** Stands where the length of the account's text would: its 32 bytes follow. */
    private static final int KEY = 127;

    /** The same, and the address is 16 bytes too. */
    private static final int KEY_AND_ADDRESS = 126;

    private static final int ADDRESS_LENGTH = 16;

    @Override
    void write(NodeFacts facts, Output out) {
        boolean key = Account.isImplicit(facts.account());
        byte[] address = key ? address(facts.myceliumIp()) : null;
        if (key) {
            out.number(address == null ? KEY : KEY_AND_ADDRESS);
            out.bytes(HexFormat.of().parseHex(facts.account()), 0, Account.KEY_LENGTH);
        } else {
            out.text(facts.account());
        }
        out.text(facts.hostname());
        if (address == null) {
            out.text(facts.myceliumIp());
        } else {
            out.bytes(address, 0, ADDRESS_LENGTH);
        }
        out.text(facts.version());
        out.signed(facts.runningVms());
        Capacity c = facts.capacity();
        out.signed(c.cpuCores());
        out.signed(c.ramGb());
        out.signed(c.diskGb());
        out.signed(c.gpuCount());
        out.signed(c.slicesTotal());
        out.signed(c.slicesUsed());
        Location l = facts.location();
        out.text(l.country());
        out.text(l.city());
        out.signed(l.latitudeE6());
        out.signed(l.longitudeE6());
        out.number(facts.gpus().size());
        for (Gpu gpu : facts.gpus()) {
            out.text(gpu.vendor());
            out.text(gpu.model());
            out.signed(gpu.vramGb());
        }
    }

    @Override
    NodeFacts read(Input in) {
        boolean address = in.takes(KEY_AND_ADDRESS);
        return new NodeFacts(
                address || in.takes(KEY) ? HexFormat.of().formatHex(in.bytes(Account.KEY_LENGTH)) : in.text(),
                in.text(),
                address ? text(in.bytes(ADDRESS_LENGTH)) : in.text(),
                in.text(),
                in.signed(),
                new Capacity(in.signed(), in.signed(), in.signed(), in.signed(), in.signed(), in.signed()),
                new Location(in.text(), in.text(), (int) in.signed(), (int) in.signed()),
                gpus(in));
    }

    /** The bytes of an address, or null where its text could not be had back from them. */
    private static byte[] address(String text) {
        // A zone is the name of an interface, which only the node has.
        if (text == null || text.indexOf('%') >= 0 || !InetAddresses.isInetAddress(text)) {
            return null;
        }
        byte[] bytes = InetAddresses.forString(text).getAddress();
        return bytes.length == ADDRESS_LENGTH && text.equals(text(bytes)) ? bytes : null;
    }

    private static String text(byte[] address) {
        try {
            return InetAddresses.toAddrString(InetAddress.getByAddress(address));
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    private static List<Gpu> gpus(Input in) {
        int count = in.count();
        List<Gpu> gpus = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            gpus.add(new Gpu(in.text(), in.text(), in.signed()));
        }
        return gpus;
    }
}
