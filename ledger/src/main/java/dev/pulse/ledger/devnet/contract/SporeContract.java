package dev.pulse.ledger.devnet.contract;

import static dev.pulse.ledger.devnet.contract.Table.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.ledger.devnet.chain.Contract;
import dev.pulse.ledger.devnet.chain.ContractPanic;
import dev.pulse.ledger.devnet.chain.Storage;
import java.math.BigInteger;

/**
 * The token: {@code spore.dev.hero}. Amounts are texts of digits in the smallest unit. What a reservation costs lies in an
 * escrow until the marketplace's contract says whose it is; a renter lets an operator draw on it with {@code approve}, or
 * signs the reservation himself.
 */
public final class SporeContract implements Contract {
    /** Its account. */
    public static final String ACCOUNT = "spore.dev.hero";
    /** Digits behind the point: one SPORE is 10^18 of the smallest unit. */
    public static final int DECIMALS = 18;

    private static final Table BALANCES = new Table("spore/balance/");
    private static final Table ALLOWANCES = new Table("spore/allowance/");
    private static final Table ESCROWS = new Table("spore/escrow/");

    private final String minter;

    /**
     * @param minter the account that makes new SPORE
     */
    public SporeContract(String minter) {
        this.minter = minter;
    }

    @Override
    public JsonNode view(String method, JsonNode arguments, Storage storage) {
        Arguments given = new Arguments(arguments);
        return switch (method) {
            case "balance" -> text(balance(storage, given.anyAccount("account_id")));
            case "allowance" -> text(allowance(storage, given.anyAccount("owner"), given.anyAccount("spender")));
            default -> throw new ContractPanic("MethodNotFound: spore has no view " + method);
        };
    }

    @Override
    public JsonNode call(String method, JsonNode arguments, Call call) {
        Arguments given = new Arguments(arguments);
        Storage storage = call.storage();
        switch (method) {
            case "transfer" -> move(storage, call.caller(), given.anyAccount("receiver_id"), given.amount("amount"));
            // Nothing, and what was approved is taken back.
            case "approve" ->
                ALLOWANCES.of(call.caller()).put(storage, given.anyAccount("spender"), text(given.amount("amount", 0)));
            case "mint" -> {
                if (!call.caller().equals(minter)) {
                    throw new ContractPanic("only " + minter + " makes new SPORE");
                }
                give(storage, given.anyAccount("receiver_id"), given.amount("amount"));
            }
            default -> throw new ContractPanic("MethodNotFound: spore has no method " + method);
        }
        return JSON.booleanNode(true);
    }

    /**
     * Puts aside what a reservation costs.
     *
     * @param spender who asks for it; another one than the payer needs an allowance
     */
    static void escrow(Storage storage, String id, String payer, String spender, BigInteger amount) {
        if (!spender.equals(payer)) {
            BigInteger allowed = allowance(storage, payer, spender);
            if (allowed.compareTo(amount) < 0) {
                throw new ContractPanic(payer + " allows " + spender + " " + allowed + " of SPORE's smallest unit, and "
                        + amount + " are needed");
            }
            ALLOWANCES.of(payer).put(storage, spender, text(allowed.subtract(amount)));
        }
        take(storage, payer, amount);
        ObjectNode escrow = JSON.objectNode().put("payer", payer).put("amount", amount.toString());
        ESCROWS.put(storage, id, escrow);
    }

    /** Ends an escrow: so much goes to the payee, the rest back. */
    static void settle(Storage storage, String id, String payee, BigInteger amount) {
        ObjectNode escrow = ESCROWS.need(storage, id, "escrow");
        BigInteger all = new BigInteger(escrow.get("amount").asText());
        ESCROWS.remove(storage, id);
        give(storage, payee, amount);
        give(storage, escrow.get("payer").asText(), all.subtract(amount));
    }

    /** What an account has, in the smallest unit. */
    public static BigInteger balance(Storage storage, String account) {
        return number(BALANCES.get(storage, account));
    }

    private static BigInteger allowance(Storage storage, String owner, String spender) {
        return number(ALLOWANCES.of(owner).get(storage, spender));
    }

    private static void move(Storage storage, String from, String to, BigInteger amount) {
        take(storage, from, amount);
        give(storage, to, amount);
    }

    private static void take(Storage storage, String from, BigInteger amount) {
        BigInteger has = balance(storage, from);
        if (has.compareTo(amount) < 0) {
            throw new ContractPanic(from + " has " + has + " of SPORE's smallest unit, and " + amount + " are needed");
        }
        BALANCES.put(storage, from, text(has.subtract(amount)));
    }

    private static void give(Storage storage, String to, BigInteger amount) {
        if (amount.signum() > 0) {
            BALANCES.put(storage, to, text(balance(storage, to).add(amount)));
        }
    }

    private static BigInteger number(JsonNode text) {
        return text == null ? BigInteger.ZERO : new BigInteger(text.asText());
    }

    private static JsonNode text(BigInteger number) {
        return JSON.textNode(number.toString());
    }
}
