/** Dead letters as they stand in Kafka: found among thirty days of them, and examined one by one. */
package dev.pulse.marketplace.letter;
