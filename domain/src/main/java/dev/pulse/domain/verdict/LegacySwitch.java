package dev.pulse.domain.verdict;

import java.util.Map;

/**
 * The switch {@code ALLOW_LEGACY_HEARTBEATS} (design section 3): whether unsigned heartbeats are let in while nobody owns
 * their node id. The variable, where it is set, wins over the configuration, so that one setting of a deployment turns it
 * on and off in every service that has a say in it.
 */
public final class LegacySwitch {
    /** Name of the environment variable. */
    public static final String VARIABLE = "ALLOW_LEGACY_HEARTBEATS";

    private LegacySwitch() {}

    /**
     * What holds.
     *
     * @param environment the process's environment variables
     * @param configured what the configuration says
     * @throws IllegalArgumentException when the variable is neither {@code true} nor {@code false}, blank, nor absent
     */
    public static boolean allows(Map<String, String> environment, boolean configured) {
        String variable = environment.get(VARIABLE);
        if (variable == null || variable.isBlank()) {
            return configured;
        }
        return switch (variable) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(VARIABLE + " must be true or false, not " + variable);
        };
    }
}
