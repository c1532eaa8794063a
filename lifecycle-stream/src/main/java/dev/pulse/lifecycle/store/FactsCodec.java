package dev.pulse.lifecycle.store;

import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.node.NodeFacts;
import java.util.ArrayList;
import java.util.List;

/** Facts. */
public final class FactsCodec extends Codec<NodeFacts> {
    @Override
    void write(NodeFacts facts, Output out) {
        out.text(facts.account());
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
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.signed(),
                new Capacity(in.signed(), in.signed(), in.signed(), in.signed(), in.signed(), in.signed()),
                new Location(in.text(), in.text(), (int) in.signed(), (int) in.signed()),
                gpus(in));
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
