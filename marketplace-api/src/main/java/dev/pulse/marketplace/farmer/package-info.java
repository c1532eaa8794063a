/** What a farmer has arranged: templates of his own, publishing without being asked, nodes adopted by their address. */
package dev.pulse.marketplace.farmer;
