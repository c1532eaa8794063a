package dev.pulse.system.analysts;

import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.convert.Bytes;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic as a liar would fill it: one proved heartbeat, and three that are none, each for a reason of its own. */
final class Forgeries {
    private static final String TOPIC = "forged.verified";

    private Forgeries() {}

    /** Writes them, made from one that holds: another signature, another time in the record, another key's own word. */
    static String write(KafkaSettings kafka, RecordSerdes serdes, VerifiedHeartbeat good) {
        try (Admin admin = Admin.create(kafka.clientProperties());
                KafkaProducer<String, SpecificRecord> producer = new KafkaProducer<>(
                        kafka.clientProperties(),
                        new StringSerializer(),
                        serdes.of(Topics.VERIFIED).serializer())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
            for (VerifiedHeartbeat record : List.of(good, otherSignature(good), otherTime(good), otherAccount(good))) {
                producer.send(new ProducerRecord<>(TOPIC, good.getNodeId(), record))
                        .get();
            }
            return TOPIC;
        } catch (ExecutionException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static VerifiedHeartbeat otherSignature(VerifiedHeartbeat good) {
        byte[] signature = Bytes.copy(good.getSignature());
        signature[0] ^= 1;
        return VerifiedHeartbeat.newBuilder(good)
                .setSignature(Bytes.wrap(signature))
                .build();
    }

    private static VerifiedHeartbeat otherTime(VerifiedHeartbeat good) {
        return VerifiedHeartbeat.newBuilder(good)
                .setTimestamp(good.getTimestamp() + 1)
                .build();
    }

    private static VerifiedHeartbeat otherAccount(VerifiedHeartbeat good) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        String account = HexFormat.of().formatHex(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        byte[] payload = new String(Bytes.copy(good.getPayload()), StandardCharsets.UTF_8)
                .replace(good.getAccount(), account)
                .getBytes(StandardCharsets.UTF_8);
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(MessageDigest.getInstance("SHA-256").digest(payload));
        return VerifiedHeartbeat.newBuilder(good)
                .setAccount(account)
                .setPayload(Bytes.wrap(payload))
                .setSignature(Bytes.wrap(signer.sign()))
                .build();
    }
}
