/** A node's life: whose it is, what it is offered for, who holds slices of it (design section 9, decision 0016). */
package dev.pulse.domain.life;
