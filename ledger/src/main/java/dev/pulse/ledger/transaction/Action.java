package dev.pulse.ledger.transaction;

import dev.pulse.domain.account.Account;
import java.math.BigInteger;

/**
 * One step of a transaction, in the order of NEAR's {@code Action} enum. Deploying a contract (1) and staking (4) are
 * left out: Pulse never does either.
 */
public sealed interface Action {
    /** Makes the receiver. */
    record CreateAccount() implements Action {}

    /**
     * Calls a method of the receiver.
     *
     * @param method its name
     * @param arguments what it is given, by convention JSON in UTF-8
     * @param gas most gas that it may burn, unsigned
     * @param deposit what is handed over with it, in the smallest unit of the chain's own token
     */
    record FunctionCall(String method, byte[] arguments, long gas, BigInteger deposit) implements Action {}

    /**
     * Hands over the chain's own token.
     *
     * @param deposit how much, in its smallest unit
     */
    record Transfer(BigInteger deposit) implements Action {}

    /** Lets a key act for the receiver. */
    record AddKey(Account key, AccessKey access) implements Action {}

    /** Takes a key's right away. */
    record DeleteKey(Account key) implements Action {}

    /** Ends the receiver, and gives what it has to another. */
    record DeleteAccount(String beneficiary) implements Action {}
}
