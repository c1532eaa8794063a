/** The pages in a headless Chromium, walked as people use them: over the real application and topics in memory. */
package dev.pulse.marketplace.browser;
