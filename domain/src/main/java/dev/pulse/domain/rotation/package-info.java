/** A node's change of its key (design section 4, decision 0019). */
package dev.pulse.domain.rotation;
