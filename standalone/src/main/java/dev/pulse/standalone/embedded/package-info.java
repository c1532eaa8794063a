/** What a grid needs beside Pulse itself: a Kafka broker in this process, and the schema registry as a child process. */
package dev.pulse.standalone.embedded;
