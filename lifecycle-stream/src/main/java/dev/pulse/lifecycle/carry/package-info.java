/** What the lifecycle stream's stores are when the grid gets another number of partitions (decision 0034). */
package dev.pulse.lifecycle.carry;
