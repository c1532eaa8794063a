/** Tying a node to its farmer at a marketplace (design section 9). */
package dev.pulse.agent.pair;
