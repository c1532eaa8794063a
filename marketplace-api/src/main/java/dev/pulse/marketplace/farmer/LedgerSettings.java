package dev.pulse.marketplace.farmer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.PriceList;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Note;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.rpc.LedgerException.Unreachable;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.farmer.FarmerSettings.Tariff;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Notes of this marketplace's operator on the ledger, one for each farmer, so that the marketplace holds nothing of its own
 * (decision 0018):
 *
 * <pre>{@code farmer/<account>: {"templates":{"night":"7"},"auto_publish":{"price_per_hour":"7","template":"night"}}}</pre>
 */
public final class LedgerSettings implements SettingsBook {
    private static final String FARMER = "farmer/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Marketplace contract;
    private final TransactionSigner operator;

    /** The notes of this operator. */
    public LedgerSettings(Marketplace contract, TransactionSigner operator) {
        this.contract = contract;
        this.operator = operator;
    }

    @Override
    public FarmerSettings of(Account farmer) throws LedgerException, InterruptedException {
        Note note = contract.note(operator.key().hex(), FARMER + farmer.hex()).orElse(null);
        return note == null ? FarmerSettings.NONE : read(note);
    }

    @Override
    public void keep(Account farmer, FarmerSettings settings) throws LedgerException, InterruptedException {
        contract.keep(operator, FARMER + farmer.hex(), settings.equals(FarmerSettings.NONE) ? null : written(settings));
    }

    @Override
    public Map<Account, FarmerSettings> all() throws LedgerException, InterruptedException {
        Map<Account, FarmerSettings> all = new TreeMap<>((a, b) -> a.hex().compareTo(b.hex()));
        String after = FARMER;
        while (after != null) {
            Page<Note> page = contract.notes(operator.key().hex(), after);
            for (Note note : page.items()) {
                String name = note.key().startsWith(FARMER) ? note.key().substring(FARMER.length()) : "";
                if (!Account.isImplicit(name)) {
                    // Notes come by their names: this was the last farmer's.
                    return all;
                }
                all.put(new Account(name), read(note));
            }
            after = page.next();
        }
        return all;
    }

    private static String written(FarmerSettings settings) {
        ObjectNode note = JSON.createObjectNode();
        ObjectNode templates = note.putObject("templates");
        settings.prices().own().forEach((name, price) -> templates.put(name, Long.toUnsignedString(price)));
        Tariff tariff = settings.autoPublish();
        if (tariff != null) {
            note.putObject("auto_publish")
                    .put("price_per_hour", Long.toUnsignedString(tariff.pricePerHour()))
                    .put("template", tariff.template());
        }
        return note.toString();
    }

    private static FarmerSettings read(Note note) throws Unreachable {
        try {
            JsonNode json = JSON.readTree(note.value());
            SortedMap<String, Long> own = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : json.path("templates").properties()) {
                own.put(entry.getKey(), Long.parseUnsignedLong(entry.getValue().asText()));
            }
            JsonNode tariff = json.path("auto_publish");
            return new FarmerSettings(
                    new PriceList(own),
                    tariff.isObject()
                            ? new Tariff(
                                    Long.parseUnsignedLong(
                                            tariff.path("price_per_hour").asText()),
                                    tariff.path("template").textValue())
                            : null);
        } catch (JsonProcessingException | NumberFormatException e) {
            throw new Unreachable("The note " + note.key() + " on the ledger can't be read.", e);
        }
    }
}
