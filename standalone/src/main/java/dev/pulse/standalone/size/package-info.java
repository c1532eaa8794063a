/** How much of everything a grid needs, by rules over what was measured (docs/reference/scaling.md). No clock, no Kafka, no I/O but the figures. */
package dev.pulse.standalone.size;
