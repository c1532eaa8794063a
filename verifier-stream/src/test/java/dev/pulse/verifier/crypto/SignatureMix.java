package dev.pulse.verifier.crypto;

import dev.pulse.domain.account.WeakKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An endless, seeded mix of honest, damaged and crafted signatures, under keys that come again. Not for several threads. */
final class SignatureMix {
    private static final int CRAFTED = 400;

    private final Random random;
    private final List<TorsionCases.Case> honest = new ArrayList<>();
    private final List<TorsionCases.Case> crafted;

    /** @param keys how many different honest keys */
    SignatureMix(long seed, int keys) {
        random = new Random(seed);
        for (int i = 0; i < keys; i++) {
            byte[] secret = bytes(32);
            byte[] message = bytes(32);
            byte[] key = new byte[32];
            byte[] signature = new byte[64];
            Ed25519.generatePublicKey(secret, 0, key, 0);
            Ed25519.sign(secret, 0, message, 0, message.length, signature, 0);
            honest.add(new TorsionCases.Case(key, message, signature));
        }
        crafted = TorsionCases.random(seed, CRAFTED).stream()
                .filter(one -> !WeakKeys.isWeak(one.key()))
                .toList();
    }

    /** The next one; its key is never on the list of weak ones, which never reach a provider. */
    TorsionCases.Case next() {
        TorsionCases.Case one = honest.get(random.nextInt(honest.size()));
        byte[] key = one.key().clone();
        byte[] message = one.message().clone();
        byte[] signature = one.signature().clone();
        switch (random.nextInt(16)) {
            case 0 -> flip(signature, 0, 256);
            case 1 -> flip(signature, 256, 256);
            case 2 -> flip(message, 0, 256);
            case 3 -> flip(key, 0, 256);
            case 4 -> signature = TorsionCases.plusL(signature);
            case 5 -> System.arraycopy(bytes(32), 0, signature, 32 * random.nextInt(2), 32);
            case 6 -> key = honest.get(random.nextInt(honest.size())).key().clone();
            case 7 -> java.util.Arrays.fill(signature, 32 * random.nextInt(2), 64, (byte) (random.nextInt(3) - 1));
            case 8 -> {
                // R in an encoding at or above p, S as it was.
                java.util.Arrays.fill(signature, 0, 32, (byte) 0xff);
                signature[0] = (byte) (0xec + random.nextInt(20));
                signature[31] = (byte) (random.nextBoolean() ? 0x7f : 0xff);
            }
            case 9, 10 -> {
                return crafted.get(random.nextInt(crafted.size()));
            }
            default -> {
                // Honest.
            }
        }
        return WeakKeys.isWeak(key) ? one : new TorsionCases.Case(key, message, signature);
    }

    private void flip(byte[] bytes, int from, int bits) {
        int bit = from + random.nextInt(bits);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
