package dev.pulse.schemas.convert;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Ownership;
import dev.pulse.domain.life.Ownership.Proof;
import dev.pulse.domain.node.NodeFacts;
import dev.pulse.schemas.CommandKind;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.PairOrder;
import dev.pulse.schemas.PriceOrder;
import dev.pulse.schemas.PublishOrder;
import dev.pulse.schemas.ReleaseOrder;
import java.time.Instant;
import java.util.List;

/** Commands: the domain's form and the records'. */
public final class CommandRecords {
    /** Longest value of a command's record: a signed document (8 KiB) and room around it. A longer one is poison. */
    public static final int MAX_BYTES = 32 * 1024;

    private CommandRecords() {}

    /**
     * The record of a command.
     *
     * @param correlationId chosen by who sends it
     * @param issuedBy who asks
     * @param issuedAtMs sender's clock, unix milliseconds
     * @param facts what a pairing says of the machine; null with any other command
     */
    public static NodeCommand record(
            String correlationId, String nodeId, String issuedBy, long issuedAtMs, Command command, NodeFacts facts) {
        NodeCommand.Builder record = NodeCommand.newBuilder()
                .setCorrelationId(correlationId)
                .setNodeId(nodeId)
                .setIssuedBy(issuedBy)
                .setIssuedAt(Instant.ofEpochMilli(issuedAtMs));
        NodeCommand.Builder whole = switch (command) {
            case Command.Pair pair -> record.setKind(CommandKind.PAIR).setPair(order(pair.ownership(), facts));
            case Command.Publish publish ->
                record.setKind(CommandKind.PUBLISH)
                        .setPublish(new PublishOrder(publish.farmer().hex(), LifeRecords.offer(publish.offer())));
            case Command.Unpublish unpublish -> record.setKind(CommandKind.UNPUBLISH);
            case Command.Price price ->
                record.setKind(CommandKind.PRICE).setPrice(new PriceOrder(price.pricePerHour(), price.template()));
            case Command.Reserve reserve ->
                record.setKind(CommandKind.RESERVE).setReserve(LifeRecords.hold(reserve.hold()));
            case Command.Release release ->
                record.setKind(CommandKind.RELEASE)
                        .setRelease(new ReleaseOrder(release.requestId(), release.reservationId()));
            case Command.Maintain maintain ->
                record.setKind(CommandKind.MAINTAIN).setMaintain(LifeRecords.window(maintain.window()));
            case Command.Retire retire -> record.setKind(CommandKind.RETIRE);
        };
        return whole.build();
    }

    private static PairOrder order(Ownership to, NodeFacts facts) {
        Proof proof = to.proof();
        return new PairOrder(
                to.farmer().hex(),
                to.farmId(),
                to.identity().hex(),
                to.signedAt(),
                proof == null ? null : proof.payload(),
                proof == null ? null : proof.signature(),
                facts == null ? null : facts.hostname(),
                facts == null ? null : facts.myceliumIp(),
                facts == null ? null : HeartbeatRecords.capacity(facts.capacity()));
    }

    /**
     * What a record wants done.
     *
     * @throws IllegalArgumentException for a kind that this version does not know or does not carry out, and for a record
     *     that lacks what its kind needs
     */
    public static Command command(NodeCommand record) {
        return switch (record.getKind()) {
            case PAIR -> new Command.Pair(ownership(need(record.getPair(), "pair")));
            case PUBLISH -> {
                PublishOrder order = need(record.getPublish(), "publish");
                yield new Command.Publish(new Account(order.getFarmer()), LifeRecords.offer(order.getOffer()));
            }
            case UNPUBLISH -> new Command.Unpublish();
            case PRICE -> {
                PriceOrder order = need(record.getPrice(), "price");
                yield new Command.Price(order.getPricePerHour(), order.getTemplate());
            }
            case RESERVE -> new Command.Reserve(LifeRecords.hold(need(record.getReserve(), "reserve")));
            case RELEASE -> {
                ReleaseOrder order = need(record.getRelease(), "release");
                yield new Command.Release(order.getRequestId(), order.getReservationId());
            }
            case MAINTAIN -> new Command.Maintain(LifeRecords.window(need(record.getMaintain(), "maintain")));
            case RETIRE -> new Command.Retire();
            case ROTATE, OTHER ->
                throw new IllegalArgumentException("The lifecycle stream does not carry out " + record.getKind() + ".");
        };
    }

    /** What a pairing says of the machine: what is known of a node before its first heartbeat. */
    public static NodeFacts facts(PairOrder order) {
        return new NodeFacts(
                order.getIdentity(),
                order.getHostname(),
                order.getMyceliumIp(),
                null,
                Capacity.UNSAID,
                HeartbeatRecords.capacity(order.getCapacity()),
                Location.UNKNOWN,
                List.of());
    }

    private static Ownership ownership(PairOrder order) {
        boolean proved = order.getPayload() != null && order.getSignature() != null;
        return new Ownership(
                new Account(order.getFarmer()),
                order.getFarmId(),
                new Account(order.getIdentity()),
                order.getSignedAt(),
                proved ? new Proof(order.getPayload(), order.getSignature()) : null);
    }

    private static <T> T need(T order, String field) {
        if (order == null) {
            throw new IllegalArgumentException("The command has no " + field + ".");
        }
        return order;
    }
}
