package dev.pulse.marketplace.index.column;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The codes of the values that have a part, by that part: where values have several and are many, as the renters of nodes are, it is
 * found without asking each of them.
 */
final class PartCodes {
    private final Map<String, Codes> byPart = new HashMap<>();

    private static final class Codes {
        private int[] all = new int[2];
        private int size;

        void add(int code) {
            if (size == all.length) {
                all = Arrays.copyOf(all, size + (size >> 1) + 1);
            }
            all[size++] = code;
        }

        void remove(int code) {
            for (int i = 0; i < size; i++) {
                if (all[i] == code) {
                    all[i] = all[--size];
                    return;
                }
            }
        }
    }

    void add(Iterable<String> parts, int code) {
        for (String part : parts) {
            byPart.computeIfAbsent(part, first -> new Codes()).add(code);
        }
    }

    void remove(Iterable<String> parts, int code) {
        for (String part : parts) {
            byPart.computeIfPresent(part, (same, codes) -> {
                codes.remove(code);
                return codes.size == 0 ? null : codes;
            });
        }
    }

    void forEach(String part, IntConsumer call) {
        Codes codes = byPart.get(part);
        for (int i = 0; codes != null && i < codes.size; i++) {
            call.accept(codes.all[i]);
        }
    }

    void clear() {
        byPart.clear();
    }
}
