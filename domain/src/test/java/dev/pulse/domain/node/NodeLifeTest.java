package dev.pulse.domain.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.node.CommandOutcome.Done;
import dev.pulse.domain.node.CommandOutcome.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NodeLifeTest {
    @Test
    void aDiscoveredNodeCanBeRetired() {
        assertThat(NodeLife.judge(LifecycleState.DISCOVERED, Command.RETIRE))
                .isInstanceOfSatisfying(
                        Done.class, done -> assertThat(done.state()).isEqualTo(LifecycleState.RETIRED));
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void retiredIsForGood(Command command) {
        assertThat(refusal(LifecycleState.RETIRED, command)).isEqualTo("already_retired");
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void anUnknownNodeObeysNothing(Command command) {
        assertThat(refusal(null, command)).isEqualTo("unknown_node");
    }

    @ParameterizedTest
    @EnumSource(value = Command.class, mode = EnumSource.Mode.EXCLUDE, names = "RETIRE")
    void whatNeedsTheLedgerIsRefusedForNow(Command command) {
        assertThat(refusal(LifecycleState.DISCOVERED, command)).isIn("not_available", "not_yet_paired");
    }

    private static String refusal(LifecycleState state, Command command) {
        return ((Refused) NodeLife.judge(state, command)).code();
    }
}
