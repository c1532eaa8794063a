/** What the lifecycle stream answers over HTTP. */
package dev.pulse.lifecycle.query;
