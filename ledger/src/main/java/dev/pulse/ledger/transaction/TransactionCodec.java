package dev.pulse.ledger.transaction;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.borsh.BorshException;
import dev.pulse.ledger.borsh.BorshReader;
import dev.pulse.ledger.borsh.BorshWriter;
import dev.pulse.ledger.transaction.AccessKey.FullAccess;
import dev.pulse.ledger.transaction.AccessKey.FunctionCallOnly;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Transactions as bytes and back (NEAR's Borsh schema of {@code SignedTransaction}, version 0). */
public final class TransactionCodec {
    /** Most actions of one transaction (NEAR's {@code max_actions_per_receipt}). */
    public static final int MAX_ACTIONS = 100;
    /** Most bytes of a signed transaction (NEAR's {@code max_transaction_size}). */
    public static final int MAX_BYTES = 1_572_864;

    private static final int ED25519 = 0;
    private static final int SIGNATURE_LENGTH = 64;

    private static final int CREATE_ACCOUNT = 0;
    private static final int FUNCTION_CALL = 2;
    private static final int TRANSFER = 3;
    private static final int ADD_KEY = 5;
    private static final int DELETE_KEY = 6;
    private static final int DELETE_ACCOUNT = 7;

    private TransactionCodec() {}

    /** The bytes whose SHA-256 is signed. */
    public static byte[] encode(Transaction transaction) {
        BorshWriter out = new BorshWriter().string(transaction.signer());
        key(out, transaction.key())
                .u64(transaction.nonce())
                .string(transaction.receiver())
                .fixed(transaction.blockHash())
                .u32(transaction.actions().size());
        transaction.actions().forEach(action -> action(out, action));
        return out.toByteArray();
    }

    static byte[] encode(byte[] transaction, byte[] signature) {
        return new BorshWriter().fixed(transaction).u8(ED25519).fixed(signature).toByteArray();
    }

    private static BorshWriter key(BorshWriter out, Account key) {
        return out.u8(ED25519).fixed(key.key());
    }

    private static void action(BorshWriter out, Action action) {
        switch (action) {
            case Action.CreateAccount create -> out.u8(CREATE_ACCOUNT);
            case Action.FunctionCall call ->
                out.u8(FUNCTION_CALL)
                        .string(call.method())
                        .bytes(call.arguments())
                        .u64(call.gas())
                        .u128(call.deposit());
            case Action.Transfer transfer -> out.u8(TRANSFER).u128(transfer.deposit());
            case Action.AddKey add -> access(key(out.u8(ADD_KEY), add.key()), add.access());
            case Action.DeleteKey delete -> key(out.u8(DELETE_KEY), delete.key());
            case Action.DeleteAccount delete -> out.u8(DELETE_ACCOUNT).string(delete.beneficiary());
        }
    }

    private static void access(BorshWriter out, AccessKey access) {
        out.u64(access.nonce());
        switch (access.permission()) {
            case FunctionCallOnly only -> {
                out.u8(0);
                if (only.allowance() == null) {
                    out.u8(0);
                } else {
                    out.u8(1).u128(only.allowance());
                }
                out.string(only.receiver()).u32(only.methods().size());
                only.methods().forEach(out::string);
            }
            case FullAccess full -> out.u8(1);
        }
    }

    /**
     * Reads a signed transaction. Whether its signature is good is not looked at.
     *
     * @throws BorshException when the bytes are none, there are more than {@link #MAX_BYTES}, or an action is of a kind
     *     that is not in {@link Action}
     */
    public static SignedTransaction decode(byte[] bytes) throws BorshException {
        if (bytes.length > MAX_BYTES) {
            throw new BorshException("a transaction has at most " + MAX_BYTES + " bytes, not " + bytes.length);
        }
        BorshReader in = new BorshReader(bytes);
        Transaction transaction = new Transaction(
                in.string(), key(in), in.u64(), in.string(), in.fixed(Transaction.HASH_LENGTH), actions(in));
        if (in.u8() != ED25519) {
            throw new BorshException("the signature is not ed25519");
        }
        byte[] signature = in.fixed(SIGNATURE_LENGTH);
        if (!in.atEnd()) {
            throw new BorshException("bytes follow the signature");
        }
        byte[] unsigned = Arrays.copyOf(bytes, bytes.length - 1 - SIGNATURE_LENGTH);
        return new SignedTransaction(transaction, Sha256.hash(unsigned), signature, bytes);
    }

    private static Account key(BorshReader in) throws BorshException {
        if (in.u8() != ED25519) {
            throw new BorshException("a key is not ed25519");
        }
        return Account.ofKey(in.fixed(Account.KEY_LENGTH));
    }

    private static List<Action> actions(BorshReader in) throws BorshException {
        int count = in.count(1);
        if (count > MAX_ACTIONS) {
            throw new BorshException("a transaction has at most " + MAX_ACTIONS + " actions, not " + count);
        }
        List<Action> actions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            actions.add(action(in));
        }
        return actions;
    }

    private static Action action(BorshReader in) throws BorshException {
        int kind = in.u8();
        return switch (kind) {
            case CREATE_ACCOUNT -> new Action.CreateAccount();
            case FUNCTION_CALL -> new Action.FunctionCall(in.string(), in.bytes(), in.u64(), in.u128());
            case TRANSFER -> new Action.Transfer(in.u128());
            case ADD_KEY -> new Action.AddKey(key(in), access(in));
            case DELETE_KEY -> new Action.DeleteKey(key(in));
            case DELETE_ACCOUNT -> new Action.DeleteAccount(in.string());
            default -> throw new BorshException("actions of kind " + kind + " are not supported");
        };
    }

    private static AccessKey access(BorshReader in) throws BorshException {
        long nonce = in.u64();
        int permission = in.u8();
        return switch (permission) {
            case 0 -> {
                var allowance = flag(in) ? in.u128() : null;
                String receiver = in.string();
                int count = in.count(Integer.BYTES);
                List<String> methods = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    methods.add(in.string());
                }
                yield new AccessKey(nonce, new FunctionCallOnly(allowance, receiver, methods));
            }
            case 1 -> AccessKey.full(nonce);
            default -> throw new BorshException("permissions of kind " + permission + " are not supported");
        };
    }

    private static boolean flag(BorshReader in) throws BorshException {
        int flag = in.u8();
        if (flag > 1) {
            throw new BorshException("an option is 0 or 1, not " + flag);
        }
        return flag == 1;
    }
}
