/** What the verifier answers over HTTP: whether it is ready, what it counted, who owns a node id. */
package dev.pulse.verifier.http;
