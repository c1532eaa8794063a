/** What a service says of its own build. */
package dev.pulse.schemas.about;
