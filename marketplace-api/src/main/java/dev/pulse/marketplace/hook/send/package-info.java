/** Calling addresses that strangers named: which are called, how, how often, and what became of it (decision 0024). */
package dev.pulse.marketplace.hook.send;
