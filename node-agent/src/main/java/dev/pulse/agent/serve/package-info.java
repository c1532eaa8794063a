/** Whom a node is to serve: asked of the marketplace, told to what runs its virtual machines. */
package dev.pulse.agent.serve;
