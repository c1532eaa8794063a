/** Micro-benchmarks: what each step of a heartbeat's path costs by itself, without Kafka and without a network. */
package dev.pulse.benchmarks.micro;
