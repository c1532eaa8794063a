package dev.pulse.verifier.crypto;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Signatures that tell the two equations apart: keys and R with a component of small order, made by plain affine
 * arithmetic on the curve (RFC 8032 section 5.1), independent of every provider under test.
 */
final class TorsionCases {
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final Point ZERO = new Point(BigInteger.ZERO, BigInteger.ONE);
    private static final Point BASE = new Point(
            new BigInteger("15112221349535400772501151409588531511454012693041857206046113283949847762202"),
            new BigInteger("46316835694926478169428394003475163141307993866256225615783033603165251855960"));
    /** A point of order 8 (the first of the published list of small-order points). */
    private static final Point EIGHTH = decode("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");

    record Case(byte[] key, byte[] message, byte[] signature) {}

    private record Point(BigInteger x, BigInteger y) {
        Point plus(Point other) {
            BigInteger product = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y);
            BigInteger newX = x.multiply(other.y).add(y.multiply(other.x));
            BigInteger newY = y.multiply(other.y).add(x.multiply(other.x));
            return new Point(
                    newX.multiply(BigInteger.ONE.add(product).modInverse(P)).mod(P),
                    newY.multiply(BigInteger.ONE.subtract(product).modInverse(P))
                            .mod(P));
        }

        Point times(BigInteger factor) {
            Point sum = ZERO;
            for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
                sum = sum.plus(sum);
                if (factor.testBit(bit)) {
                    sum = sum.plus(this);
                }
            }
            return sum;
        }

        byte[] encode() {
            byte[] bytes = littleEndian(y);
            if (x.testBit(0)) {
                bytes[31] |= (byte) 0x80;
            }
            return bytes;
        }
    }

    private TorsionCases() {}

    /**
     * Random cases in which the key, R or both carry torsion; every eighth key and every eighth R is nothing but torsion, a
     * point of small order. About one in eight satisfies the cofactorless equation by the choice of the torsion, the rest
     * only the cofactored one.
     */
    static List<Case> random(long seed, int count) {
        Random random = new Random(seed);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BigInteger secret = i % 8 == 1 ? BigInteger.ZERO : new BigInteger(252, random);
            BigInteger nonce = i % 8 == 0 ? BigInteger.ZERO : new BigInteger(252, random);
            Point key = BASE.times(secret).plus(EIGHTH.times(BigInteger.valueOf(random.nextInt(8))));
            Point r = BASE.times(nonce).plus(EIGHTH.times(BigInteger.valueOf(random.nextInt(8))));
            byte[] message = new byte[32];
            random.nextBytes(message);
            BigInteger h = hash(r.encode(), key.encode(), message);
            BigInteger s = nonce.add(h.multiply(secret)).mod(L);
            cases.add(new Case(key.encode(), message, join(r.encode(), littleEndian(s))));
        }
        return cases;
    }

    /** The same S plus L: malleated (RFC 8032 section 5.1.7 demands S below L). */
    static byte[] plusL(byte[] signature) {
        byte[] reversed = new byte[32];
        for (int i = 0; i < 32; i++) {
            reversed[i] = signature[63 - i];
        }
        byte[] r = new byte[32];
        System.arraycopy(signature, 0, r, 0, 32);
        return join(r, littleEndian(new BigInteger(1, reversed).add(L)));
    }

    private static BigInteger hash(byte[]... parts) {
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            for (byte[] part : parts) {
                sha512.update(part);
            }
            byte[] digest = sha512.digest();
            byte[] reversed = new byte[digest.length];
            for (int i = 0; i < digest.length; i++) {
                reversed[i] = digest[digest.length - 1 - i];
            }
            return new BigInteger(1, reversed).mod(L);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static byte[] littleEndian(BigInteger value) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = value.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static Point decode(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        boolean odd = (bytes[31] & 0x80) != 0;
        bytes[31] &= 0x7f;
        byte[] reversed = new byte[32];
        for (int i = 0; i < 32; i++) {
            reversed[i] = bytes[31 - i];
        }
        BigInteger y = new BigInteger(1, reversed);
        BigInteger y2 = y.multiply(y).mod(P);
        BigInteger x2 = y2.subtract(BigInteger.ONE)
                .multiply(D.multiply(y2).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        BigInteger x = x2.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(x2)) {
            x = x.multiply(BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P))
                    .mod(P);
        }
        return new Point(x.testBit(0) == odd ? x : P.subtract(x), y);
    }
}
