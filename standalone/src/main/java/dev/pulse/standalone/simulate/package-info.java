/** Troubles of a region of the size that {@code pulse size} gives it, played in virtual time (docs/reference/scaling.md). No clock, no Kafka. */
package dev.pulse.standalone.simulate;
