/** Keys, passwords and settings of a Kafka that takes nobody's word: TLS, SCRAM and access lists, for clusters on one machine. */
package dev.pulse.standalone.secure;
