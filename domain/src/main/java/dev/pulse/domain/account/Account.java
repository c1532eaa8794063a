package dev.pulse.domain.account;

import java.util.HexFormat;
import java.util.Optional;

/**
 * An implicit account: 64 lower-case hex digits, the raw ed25519 public key (design section 1).
 *
 * @param hex the account as text, always 64 characters of {@code [0-9a-f]}
 */
public record Account(String hex) {
    /** Length of the text form in characters. */
    public static final int HEX_LENGTH = 64;

    /** Length of the raw ed25519 public key in bytes (RFC 8032 section 5.1.5). */
    public static final int KEY_LENGTH = 32;

    private static final String KEY_PREFIX = "ed25519:";

    private static final boolean[] DIGITS = new boolean[128];

    static {
        "0123456789abcdef".chars().forEach(digit -> DIGITS[digit] = true);
    }

    /**
     * @throws IllegalArgumentException when {@code hex} is not 64 lower-case hex digits; use {@link #isImplicit}
     *     first on input that came from outside
     */
    public Account {
        if (!isImplicit(hex)) {
            throw new IllegalArgumentException("not an implicit account: " + hex);
        }
    }

    /** Whether the text has the form of an implicit account. Says nothing about the point that it encodes. */
    public static boolean isImplicit(String text) {
        if (text == null || text.length() != HEX_LENGTH) {
            return false;
        }
        // Digits and letters come at random: to branch on which it is would be guessed wrong every other time.
        boolean digits = true;
        for (int i = 0; i < HEX_LENGTH; i++) {
            char c = text.charAt(i);
            digits &= c < DIGITS.length && DIGITS[c];
        }
        return digits;
    }

    /**
     * Whether the text has the form of a named account: 2 to 64 lower-case letters and digits with single separators
     * {@code . _ -} inside, and not an implicit account. Those belong to deployed system contracts alone (design section
     * 1).
     */
    public static boolean isNamed(String text) {
        if (text == null || text.length() < 2 || text.length() > HEX_LENGTH || isImplicit(text)) {
            return false;
        }
        boolean separatorBefore = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean separator = c == '.' || c == '_' || c == '-';
            if (separator ? separatorBefore : !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9')) {
                return false;
            }
            separatorBefore = separator;
        }
        return !separatorBefore;
    }

    /** The account of a raw public key of 32 bytes. */
    public static Account ofKey(byte[] publicKey) {
        return new Account(HexFormat.of().formatHex(publicKey));
    }

    /** A fresh copy of the raw public key, 32 bytes. */
    public byte[] key() {
        return HexFormat.of().parseHex(hex);
    }

    /** The public key as NEAR writes it, {@code ed25519:} and the base58 of its 32 bytes. */
    public String publicKeyText() {
        return KEY_PREFIX + Base58.encode(key());
    }

    /** The account of a public key written as {@link #publicKeyText}, or empty when it is none of 32 bytes. */
    public static Optional<Account> ofPublicKeyText(String text) {
        if (!text.startsWith(KEY_PREFIX)) {
            return Optional.empty();
        }
        return Base58.decode(text.substring(KEY_PREFIX.length()))
                .filter(key -> key.length == KEY_LENGTH)
                .map(Account::ofKey);
    }

    @Override
    public String toString() {
        return hex;
    }
}
