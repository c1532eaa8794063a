/** What the lifecycle stream counts as it happens (docs/reference/metrics.md). */
package dev.pulse.lifecycle.measure;
