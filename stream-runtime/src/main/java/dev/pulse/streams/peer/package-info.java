/** Notices that another instance has been killed, and sees to it that its partitions go on elsewhere (decision 0010). */
package dev.pulse.streams.peer;
