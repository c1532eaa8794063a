package dev.pulse.ledger.rpc;

/** Why the ledger gave no result. The message says it in one sentence, for whoever runs or uses Pulse. */
public abstract sealed class LedgerException extends Exception {
    private static final long serialVersionUID = 1;

    private LedgerException(String message, Throwable cause) {
        super(message, cause);
    }

    /** No endpoint gave an answer that could be understood. Nothing was changed by what was only asked. */
    public static final class Unreachable extends LedgerException {
        private static final long serialVersionUID = 1;

        /** An exception that says what each endpoint did. */
        public Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The ledger refused the request; nothing was changed. */
    public static final class Refused extends LedgerException {
        private static final long serialVersionUID = 1;
        private final String code;

        /**
         * @param code NEAR's name of the cause, such as {@code UNKNOWN_ACCOUNT} or {@code InvalidNonce}
         */
        public Refused(String code, String message) {
            super(message, null);
            this.code = code;
        }

        /** NEAR's name of the cause. */
        public String code() {
            return code;
        }
    }

    /** A contract refused what it was asked; of a transaction nothing was changed, but its nonce is used up. */
    public static final class ContractRefused extends LedgerException {
        private static final long serialVersionUID = 1;

        /** An exception with the contract's own words. */
        public ContractRefused(String message) {
            super(message, null);
        }
    }

    /** A transaction was handed over, and whether it was carried out could not be learned in time. */
    public static final class OutcomeUnknown extends LedgerException {
        private static final long serialVersionUID = 1;
        private final String transactionId;

        /**
         * @param transactionId its hash in base58, to ask for it later
         */
        public OutcomeUnknown(String transactionId, Throwable cause) {
            super("What became of transaction " + transactionId + " is not known yet.", cause);
            this.transactionId = transactionId;
        }

        /** The transaction's hash in base58. */
        public String transactionId() {
            return transactionId;
        }
    }
}
