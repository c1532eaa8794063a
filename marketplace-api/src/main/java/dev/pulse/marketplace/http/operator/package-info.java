/** What operators ask over HTTP: dead letters, partitions, services. */
package dev.pulse.marketplace.http.operator;
