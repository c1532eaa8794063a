/** Changes of nodes' keys, as they come in over HTTP. */
package dev.pulse.marketplace.rotation;
