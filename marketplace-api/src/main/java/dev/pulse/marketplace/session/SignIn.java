package dev.pulse.marketplace.session;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.account.WeakKeys;
import dev.pulse.domain.field.SignatureText;
import dev.pulse.domain.verdict.SignatureVerifier;
import dev.pulse.ledger.message.ActingRequest;
import dev.pulse.ledger.message.Message;
import dev.pulse.ledger.rpc.LedgerException;
import java.util.Optional;

/** Signs people in. Safe for several threads. */
public final class SignIn {
    /** What became of an attempt. */
    public sealed interface Result {
        /** In. */
        record Done(Sessions.Opened opened) implements Result {}

        /**
         * Not.
         *
         * @param code machine-readable reason, lower snake case
         * @param detail one sentence for a person
         */
        record Refused(String code, String detail) implements Result {}
    }

    private final Challenges challenges;
    private final Sessions sessions;
    private final KeyRegister keys;
    private final SignatureVerifier verifier;

    /** @param verifier what computes the signature's equation */
    public SignIn(Challenges challenges, Sessions sessions, KeyRegister keys, SignatureVerifier verifier) {
        this.challenges = challenges;
        this.sessions = sessions;
        this.keys = keys;
        this.verifier = verifier;
    }

    /** A challenge for somebody who says that he is this account. */
    public Challenge challenge(Account account, String origin) {
        return challenges.issue(account, origin);
    }

    /**
     * Signs somebody in.
     *
     * @param key the key that signed: of the account, by the ledger
     * @param origin where the request says that it comes from
     * @param nonce the challenge's
     * @param signature base64
     * @param signs whether he will sign each request that changes something
     * @throws LedgerException when the ledger can't be asked
     */
    public Result signIn(Account account, Account key, String origin, byte[] nonce, String signature, boolean signs)
            throws LedgerException, InterruptedException {
        Optional<Challenge> challenge = challenges.find(account, origin, nonce);
        if (challenge.isEmpty()) {
            return new Result.Refused(
                    "bad_challenge",
                    "This challenge was not given to this account at this origin, or its time is over.");
        }
        if (!holds(key, challenge.get().message(), signature)) {
            return new Result.Refused("signature", "The signature does not hold for the challenge under this key.");
        }
        if (!keys.holds(account, key)) {
            return new Result.Refused("wrong_key", "On the ledger this key may not do everything for this account.");
        }
        return challenges.use(challenge.get())
                ? new Result.Done(sessions.open(account, key, signs))
                : new Result.Refused("used_challenge", "This challenge was used before.");
    }

    /**
     * Why a request of a session that signs is not its key's; empty where it is. Its challenge is then used up.
     *
     * @param origin where it arrived
     * @param nonce of a challenge that was given to this account
     * @param signature base64
     */
    public Optional<Result.Refused> refusal(
            Session session, String origin, ActingRequest request, byte[] nonce, String signature) {
        Optional<Challenge> challenge = challenges.find(session.account(), origin, nonce);
        if (challenge.isEmpty()) {
            return Optional.of(new Result.Refused(
                    "bad_challenge",
                    "This challenge was not given to this account at this origin, or its time is over."));
        }
        if (!holds(session.key(), request.message(nonce, origin), signature)) {
            return Optional.of(new Result.Refused(
                    "signature",
                    "The signature does not hold for this method, address, body and origin under the session's key."));
        }
        return challenges.use(challenge.get())
                ? Optional.empty()
                : Optional.of(new Result.Refused("used_challenge", "This challenge was used before."));
    }

    private boolean holds(Account key, Message message, String signature) {
        byte[] bytes = SignatureText.decode(signature);
        return bytes != null && !WeakKeys.isWeak(key.key()) && verifier.verify(key.key(), message.hash(), bytes);
    }

    /** Whose session a token is of, if it has not ended. */
    public Optional<Session> session(String token) {
        return sessions.find(token);
    }

    /**
     * Whether a session still speaks for its account; where the account has put another key in its place, the session
     * ends. Asked before anything is changed.
     *
     * @throws LedgerException when the ledger can't be asked
     */
    public boolean stillHolds(String token, Session session) throws LedgerException, InterruptedException {
        if (keys.holds(session.account(), session.key())) {
            return true;
        }
        sessions.end(token);
        return false;
    }

    /** Ends a session. */
    public void signOut(String token) {
        sessions.end(token);
    }
}
