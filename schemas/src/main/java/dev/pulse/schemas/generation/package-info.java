/** Which generation of topics and applications is in use, and how a grid moves from one to the next (decision 0034). */
package dev.pulse.schemas.generation;
