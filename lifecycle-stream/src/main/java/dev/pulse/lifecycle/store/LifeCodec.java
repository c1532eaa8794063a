package dev.pulse.lifecycle.store;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Hold;
import dev.pulse.domain.life.NodeLife;
import dev.pulse.domain.life.Offer;
import dev.pulse.domain.life.Ownership;
import dev.pulse.domain.life.Ownership.Proof;
import dev.pulse.domain.life.Pause;
import dev.pulse.domain.life.Window;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Lives: of the nodes that were paired. */
public final class LifeCodec extends Codec<NodeLife> {
    @Override
    void write(NodeLife life, Output out) {
        out.flag(life.retired());
        if (has(life.ownership(), out)) {
            owner(life.ownership(), out);
        }
        if (has(life.offer(), out)) {
            offer(life.offer(), out);
        }
        out.number(life.holds().size());
        life.holds().forEach(hold -> hold(hold, out));
        if (has(life.window(), out)) {
            out.signed(life.window().from());
            out.signed(life.window().until());
        }
        if (has(life.pause(), out)) {
            out.signed(life.pause().onlineMs());
            out.signed(life.pause().observedMs());
        }
    }

    @Override
    NodeLife read(Input in) {
        boolean retired = in.flag();
        Ownership owner = in.flag() ? owner(in) : null;
        Offer offer = in.flag() ? offer(in) : null;
        int count = in.count();
        List<Hold> holds = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            holds.add(hold(in));
        }
        Window window = in.flag() ? new Window(in.signed(), in.signed()) : null;
        Pause pause = in.flag() ? new Pause(in.signed(), in.signed()) : null;
        return new NodeLife(owner, offer, holds, window, pause, retired);
    }

    private static boolean has(Object part, Output out) {
        out.flag(part != null);
        return part != null;
    }

    private static void owner(Ownership owner, Output out) {
        account(owner.farmer(), out);
        out.text(owner.farmId());
        account(owner.identity(), out);
        out.signed(owner.signedAt());
        if (has(owner.proof(), out)) {
            out.text(owner.proof().payload());
            out.text(owner.proof().signature());
        }
    }

    private static Ownership owner(Input in) {
        return new Ownership(
                account(in), in.text(), account(in), in.signed(), in.flag() ? new Proof(in.text(), in.text()) : null);
    }

    private static void offer(Offer offer, Output out) {
        out.text(offer.listingId());
        out.text(offer.operator());
        out.number(offer.pricePerHour());
        out.number(offer.slices());
        out.text(offer.template());
        out.signed(offer.publishedAt());
    }

    private static Offer offer(Input in) {
        return new Offer(in.text(), in.text(), in.number(), (int) in.number(), in.text(), in.signed());
    }

    private static void hold(Hold hold, Output out) {
        out.text(hold.requestId());
        out.text(hold.reservationId());
        account(hold.renter(), out);
        out.number(hold.slices());
        out.number(hold.hours());
        out.signed(hold.from());
        out.signed(hold.until());
    }

    private static Hold hold(Input in) {
        return new Hold(
                in.text(), in.text(), account(in), (int) in.number(), (int) in.number(), in.signed(), in.signed());
    }

    private static void account(Account account, Output out) {
        out.bytes(HexFormat.of().parseHex(account.hex()), 0, Account.KEY_LENGTH);
    }

    private static Account account(Input in) {
        return new Account(HexFormat.of().formatHex(in.bytes(Account.KEY_LENGTH)));
    }
}
