package dev.pulse.marketplace.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.account.Account;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Note;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes of this marketplace's operator on the ledger (decision 0018), one for each hook, sealed: {@code hook/<id>}. */
public final class LedgerHooks implements HookBook {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerHooks.class);
    private static final String PREFIX = "hook/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Marketplace contract;
    private final TransactionSigner operator;
    private final HookSeal seal;

    /** The notes of this operator. */
    public LedgerHooks(Marketplace contract, TransactionSigner operator, HookSeal seal) {
        this.contract = contract;
        this.operator = operator;
        this.seal = seal;
    }

    @Override
    public List<Hook> all() throws LedgerException, InterruptedException {
        List<Hook> all = new ArrayList<>();
        String after = PREFIX;
        while (after != null && all.size() < HookDesk.MOST) {
            Page<Note> page = contract.notes(operator.key().hex(), after);
            for (Note note : page.items()) {
                if (!note.key().startsWith(PREFIX)) {
                    // Notes come by their names: this was the last hook.
                    return all;
                }
                read(note).ifPresentOrElse(all::add, () -> LOG.warn("the note {} is none of this key's", note.key()));
            }
            after = page.next();
        }
        return all;
    }

    @Override
    public void keep(Hook hook) throws LedgerException, InterruptedException {
        String name = PREFIX + hook.id();
        contract.keep(operator, name, seal.seal(name, written(hook)));
    }

    @Override
    public void remove(Hook hook) throws LedgerException, InterruptedException {
        contract.keep(operator, PREFIX + hook.id(), null);
    }

    private static String written(Hook hook) {
        ObjectNode json = JSON.createObjectNode()
                .put("account", hook.account().hex())
                .put("url", hook.url())
                .put("down_after_s", hook.downAfterS())
                .put("created_at", hook.createdAt());
        ArrayNode events = json.putArray("events");
        hook.events().forEach(event -> events.add(event.wire()));
        ArrayNode nodes = json.putArray("node_ids");
        hook.nodeIds().forEach(nodes::add);
        ArrayNode regions = json.putArray("regions");
        hook.regions().forEach(regions::add);
        return json.toString();
    }

    private Optional<Hook> read(Note note) {
        return seal.open(note.key(), note.value()).flatMap(text -> parsed(note.key(), text));
    }

    private static Optional<Hook> parsed(String key, String text) {
        try {
            JsonNode json = JSON.readTree(text);
            Set<HookEvent> events = EnumSet.noneOf(HookEvent.class);
            each(json, "events", event -> HookEvent.of(event).ifPresent(events::add));
            TreeSet<String> nodes = new TreeSet<>();
            each(json, "node_ids", nodes::add);
            TreeSet<String> regions = new TreeSet<>();
            each(json, "regions", regions::add);
            return Optional.of(new Hook(
                    key.substring(PREFIX.length()),
                    new Account(json.path("account").asText()),
                    json.path("url").asText(),
                    events,
                    nodes,
                    regions,
                    json.path("down_after_s").asLong(),
                    json.path("created_at").asLong()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void each(JsonNode json, String name, Consumer<String> take) {
        json.path(name).forEach(value -> take.accept(value.asText()));
    }
}
