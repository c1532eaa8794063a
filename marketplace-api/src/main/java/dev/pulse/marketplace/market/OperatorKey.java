package dev.pulse.marketplace.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** Reads the key that a marketplace signs with on the ledger: a file as {@code pulse farmer init} makes it. */
public final class OperatorKey {
    private static final int MAX_BYTES = 4096;
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private OperatorKey() {}

    /**
     * The signer of a key file.
     *
     * @throws IllegalArgumentException saying what is wrong with it: it is not there, others may read it, it has no seed
     */
    public static TransactionSigner load(Path file) {
        try {
            if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw new IllegalArgumentException(
                        "market.operatorKey: others than its owner may read " + file + "; chmod 600 it");
            }
            byte[] bytes = Files.size(file) > MAX_BYTES ? new byte[0] : Files.readAllBytes(file);
            JsonNode seed = new ObjectMapper().readTree(bytes).path("seed");
            return new TransactionSigner(HexFormat.of().parseHex(seed.asText()));
        } catch (IOException e) {
            throw new IllegalArgumentException("market.operatorKey: " + file + " can't be read: " + e, e);
        } catch (IllegalArgumentException e) {
            // Never with what stands in the file.
            throw e.getMessage().startsWith("market.")
                    ? e
                    : new IllegalArgumentException("market.operatorKey: " + file + " has no seed of 64 hex digits");
        }
    }
}
