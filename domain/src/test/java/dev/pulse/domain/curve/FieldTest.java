package dev.pulse.domain.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Both fields and the scalars against exact integers, with limbs at their bounds. */
class FieldTest {
    private static final long SCALAR_LIMIT = 1L << 53;
    private static final long LANE_LIMIT = (1L << 50) + (1L << 13);

    private final Random random = new Random(25519);

    private static BigInteger value(long[] x, int at) {
        BigInteger value = BigInteger.ZERO;
        for (int i = Field.LIMBS - 1; i >= 0; i--) {
            value = value.shiftLeft(51).add(BigInteger.valueOf(x[at + i]));
        }
        return value.mod(Constants.P);
    }

    private static BigInteger value(double[] x, int at) {
        long[] limbs = new long[Field.LIMBS];
        Points.get(limbs, 0, x, at);
        return value(limbs, 0);
    }

    private static BigInteger words(long[] x) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 3; i >= 0; i--) {
            value = value.shiftLeft(64).add(new BigInteger(Long.toUnsignedString(x[i])));
        }
        return value;
    }

    /** Limbs at their bounds, around zero, and of any length between. */
    private long limb(long limit) {
        long any = random.nextLong() >> 10 + random.nextInt(54);
        return switch (random.nextInt(6)) {
            case 0 -> limit;
            case 1 -> -limit;
            case 2 -> random.nextInt(3) - 1;
            default -> Math.clamp(any, -limit, limit);
        };
    }

    @Test
    void limbs_within_their_bounds_multiply_and_square_exactly() {
        long[] x = new long[20];
        for (int round = 0; round < 20_000; round++) {
            for (int i = 0; i < 10; i++) {
                x[i] = limb(SCALAR_LIMIT);
            }
            BigInteger a = value(x, 0);
            BigInteger b = value(x, 5);
            Field.multiply(x, 10, x, 0, x, 5);
            Field.square(x, 15, x, 0);
            assertThat(value(x, 10)).isEqualTo(a.multiply(b).mod(Constants.P));
            assertThat(value(x, 15)).isEqualTo(a.multiply(a).mod(Constants.P));
            for (int i = 10; i < 20; i++) {
                assertThat(x[i]).isBetween(-(1L << 16), (1L << 51) + (1L << 16));
            }
        }
    }

    @Test
    void every_number_packs_into_the_one_below_p() {
        long[] words = new long[4];
        BigInteger top = BigInteger.ONE.shiftLeft(255);
        for (BigInteger near : new BigInteger[] {BigInteger.ZERO, Constants.P, top}) {
            for (int off = -40; off <= 40; off++) {
                BigInteger number = near.add(BigInteger.valueOf(off));
                if (number.signum() >= 0 && number.bitLength() <= 255) {
                    long[] x = Constants.limbs(number);
                    Field.pack(words, 0, x, 0);
                    assertThat(words(words)).isEqualTo(number.mod(Constants.P));
                    assertThat(Field.isCanonical(x, 0)).isEqualTo(number.compareTo(Constants.P) < 0);
                }
            }
        }
        for (int round = 0; round < 20_000; round++) {
            long[] x = new long[5];
            for (int i = 0; i < 5; i++) {
                x[i] = limb(SCALAR_LIMIT);
            }
            Field.pack(words, 0, x, 0);
            assertThat(words(words)).isEqualTo(value(x, 0));
        }
    }

    @Test
    void inverses_and_roots_are_what_they_are_called() {
        long[] f = new long[20 + Powers.SCRATCH];
        for (int round = 0; round < 300; round++) {
            for (int i = 0; i < 15; i++) {
                f[i] = limb(1L << 51);
            }
            BigInteger u = value(f, 5);
            BigInteger v = value(f, 10);
            Powers.invert(f, 0, f, 5, f, 20);
            assertThat(value(f, 0).multiply(u).mod(Constants.P))
                    .isEqualTo(u.signum() == 0 ? BigInteger.ZERO : BigInteger.ONE);
            boolean found = Powers.root(f, 0, f, 5, 10, f, 20);
            BigInteger square = value(f, 0).pow(2).multiply(v).mod(Constants.P);
            assertThat(square.equals(u)).isEqualTo(found);
            BigInteger half = Constants.P.shiftRight(1);
            boolean isSquare = u.signum() == 0
                    || v.signum() != 0
                            && u.multiply(v).modPow(half, Constants.P).equals(BigInteger.ONE);
            assertThat(found).isEqualTo(isSquare);
        }
    }

    @Test
    void lanes_multiply_exactly_and_within_their_bounds() {
        double[] x = new double[3 * Lanes.SIZE];
        for (int round = 0; round < 1_000; round++) {
            for (int i = 0; i < Lanes.SIZE; i++) {
                // One operand may be the sum of two.
                x[i] = limb(LANE_LIMIT) + (double) limb(LANE_LIMIT);
                x[Lanes.SIZE + i] = limb(LANE_LIMIT);
            }
            Lanes.multiply(x, 2 * Lanes.SIZE, x, 0, x, Lanes.SIZE);
            for (int lane = 0; lane < 4; lane++) {
                assertThat(value(x, 2 * Lanes.SIZE + lane))
                        .isEqualTo(value(x, lane)
                                .multiply(value(x, Lanes.SIZE + lane))
                                .mod(Constants.P));
            }
            for (int i = 2 * Lanes.SIZE; i < x.length; i++) {
                assertThat(Math.abs(x[i])).isLessThanOrEqualTo((double) LANE_LIMIT);
            }
        }
    }

    @Test
    void hashes_reduce_and_recode_exactly() {
        byte[] hash = new byte[64];
        long[] scalar = new long[4];
        long[] scratch = new long[20];
        for (int round = 0; round < 20_000; round++) {
            random.nextBytes(hash);
            if (round % 3 == 0) {
                java.util.Arrays.fill(hash, random.nextInt(64), 64, (byte) -(round % 2));
            }
            byte[] reversed = new byte[64];
            for (int i = 0; i < 64; i++) {
                reversed[i] = hash[63 - i];
            }
            Scalars.reduce(scalar, hash, scratch);
            BigInteger expected = new BigInteger(1, reversed).mod(Constants.L);
            assertThat(words(scalar)).isEqualTo(expected);

            short[] digits = new short[256];
            Scalars.recode(digits, scalar, 2 + round % 14);
            BigInteger sum = BigInteger.ZERO;
            for (int i = 255; i >= 0; i--) {
                sum = sum.shiftLeft(1).add(BigInteger.valueOf(digits[i]));
            }
            assertThat(sum).isEqualTo(expected);
        }
    }

    @Test
    void only_scalars_below_the_order_are_taken() {
        for (int off = -3; off <= 3; off++) {
            BigInteger number = Constants.L.add(BigInteger.valueOf(off));
            byte[] bytes = new byte[32];
            for (int i = 0; i < 32; i++) {
                bytes[i] = number.shiftRight(8 * i).byteValue();
            }
            assertThat(Scalars.decode(new long[4], bytes, 0)).isEqualTo(off < 0);
        }
    }
}
