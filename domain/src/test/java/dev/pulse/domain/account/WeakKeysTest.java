package dev.pulse.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The list against the curve itself: every y of small order is computed here, none is copied. */
class WeakKeysTest {
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);

    private static byte[] encode(BigInteger y, boolean sign) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = y.shiftRight(8 * i).byteValue();
        }
        if (sign) {
            bytes[31] |= (byte) 0x80;
        }
        return bytes;
    }

    private static BigInteger squareRoot(BigInteger square) {
        BigInteger root = square.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!root.multiply(root).mod(P).equals(square)) {
            root = root.multiply(
                            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P))
                    .mod(P);
        }
        return root.multiply(root).mod(P).equals(square) ? root : null;
    }

    /** The y of all points of order 1, 2, 4 and 8; doubling a point of order 8 gives y = 0, that is x^2 = -y^2. */
    private static Set<BigInteger> smallOrderY() {
        Set<BigInteger> all = new HashSet<>(List.of(BigInteger.ZERO, BigInteger.ONE, P.subtract(BigInteger.ONE)));
        BigInteger root = squareRoot(D.add(BigInteger.ONE).mod(P));
        for (BigInteger signed : List.of(root, P.subtract(root))) {
            BigInteger ySquared =
                    signed.subtract(BigInteger.ONE).multiply(D.modInverse(P)).mod(P);
            BigInteger y = squareRoot(ySquared);
            if (y != null) {
                all.add(y);
                all.add(P.subtract(y));
            }
        }
        return all;
    }

    @Test
    void everyEncodingOfSmallOrderIsWeak() {
        Set<BigInteger> ys = smallOrderY();
        assertThat(ys).hasSize(5);
        int encodings = 0;
        for (BigInteger y : ys) {
            for (BigInteger written = y; written.bitLength() <= 255; written = written.add(P)) {
                assertThat(WeakKeys.isWeak(encode(written, false))).isTrue();
                assertThat(WeakKeys.isWeak(encode(written, true))).isTrue();
                encodings += 2;
            }
        }
        // y of 0 and of 1 fit a second time below 2^255: seven spellings of y, each with both signs.
        assertThat(encodings).isEqualTo(14);
    }

    @Test
    void everyYFromPUpIsWeakAndTheOneBelowOnlyForItsOrder() {
        List<byte[]> notReduced = new ArrayList<>();
        for (BigInteger y = P; y.bitLength() <= 255; y = y.add(BigInteger.ONE)) {
            notReduced.add(encode(y, false));
            notReduced.add(encode(y, true));
        }
        assertThat(notReduced).hasSize(38).allMatch(WeakKeys::isWeak);
        assertThat(WeakKeys.isWeak(encode(P.subtract(BigInteger.ONE), false))).isTrue();
        assertThat(WeakKeys.isWeak(encode(P.subtract(BigInteger.TWO), false))).isFalse();
        assertThat(WeakKeys.isWeak(encode(P.subtract(BigInteger.TWO), true))).isFalse();
    }

    @Test
    void neighboursOfTheListAreNotWeak() {
        Set<BigInteger> listed = smallOrderY();
        for (BigInteger y : listed) {
            for (int bit = 0; bit < 255; bit++) {
                BigInteger near = y.flipBit(bit);
                if (!listed.contains(near) && near.compareTo(P) < 0) {
                    assertThat(WeakKeys.isWeak(encode(near, false)))
                            .as(near.toString(16))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void randomKeysAreNotWeak() {
        Random random = new Random(25519);
        byte[] key = new byte[32];
        for (int i = 0; i < 10_000; i++) {
            random.nextBytes(key);
            assertThat(WeakKeys.isWeak(key)).isFalse();
        }
    }

    @Test
    void keyOfAnotherLengthIsAMistakeOfTheCaller() {
        assertThatIllegalArgumentException().isThrownBy(() -> WeakKeys.isWeak(new byte[31]));
    }
}
