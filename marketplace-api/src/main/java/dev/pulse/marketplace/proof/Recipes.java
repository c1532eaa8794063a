package dev.pulse.marketplace.proof;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.proof.Statement;
import dev.pulse.marketplace.answer.ProofAnswer.Step;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** How to check a link with a shell, OpenSSL and curl, and nothing of ours. */
final class Recipes {
    /** What precedes the 32 bytes of a key in its DER form (RFC 8410 section 4). */
    private static final byte[] DER = HexFormat.of().parseHex("302a300506032b6570032100");

    private Recipes() {}

    /**
     * A signed document.
     *
     * @param files what its files' names begin with, so that several may be checked in one folder
     * @param says what to see in it
     */
    static List<Step> signed(String files, byte[] payload, byte[] signature, Account signer, String says) {
        return List.of(
                new Step(
                        "Write the payload to a file and read it: its " + says + ".",
                        "printf %s '" + base64(payload) + "' | base64 -d > " + files + "payload.json && cat " + files
                                + "payload.json && echo"),
                new Step(
                        "Digest it: what is printed must be " + HexFormat.of().formatHex(Sha256.hash(payload)) + ".",
                        "openssl dgst -sha256 -binary -out " + files + "digest.bin " + files
                                + "payload.json && openssl dgst -sha256 -r " + files + "payload.json"),
                new Step(
                        "Write the account as a public key: the 32 bytes after pub: must be the account again.",
                        "printf %s '" + base64(der(signer)) + "' | base64 -d > " + files + "account.der"
                                + " && openssl pkey -pubin -inform DER -in " + files + "account.der -noout -text"),
                new Step(
                        "Check the signature over the 32 bytes of the digest: it must say Signature Verified Successfully.",
                        "printf %s '" + base64(signature) + "' | base64 -d > " + files + "signature.bin"
                                + " && openssl pkeyutl -verify -pubin -keyform DER -inkey " + files
                                + "account.der -rawin -in " + files + "digest.bin -sigfile " + files
                                + "signature.bin"));
    }

    /**
     * What the ledger said.
     *
     * @param files what its files' names begin with
     */
    static List<Step> stated(String files, Statement statement) {
        return List.of(
                new Step(
                        "Set LEDGER to the address of a node of the ledger that you trust (export LEDGER=https://...),"
                                + " and ask it.",
                        "curl -sS -H 'Content-Type: application/json' -d '"
                                + statement.call().request()
                                + "' \"${LEDGER:?set it to the address of a node of the ledger}\" > " + files + ".rpc"),
                new Step(
                        "Its answer is bytes, written as numbers: make them a text, and read it.",
                        "tr -d ' \\n' < " + files + ".rpc | sed -n 's/.*\"result\":\\[\\([0-9,]*\\)\\].*/\\1/p'"
                                + " | LC_ALL=C awk -v RS=, '{printf \"%c\", $1 + 0}' > " + files + ".json && cat "
                                + files + ".json && echo"),
                new Step(
                        "Compare it with what is shown here: it must say same. If it doesn't, the ledger has gone on"
                                + " since block " + statement.blockHeight() + ", or never said so.",
                        "printf %s '" + base64(statement.result().getBytes(StandardCharsets.UTF_8))
                                + "' | base64 -d | cmp - " + files + ".json && echo same"));
    }

    private static byte[] der(Account account) {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.writeBytes(DER);
        der.writeBytes(account.key());
        return der.toByteArray();
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
