package dev.pulse.marketplace.index.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * A row in one piece, some 200 bytes: its texts, then a number for each column, in the forms of Avro's binary encoding. To
 * take one in costs a tenth of what it costs to read the record that it came from and find a code for each of its values.
 */
final class RowImage {
    private final NodeTexts texts;
    private final NodeColumns columns;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private BinaryEncoder out;
    private BinaryDecoder in;

    RowImage(NodeTexts texts, NodeColumns columns) {
        this.texts = texts;
        this.columns = columns;
    }

    /** A row's image. */
    byte[] of(int row) {
        bytes.reset();
        try {
            out = EncoderFactory.get().directBinaryEncoder(bytes, out);
            texts.write(row, out);
            columns.write(row, out);
            out.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Gives a new row what it had.
     *
     * @throws IllegalArgumentException where that is no image of a row
     */
    void restore(int row, byte[] image) {
        try {
            in = DecoderFactory.get().binaryDecoder(image, in);
            texts.restore(row, in);
            columns.restore(row, in);
            if (!in.isEnd()) {
                throw new IllegalArgumentException("a row with more than belongs to it");
            }
        } catch (IOException | RuntimeException damaged) {
            throw new IllegalArgumentException("a row that can't be read: " + damaged.getMessage(), damaged);
        }
    }
}
