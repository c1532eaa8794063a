package dev.pulse.marketplace.hook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** In the memory of this process, where there is no ledger. */
public final class MemoryHooks implements HookBook {
    private final Map<String, Hook> kept = new ConcurrentHashMap<>();

    @Override
    public List<Hook> all() {
        return new ArrayList<>(kept.values());
    }

    @Override
    public void keep(Hook hook) {
        kept.put(hook.id(), hook);
    }

    @Override
    public void remove(Hook hook) {
        kept.remove(hook.id());
    }
}
