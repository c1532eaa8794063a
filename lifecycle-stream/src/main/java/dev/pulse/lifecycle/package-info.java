/** The lifecycle stream as a service: configuration and composition root. */
package dev.pulse.lifecycle;
