/** Webhooks: who wants to be told what, when a node counts as down, and telling them (decision 0024). */
package dev.pulse.marketplace.hook;
