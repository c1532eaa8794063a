package dev.pulse.ledger.borsh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of borsh.io's specification, and what is not Borsh. */
class BorshTest {
    private static final BigInteger MAX_U128 = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private static String hex(BorshWriter writer) {
        return HexFormat.of().formatHex(writer.toByteArray());
    }

    private static BorshReader reader(String hex) {
        return new BorshReader(HexFormat.of().parseHex(hex));
    }

    @Test
    void integersAreLittleEndian() {
        assertThat(hex(new BorshWriter().u8(255).u32(1).u64(2))).isEqualTo("ff" + "01000000" + "0200000000000000");
        assertThat(hex(new BorshWriter().u64(-1))).isEqualTo("ffffffffffffffff");
        assertThat(hex(new BorshWriter().u128(BigInteger.ONE.shiftLeft(64))))
                .isEqualTo("0000000000000000" + "0100000000000000");
        assertThat(hex(new BorshWriter().u128(MAX_U128))).isEqualTo("ff".repeat(16));
    }

    @Test
    void lengthsComeBeforeTheirContent() {
        assertThat(hex(new BorshWriter().string("é").bytes(new byte[] {7})))
                .isEqualTo("02000000" + "c3a9" + "01000000" + "07");
    }

    @Test
    void whatWasWrittenIsRead() throws BorshException {
        byte[] bytes = new BorshWriter()
                .u8(7)
                .u64(Long.MIN_VALUE)
                .u128(MAX_U128)
                .string("naïve 🙂")
                .bytes(new byte[] {1, 2})
                .toByteArray();
        BorshReader in = new BorshReader(bytes);
        assertThat(in.u8()).isEqualTo(7);
        assertThat(in.u64()).isEqualTo(Long.MIN_VALUE);
        assertThat(in.u128()).isEqualTo(MAX_U128);
        assertThat(in.string()).isEqualTo("naïve 🙂");
        assertThat(in.bytes()).containsExactly(1, 2);
        assertThat(in.atEnd()).isTrue();
    }

    @Test
    void numbersOutOfRangeAreNotWritten() {
        assertThatThrownBy(() -> new BorshWriter().u8(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BorshWriter().u8(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BorshWriter().u128(MAX_U128.add(BigInteger.ONE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BorshWriter().u128(BigInteger.ONE.negate()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLengthPastTheEndIsNotBelieved() {
        assertThatThrownBy(() -> reader("ffffffff00").bytes())
                .isInstanceOf(BorshException.class)
                .hasMessageContaining("4294967295");
        assertThatThrownBy(() -> reader("0200000001").bytes()).isInstanceOf(BorshException.class);
        assertThatThrownBy(() -> reader("020000000000000000").count(4)).isInstanceOf(BorshException.class);
    }

    @Test
    void bytesThatEndTooSoonAndTextsThatAreNone() {
        assertThatThrownBy(() -> reader("").u8()).isInstanceOf(BorshException.class);
        assertThatThrownBy(() -> reader("00000000000000").u64()).isInstanceOf(BorshException.class);
        assertThatThrownBy(() -> reader("01000000ff").string())
                .isInstanceOf(BorshException.class)
                .hasMessageContaining("UTF-8");
    }
}
