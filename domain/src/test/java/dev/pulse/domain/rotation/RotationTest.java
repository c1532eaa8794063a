package dev.pulse.domain.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.json.Malformed.Code;
import dev.pulse.domain.verdict.Freshness;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Rotations as they are sent and as they stand in records: what is read of them, and what they prove. */
class RotationTest {
    private static final long SIGNED_S = 1_790_000_000;
    private static final long SIGNED_MS = SIGNED_S * 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Keys old = Keys.make();
    private final Keys next = Keys.make();
    private final Keys owner = Keys.make();
    private final RotationReader reader = new RotationReader("devnet", "market-1");
    private final RotationJudge judge = new RotationJudge(new ReferenceEd25519());

    private Map<String, Object> document() {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("node_id", "node-1");
        fields.put("node_account", old.account().hex());
        fields.put("new_account", next.account().hex());
        fields.put("timestamp", SIGNED_S);
        return fields;
    }

    private Map<String, Object> byOwner() {
        Map<String, Object> fields = document();
        fields.put("owner_account", owner.account().hex());
        return fields;
    }

    private static byte[] bytes(Map<String, Object> fields) {
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> signed(
            Map<String, Object> fields, String name, Keys by, String newName, Keys byNext) {
        byte[] payload = bytes(fields);
        Map<String, Object> whole = new TreeMap<>(fields);
        whole.put(name, by.sign(payload));
        whole.put(newName, byNext.sign(payload));
        return whole;
    }

    private Map<String, Object> own() {
        return signed(document(), "signature", old, "new_signature", next);
    }

    private Map<String, Object> owners() {
        return signed(byOwner(), "owner_signature", owner, "new_signature", next);
    }

    private RotationReading.Read read(Map<String, Object> whole) {
        return (RotationReading.Read) reader.read(bytes(whole));
    }

    private Code refusal(Map<String, Object> whole, Consumer<Map<String, Object>> change) {
        Map<String, Object> changed = new TreeMap<>(whole);
        change.accept(changed);
        return ((RotationReading.Refused) reader.read(bytes(changed)))
                .malformed()
                .code();
    }

    private Code refusal(Consumer<Map<String, Object>> change) {
        return refusal(own(), change);
    }

    private void assertUnproved(RotationReading.Read read, Keys named) {
        assertThat(judge.judge(read, SIGNED_MS)).isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(Rejection.SIGNATURE);
            assertThat(rejected.detail()).contains(named.account().hex()).hasSizeLessThanOrEqualTo(300);
        });
    }

    @Test
    void both_forms_are_read_and_both_signatures_cover_the_document_without_them() {
        Map<String, Object> fields = document();
        fields.put("audience", "devnet");
        fields.put("marketplace", "market-1");
        fields.put("path", RotationReader.PATH);
        fields.put("a field nobody knows", "é");
        RotationReading.Read own = read(signed(fields, "signature", old, "new_signature", next));
        assertThat(own.rotation()).isEqualTo(new Rotation("node-1", old.account(), next.account(), null, SIGNED_S));
        assertThat(own.rotation().by()).isEqualTo(old.account());
        assertThat(own.canonical()).isEqualTo(bytes(fields));
        assertThat(judge.judge(own, SIGNED_MS)).isEqualTo(new Verdict.Accepted(false));

        RotationReading.Read owners = read(owners());
        assertThat(owners.rotation().owner()).isEqualTo(owner.account());
        assertThat(owners.rotation().by()).isEqualTo(owner.account());
        assertThat(owners.canonical()).isEqualTo(bytes(byOwner()));
        assertThat(judge.judge(owners, SIGNED_MS)).isEqualTo(new Verdict.Accepted(false));
    }

    @Test
    void order_and_white_space_of_what_is_sent_do_not_matter() throws JsonProcessingException {
        Map<String, Object> whole = own();
        StringBuilder backwards = new StringBuilder("{ ");
        for (String name : new TreeMap<>(whole).descendingKeySet()) {
            backwards.append(JSON.writeValueAsString(name)).append(" : ");
            backwards
                    .append(JSON.writeValueAsString(whole.get(name)))
                    .append(name.equals("new_account") ? " }" : ",\n");
        }
        RotationReading.Read read =
                (RotationReading.Read) reader.read(backwards.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(read.canonical()).isEqualTo(bytes(document()));
        assertThat(judge.judge(read, SIGNED_MS)).isEqualTo(new Verdict.Accepted(false));
    }

    @Test
    void it_is_stale_after_three_hundred_seconds_either_way() {
        long tolerance = Freshness.TOLERANCE_S * 1_000;
        for (long inTime : new long[] {SIGNED_MS - tolerance, SIGNED_MS + tolerance, SIGNED_MS + tolerance + 999}) {
            assertThat(judge.judge(read(own()), inTime)).isInstanceOf(Verdict.Accepted.class);
        }
        for (long past : new long[] {SIGNED_MS - tolerance - 1, SIGNED_MS + tolerance + 1_000}) {
            assertThat(judge.judge(read(own()), past))
                    .isInstanceOfSatisfying(
                            Verdict.Rejected.class, r -> assertThat(r.reason()).isEqualTo(Rejection.SKEW));
        }
    }

    @Test
    void each_signature_must_be_of_the_one_whose_it_is() {
        Keys stranger = Keys.make();
        assertUnproved(read(signed(document(), "signature", stranger, "new_signature", next)), old);
        assertUnproved(read(signed(document(), "signature", old, "new_signature", stranger)), next);
        assertUnproved(read(signed(document(), "signature", next, "new_signature", old)), old);
        assertUnproved(read(signed(document(), "signature", old, "new_signature", old)), next);
        assertUnproved(read(signed(document(), "signature", owner, "new_signature", next)), old);
        assertUnproved(read(signed(byOwner(), "owner_signature", old, "new_signature", next)), owner);
        assertUnproved(read(signed(byOwner(), "owner_signature", owner, "new_signature", owner)), next);
    }

    @Test
    void what_was_signed_for_something_else_proves_nothing() {
        Map<String, Object> another = own();
        another.put("timestamp", SIGNED_S + 1);
        assertUnproved(read(another), old);
        Map<String, Object> elsewhere = own();
        elsewhere.put("node_id", "node-2");
        assertUnproved(read(elsewhere), old);
        Map<String, Object> claimed = owners();
        claimed.put("owner_account", Keys.make().account().hex());
        assertThat(judge.judge(read(claimed), SIGNED_MS)).isInstanceOf(Verdict.Rejected.class);
    }

    @Test
    void the_two_forms_are_not_mixed() {
        assertThat(refusal(owners(), fields -> fields.put("signature", own().get("signature"))))
                .isEqualTo(Code.BAD_FIELD);
        assertThat(refusal(owners(), fields -> fields.remove("owner_account"))).isEqualTo(Code.BAD_FIELD);
        assertThat(refusal(owners(), fields -> fields.remove("owner_signature")))
                .isEqualTo(Code.MISSING_FIELD);
        assertThat(refusal(
                        own(),
                        fields -> fields.put("owner_account", owner.account().hex())))
                .isEqualTo(Code.BAD_FIELD);
        assertThat(refusal(own(), fields -> fields.put("owner_signature", own().get("signature"))))
                .isEqualTo(Code.BAD_FIELD);
    }

    @Test
    void a_rotation_for_another_network_or_marketplace_or_endpoint_is_refused() {
        assertThat(refusal(fields -> fields.put("audience", "mainnet"))).isEqualTo(Code.WRONG_AUDIENCE);
        assertThat(refusal(fields -> fields.put("marketplace", "market-2"))).isEqualTo(Code.WRONG_MARKETPLACE);
        assertThat(refusal(fields -> fields.put("path", "/api/nodes/pair"))).isEqualTo(Code.WRONG_PATH);
        Map<String, Object> elsewhere = document();
        elsewhere.put("marketplace", "market-2");
        assertThat(new RotationReader("devnet", null)
                        .read(bytes(signed(elsewhere, "signature", old, "new_signature", next))))
                .as("who serves no marketplace takes those for any")
                .isInstanceOf(RotationReading.Read.class);
    }

    @Test
    void named_accounts_and_keys_that_nobody_has_are_refused() {
        for (String field : new String[] {"node_account", "new_account"}) {
            assertThat(refusal(fields -> fields.put(field, "node.near"))).isEqualTo(Code.BAD_ACCOUNT);
            assertThat(refusal(fields -> fields.put(field, "0".repeat(64)))).isEqualTo(Code.WEAK_ACCOUNT);
        }
        assertThat(refusal(owners(), fields -> fields.put("owner_account", "alice.near")))
                .isEqualTo(Code.BAD_ACCOUNT);
        assertThat(refusal(owners(), fields -> fields.put("owner_account", "01" + "0".repeat(62))))
                .isEqualTo(Code.WEAK_ACCOUNT);
    }

    @Test
    void fields_of_the_wrong_form_are_refused() {
        for (String field : document().keySet()) {
            assertThat(refusal(fields -> fields.remove(field))).as(field).isEqualTo(Code.MISSING_FIELD);
        }
        assertThat(refusal(fields -> fields.remove("signature"))).isEqualTo(Code.MISSING_FIELD);
        assertThat(refusal(fields -> fields.remove("new_signature"))).isEqualTo(Code.MISSING_FIELD);
        assertThat(refusal(fields -> fields.put("new_signature", "abc"))).isEqualTo(Code.BAD_SIGNATURE_ENCODING);
        assertThat(refusal(fields -> fields.put("signature", 1))).isEqualTo(Code.BAD_FIELD);
        assertThat(refusal(fields -> fields.put("node_id", "Node 1"))).isEqualTo(Code.BAD_NODE_ID);
        assertThat(refusal(fields -> fields.put("timestamp", "now"))).isEqualTo(Code.BAD_FIELD);
        assertThat(refusal(fields -> fields.put("new_account", old.account().hex())))
                .as("a node that stays as it is")
                .isEqualTo(Code.BAD_FIELD);
        assertThat(((RotationReading.Refused) reader.read("[]".getBytes(StandardCharsets.UTF_8)))
                        .malformed()
                        .code())
                .isEqualTo(Code.NOT_JSON);
    }

    @Test
    void it_is_read_from_a_record_byte_for_byte_or_not_at_all() {
        byte[] payload = bytes(document());
        String first = old.sign(payload);
        String second = next.sign(payload);
        RotationReading.Read read = (RotationReading.Read) reader.read(payload, first, second);
        assertThat(read).usingRecursiveComparison().isEqualTo(read(own()));
        assertThat(judge.judge(read, SIGNED_MS)).isEqualTo(new Verdict.Accepted(false));

        byte[] spaced =
                new String(payload, StandardCharsets.UTF_8).replace(",", ", ").getBytes(StandardCharsets.UTF_8);
        byte[] bad = bytes(Map.of("node_id", "node-1"));
        for (RotationReading refused : new RotationReading[] {
            reader.read(spaced, first, second),
            reader.read(bytes(own()), first, second),
            reader.read(bad, first, second),
            reader.read(new byte[0], first, second),
            reader.read(payload, "", second),
            reader.read(payload, first, second.substring(1)),
        }) {
            assertThat(refused).isInstanceOf(RotationReading.Refused.class);
        }
    }
}
