/** Pairing: a node's signed word on which farmer it belongs to (design section 9). */
package dev.pulse.domain.pairing;
