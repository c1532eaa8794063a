/** A node's question for the reservations that it is to serve, and what its answer is known by. */
package dev.pulse.domain.poll;
