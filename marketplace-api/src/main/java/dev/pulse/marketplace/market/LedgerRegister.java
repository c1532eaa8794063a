package dev.pulse.marketplace.market;

import dev.pulse.domain.pairing.Pairing;
import dev.pulse.domain.rotation.Rotation;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.RegisteredNode;
import dev.pulse.ledger.rpc.LedgerException;
import java.util.Optional;

/** Asks the hosting contract, each time. */
public final class LedgerRegister implements NodeRegister {
    private final Hosting hosting;

    /** The register of this contract. */
    public LedgerRegister(Hosting hosting) {
        this.hosting = hosting;
    }

    @Override
    public Entry check(Pairing pairing) throws LedgerException, InterruptedException {
        Optional<RegisteredNode> found = hosting.nodeByIdentity(pairing.account());
        if (found.isEmpty()) {
            return new Entry.Contradicted(
                    "not_registered",
                    "The ledger knows no node with the account " + pairing.account() + "; register it first.");
        }
        RegisteredNode node = found.get();
        if (!node.nodeId().equals(pairing.nodeId())) {
            return new Entry.Contradicted(
                    "wrong_node", "On the ledger this account is that of the node " + node.nodeId() + ".");
        }
        if (pairing.farmId() != null && !pairing.farmId().equals(node.farmId())) {
            return new Entry.Contradicted("wrong_farm", "On the ledger the node is in the farm " + node.farmId() + ".");
        }
        return hosting.isFarmOwner(node.farmId(), pairing.farmer())
                ? new Entry.Owned(node.farmId())
                : new Entry.Contradicted(
                        "wrong_farmer",
                        "On the ledger the farm " + node.farmId() + " is not the farmer's whom the pairing names.");
    }

    @Override
    public Entry check(Rotation rotation) throws LedgerException, InterruptedException {
        Optional<RegisteredNode> found = hosting.node(rotation.nodeId());
        if (found.isEmpty()) {
            return new Entry.Contradicted(
                    "not_registered", "The ledger knows no node " + rotation.nodeId() + "; register it first.");
        }
        RegisteredNode node = found.get();
        if (!node.identity().equals(rotation.next())) {
            return new Entry.Contradicted(
                    "not_rotated",
                    "On the ledger the node's account is " + node.identity() + ", not " + rotation.next()
                            + "; it is changed there first.");
        }
        if (rotation.owner() != null && !hosting.isFarmOwner(node.farmId(), rotation.owner())) {
            return new Entry.Contradicted(
                    "wrong_farmer",
                    "On the ledger the farm " + node.farmId() + " is not that of the owner whom the rotation names.");
        }
        return new Entry.Owned(node.farmId());
    }

    @Override
    public Verification verification() {
        return Verification.REAL;
    }
}
