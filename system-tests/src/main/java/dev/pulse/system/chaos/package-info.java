/** Breaks parts of a cluster under load, in an order that a seed decides, and holds the books of delivery afterwards. */
package dev.pulse.system.chaos;
