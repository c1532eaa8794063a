/** What stands in the stores, and its binary form. */
package dev.pulse.lifecycle.store;
