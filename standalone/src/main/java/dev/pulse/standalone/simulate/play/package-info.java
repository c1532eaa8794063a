/** One trouble of one region, step by step: nodes, queues, instances, and the rules that decide over the nodes. No clock, no Kafka. */
package dev.pulse.standalone.simulate.play;
