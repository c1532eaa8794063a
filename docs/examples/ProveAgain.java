import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.schemas.NodeRotated;
import dev.pulse.schemas.RotationRecord;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.serde.RegistrySettings;
import dev.pulse.schemas.topic.Topics;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Proves every heartbeat of the given topics again, from the evidence in the record, with the JDK's own Ed25519. Arguments:
 * a properties file, and topics in the order of their generations. Ends with 1 where a record does not hold.
 */
public final class ProveAgain {
    /** What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
    private static final String X509 = "302a300506032b6570032100";

    private final ObjectMapper json = new ObjectMapper();

    /** The account of each node, as of its first record and of the rotations since. */
    private final Map<String, String> accounts = new HashMap<>();

    private long proved;
    private long unsigned;
    private long rotations;
    private long refused;

    /** Reads each topic to where it ends now. */
    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(file);
        }
        ProveAgain proof = new ProveAgain();
        RegistrySettings registry = new RegistrySettings(URI.create(properties.getProperty("registry.url")));
        try (RegistryRecordSerdes serdes = new RegistryRecordSerdes(registry);
                KafkaConsumer<String, SpecificRecord> consumer = new KafkaConsumer<>(
                        properties,
                        new StringDeserializer(),
                        serdes.of(Topics.VERIFIED).deserializer())) {
            for (String topic : List.of(arguments).subList(1, arguments.length)) {
                proof.read(topic, consumer);
            }
        }
        System.out.printf(
                "%d proved, %d refused, %d unsigned, %d rotations%n",
                proof.proved, proof.refused, proof.unsigned, proof.rotations);
        System.exit(proof.refused == 0 ? 0 : 1);
    }

    private void read(String topic, KafkaConsumer<String, SpecificRecord> consumer) throws GeneralSecurityException {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalArgumentException("there is no topic " + topic);
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            for (ConsumerRecord<String, SpecificRecord> record : consumer.poll(Duration.ofSeconds(1))) {
                look(record);
            }
        }
    }

    private void look(ConsumerRecord<String, SpecificRecord> record) throws GeneralSecurityException {
        String fault;
        try {
            fault = switch (record.value()) {
                case VerifiedHeartbeat heartbeat -> faultOf(record.key(), heartbeat);
                case NodeRotated rotated -> faultOf(record.key(), rotated);
                default -> null; // a Tick: an ingest's word on the time, nobody's heartbeat
            };
        } catch (IOException | IllegalArgumentException e) {
            fault = "no evidence: " + e.getMessage();
        }
        if (fault != null) {
            refused++;
            System.out.printf(
                    "%s/%d/%d %s: %s%n", record.topic(), record.partition(), record.offset(), record.key(), fault);
        }
    }

    private String faultOf(String node, VerifiedHeartbeat heartbeat) throws IOException, GeneralSecurityException {
        byte[] payload = bytes(heartbeat.getPayload());
        JsonNode said = json.readTree(payload);
        if (!node.equals(heartbeat.getNodeId())
                || !said.path("node_id").asText().equals(node)
                || !said.path("node_account").asText().equals(heartbeat.getAccount())
                || said.path("timestamp").asLong() != heartbeat.getTimestamp()) {
            return "the record says other than its payload";
        }
        if (!accounts.computeIfAbsent(node, first -> heartbeat.getAccount()).equals(heartbeat.getAccount())) {
            return "another account, and no rotation";
        }
        if (heartbeat.getLegacy()) {
            unsigned++;
        } else if (holds(heartbeat.getAccount(), payload, bytes(heartbeat.getSignature()))) {
            proved++;
        } else {
            return "the signature does not hold";
        }
        return null;
    }

    /** The old key, or the farm's owner, and the new key have signed. Whose the farm is, the ledger says. */
    private String faultOf(String node, NodeRotated rotated) throws IOException, GeneralSecurityException {
        RotationRecord rotation = rotated.getRotation();
        byte[] payload = rotation.getPayload().getBytes(StandardCharsets.UTF_8);
        JsonNode said = json.readTree(payload);
        String by = rotation.getOwner() == null ? rotation.getAccount() : rotation.getOwner();
        if (!said.path("node_id").asText().equals(node)
                || !said.path("new_account").asText().equals(rotation.getNewAccount())
                || !holds(by, payload, Base64.getDecoder().decode(rotation.getSignature()))
                || !holds(rotation.getNewAccount(), payload, Base64.getDecoder().decode(rotation.getNewSignature()))) {
            return "the rotation does not hold";
        }
        accounts.put(node, rotation.getNewAccount());
        rotations++;
        return null;
    }

    /** Ed25519 over the SHA-256 of the canonical payload; the account is the public key in hex. */
    private static boolean holds(String account, byte[] payload, byte[] signature) throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance("Ed25519");
        Signature verifier = Signature.getInstance("Ed25519");
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(payload);
        try {
            verifier.initVerify(
                    keys.generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(X509 + account))));
            verifier.update(hash);
            return verifier.verify(signature);
        } catch (InvalidKeySpecException | InvalidKeyException | SignatureException e) {
            return false; // no point of the curve, or not 64 bytes
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
