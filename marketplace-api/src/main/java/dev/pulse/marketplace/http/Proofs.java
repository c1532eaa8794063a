package dev.pulse.marketplace.http;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.answer.ProofAnswer;
import dev.pulse.marketplace.answer.ProofAnswer.Step;
import dev.pulse.marketplace.diagnosis.LifecycleNode;
import dev.pulse.marketplace.follow.Progress;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.convert.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** The evidence of a heartbeat as an answer, with a recipe that needs a shell and OpenSSL and nothing of ours. */
final class Proofs {
    /** What precedes the 32 bytes of a key in its DER form (RFC 8410 section 4). */
    private static final byte[] DER = HexFormat.of().parseHex("302a300506032b6570032100");

    private Proofs() {}

    static ProofAnswer of(VerifiedHeartbeat heartbeat, LifecycleNode.Pointer at, Progress progress) {
        byte[] payload = Bytes.copy(heartbeat.getPayload());
        byte[] signature = Bytes.copy(heartbeat.getSignature());
        Account account = new Account(heartbeat.getAccount());
        String sha256 = HexFormat.of().formatHex(Sha256.hash(payload));
        return new ProofAnswer(
                heartbeat.getNodeId(),
                account.hex(),
                account.publicKeyText(),
                heartbeat.getTimestamp(),
                heartbeat.getReceivedAt().getEpochSecond(),
                heartbeat.getRegion(),
                heartbeat.getLegacy(),
                new String(payload, StandardCharsets.UTF_8),
                base64(payload),
                sha256,
                base64(signature),
                at,
                heartbeat.getLegacy() ? List.of() : steps(payload, signature, account, sha256),
                Answers.seconds(progress.asOf()),
                progress.lag());
    }

    private static List<Step> steps(byte[] payload, byte[] signature, Account account, String sha256) {
        return List.of(
                new Step(
                        "Write the payload to a file and read it: its node_account must be " + account.hex() + ".",
                        "printf %s '" + base64(payload) + "' | base64 -d > payload.json && cat payload.json && echo"),
                new Step(
                        "Digest it: what is printed must be " + sha256 + ".",
                        "openssl dgst -sha256 -binary -out digest.bin payload.json && openssl dgst -sha256 -r payload.json"),
                new Step(
                        "Write the account as a public key: the 32 bytes after pub: must be the account again.",
                        "printf %s '" + base64(der(account)) + "' | base64 -d > account.der"
                                + " && openssl pkey -pubin -inform DER -in account.der -noout -text"),
                new Step(
                        "Check the signature over the 32 bytes of the digest: it must say Signature Verified Successfully.",
                        "printf %s '" + base64(signature) + "' | base64 -d > signature.bin"
                                + " && openssl pkeyutl -verify -pubin -keyform DER -inkey account.der -rawin"
                                + " -in digest.bin -sigfile signature.bin"));
    }

    private static byte[] der(Account account) {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.writeBytes(DER);
        der.writeBytes(account.key());
        return der.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
