/** {@code pulse topics} and {@code pulse access}: what an operator does to Kafka itself. */
package dev.pulse.standalone.kafka;
