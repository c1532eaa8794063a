package dev.pulse.ledger.transaction;

import java.math.BigInteger;
import java.util.List;

/**
 * What a key may do for the account that it was added to.
 *
 * @param nonce that of the last transaction it signed
 * @param permission how far it goes
 */
public record AccessKey(long nonce, Permission permission) {
    /** How far a key goes. */
    public sealed interface Permission {}

    /** Everything that the account may do. */
    public record FullAccess() implements Permission {}

    /**
     * Calls of one contract, without a deposit.
     *
     * @param allowance what it may spend on gas, or null for no limit
     * @param receiver the contract
     * @param methods the methods, none for all
     */
    public record FunctionCallOnly(BigInteger allowance, String receiver, List<String> methods) implements Permission {
        /** Keeps a copy of the methods. */
        public FunctionCallOnly {
            methods = List.copyOf(methods);
        }
    }

    /** A key for everything, at this nonce. */
    public static AccessKey full(long nonce) {
        return new AccessKey(nonce, new FullAccess());
    }
}
