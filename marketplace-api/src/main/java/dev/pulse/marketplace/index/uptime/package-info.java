/** What nodes' uptime was by the day, in some bytes a node for those that were ever away, so that a search may ask for it. */
package dev.pulse.marketplace.index.uptime;
