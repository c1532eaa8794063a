package dev.pulse.domain.verdict;

import dev.pulse.domain.account.Account;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Ed25519 verification written down from RFC 8032 section 5.1 with exact integers: the arbiter where providers could
 * differ, and the reference of the tests. Slow, milliseconds for each signature, and not constant in time, which
 * verification need not be: all its inputs are public.
 *
 * <p>The equation is the cofactorless one, checked by bytes: the encoding of [S]B - [h]A must be R, with S below L, A
 * decoded canonically and h reduced modulo L. So a non-canonical R never verifies.
 */
public final class ReferenceEd25519 implements SignatureVerifier {
    /** A point (X:Y:Z:T) with x = X/Z, y = Y/Z, xy = T/Z (RFC 8032 section 5.1.4). */
    private record Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
        static Point ofAffine(BigInteger x, BigInteger y) {
            return new Point(x, y, BigInteger.ONE, x.multiply(y).mod(P));
        }

        Point negate() {
            return new Point(P.subtract(x).mod(P), y, z, P.subtract(t).mod(P));
        }

        /** The complete addition of RFC 8032 section 5.1.4, which also doubles. */
        Point add(Point o) {
            BigInteger a = y.subtract(x).multiply(o.y.subtract(o.x)).mod(P);
            BigInteger b = y.add(x).multiply(o.y.add(o.x)).mod(P);
            BigInteger c = t.multiply(o.t).mod(P).multiply(TWO_D).mod(P);
            BigInteger d = z.multiply(o.z).shiftLeft(1).mod(P);
            BigInteger e = b.subtract(a);
            BigInteger f = d.subtract(c);
            BigInteger g = d.add(c);
            BigInteger h = b.add(a);
            return new Point(
                    e.multiply(f).mod(P),
                    g.multiply(h).mod(P),
                    f.multiply(g).mod(P),
                    e.multiply(h).mod(P));
        }

        byte[] encode() {
            BigInteger inverse = z.modInverse(P);
            BigInteger affineX = x.multiply(inverse).mod(P);
            byte[] bytes = littleEndian(y.multiply(inverse).mod(P));
            if (affineX.testBit(0)) {
                bytes[Account.KEY_LENGTH - 1] |= (byte) 0x80;
            }
            return bytes;
        }
    }

    private static final BigInteger TWO = BigInteger.TWO;
    /** The field's prime, 2^255-19. */
    private static final BigInteger P = TWO.pow(255).subtract(BigInteger.valueOf(19));
    /** The order of the base point, 2^252 + 27742317777372353535851937790883648493. */
    private static final BigInteger L = TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    /** The curve's constant, -121665/121666. */
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);

    private static final BigInteger TWO_D = D.shiftLeft(1).mod(P);
    /** A square root of -1. */
    private static final BigInteger I = TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

    private static final Point IDENTITY = Point.ofAffine(BigInteger.ZERO, BigInteger.ONE);
    /** The base point: y = 4/5, x even. */
    private static final Point BASE = decode(littleEndian(
            BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P)));

    private static final int HALF = 32;

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != Account.KEY_LENGTH || signature.length != 2 * HALF) {
            return false;
        }
        Point a = decode(publicKey);
        BigInteger s = ofLittleEndian(Arrays.copyOfRange(signature, HALF, 2 * HALF));
        if (a == null || s.compareTo(L) >= 0) {
            return false;
        }
        byte[] r = Arrays.copyOf(signature, HALF);
        Point minusA = a.negate();
        return Arrays.equals(
                r, combine(s, BASE, challenge(r, publicKey, message), minusA).encode());
    }

    @Override
    public String name() {
        return "reference (exact integers)";
    }

    /** h of RFC 8032 section 5.1.7 step 2, reduced. */
    private static BigInteger challenge(byte[] r, byte[] publicKey, byte[] message) {
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            sha512.update(r);
            sha512.update(publicKey);
            return ofLittleEndian(sha512.digest(message)).mod(L);
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform that has Ed25519 has it.
            throw new AssertionError(e);
        }
    }

    /** [m]p + [n]q, both scalars walked together. */
    private static Point combine(BigInteger m, Point p, BigInteger n, Point q) {
        Point both = p.add(q);
        Point sum = IDENTITY;
        for (int i = Math.max(m.bitLength(), n.bitLength()) - 1; i >= 0; i--) {
            sum = sum.add(sum);
            if (m.testBit(i)) {
                sum = sum.add(n.testBit(i) ? both : p);
            } else if (n.testBit(i)) {
                sum = sum.add(q);
            }
        }
        return sum;
    }

    /** The point of a canonical encoding (RFC 8032 section 5.1.3), or null when it is none. */
    private static Point decode(byte[] bytes) {
        boolean odd = bytes[Account.KEY_LENGTH - 1] < 0;
        BigInteger y = ofLittleEndian(bytes).clearBit(255);
        if (y.compareTo(P) >= 0) {
            return null;
        }
        BigInteger ySquared = y.multiply(y).mod(P);
        BigInteger u = ySquared.subtract(BigInteger.ONE).mod(P);
        BigInteger v = D.multiply(ySquared).add(BigInteger.ONE).mod(P);
        BigInteger xSquared = u.multiply(v.modInverse(P)).mod(P);
        // p = 5 mod 8: one of these two is a root, if there is any.
        BigInteger x = xSquared.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(xSquared)) {
            x = x.multiply(I).mod(P);
            if (!x.multiply(x).mod(P).equals(xSquared)) {
                return null;
            }
        }
        if (x.signum() == 0 && odd) {
            return null;
        }
        return Point.ofAffine(x.testBit(0) == odd ? x : P.subtract(x), y);
    }

    private static BigInteger ofLittleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    private static byte[] littleEndian(BigInteger value) {
        byte[] bytes = new byte[HALF];
        for (int i = 0; i < HALF; i++) {
            bytes[i] = value.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }
}
