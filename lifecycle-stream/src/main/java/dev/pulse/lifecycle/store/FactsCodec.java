package dev.pulse.lifecycle.store;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.node.NodeFacts;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Facts. */
public final class FactsCodec extends Codec<NodeFacts> {
    /** Stands where a text's length would, and is none of an account's: its 32 bytes follow. */
    private static final int KEY = 127;

    @Override
    void write(NodeFacts facts, Output out) {
        if (Account.isImplicit(facts.account())) {
            out.number(KEY);
            out.bytes(HexFormat.of().parseHex(facts.account()), 0, Account.KEY_LENGTH);
        } else {
            out.text(facts.account());
        }
        out.text(facts.hostname());
        out.text(facts.myceliumIp());
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
        return new NodeFacts(
                account(in),
                in.text(),
                in.text(),
                in.text(),
                in.signed(),
                new Capacity(in.signed(), in.signed(), in.signed(), in.signed(), in.signed(), in.signed()),
                new Location(in.text(), in.text(), (int) in.signed(), (int) in.signed()),
                gpus(in));
    }

    private static String account(Input in) {
        return in.takes(KEY) ? HexFormat.of().formatHex(in.bytes(Account.KEY_LENGTH)) : in.text();
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
