package dev.pulse.domain.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityTest {
    @ParameterizedTest
    @CsvSource({
        "64, 15, 15",
        "64, 16, 15",
        "64, 3, 3",
        "64, -1, 15",
        "5, -1, 1",
        "4, 9, 0",
        "-1, 7, 7",
        "-1, -1, -1",
    })
    void slicesAreWhatMemoryMakesAndNoMoreThanIsClaimed(long ram, long claimed, long expected) {
        assertThat(new Capacity(-1, ram, -1, -1, claimed, -1).slices()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "64, 0, 64",
        "64, 3, 52",
        "64, 16, 0",
        "64, 17, 0",
        "-1, 3, -1",
        "9223372036854775807, 1, 9223372036854775803",
        "3, 1, 0",
        "64, 9223372036854775807, 0",
    })
    void eachHeldSliceTakesFourGigabytes(long ram, long held, long expected) {
        assertThat(Capacity.ramLeft(ram, held)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2000, 15, 0, 2000",
        "2000, 15, 3, 1600",
        "16, 15, 1, 14",
        "16, 15, 15, 0",
        "16, 15, 16, 0",
        "16, 0, 1, 0",
        "-1, 15, 3, -1",
        "9223372036854775807, 2, 1, 4611686018427387903",
        "9223372036854775807, 9223372036854775807, 1, 9223372036854775806",
    })
    void eachHeldSliceTakesItsShareRoundedDown(long whole, long slices, long held, long expected) {
        assertThat(Capacity.shareLeft(whole, slices, held)).isEqualTo(expected);
    }
}
