/** A build of Pulse whose schemas are a step further, to run beside the present one. */
package dev.pulse.system.next;
