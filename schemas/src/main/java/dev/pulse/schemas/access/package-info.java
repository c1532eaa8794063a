/** Who of Pulse may do what on Kafka: the one list that users, manifests and tests are made from. */
package dev.pulse.schemas.access;
