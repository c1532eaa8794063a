package dev.pulse.marketplace.board;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Hold;
import dev.pulse.schemas.binary.BinaryInput;
import dev.pulse.schemas.binary.BinaryOutput;
import java.util.ArrayList;
import java.util.List;

/** A node's reservations as they are kept over the end of the process, in the forms of Avro's binary encoding. */
final class HoldImage {
    private HoldImage() {}

    /** Takes what an image has. */
    interface Sink {
        void take(String nodeId, String farmer, List<Hold> holds);
    }

    static byte[] of(String nodeId, String farmer, List<Hold> holds) {
        BinaryOutput out = new BinaryOutput();
        out.text(nodeId);
        out.text(farmer);
        out.number(holds.size());
        for (Hold hold : holds) {
            out.text(hold.requestId());
            out.text(hold.reservationId());
            out.text(hold.renter().hex());
            out.number(hold.slices());
            out.number(hold.hours());
            out.number(hold.from());
            out.number(hold.until());
        }
        return out.toBytes();
    }

    static void read(byte[] image, Sink sink) {
        BinaryInput in = new BinaryInput(image, 0);
        String nodeId = in.text();
        // Farmers, and renters, are few beside what they hold: each has one text.
        String farmer = in.text().intern();
        List<Hold> holds = new ArrayList<>(1);
        for (int left = in.smallNumber(); left > 0; left--) {
            holds.add(new Hold(
                    in.text(),
                    in.text(),
                    new Account(in.text().intern()),
                    in.smallNumber(),
                    in.smallNumber(),
                    in.number(),
                    in.number()));
        }
        sink.take(nodeId, farmer, List.copyOf(holds));
    }
}
