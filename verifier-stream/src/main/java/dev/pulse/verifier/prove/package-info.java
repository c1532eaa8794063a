/** The topology that proves heartbeats and rotations, and its one store: who owns which node id. */
package dev.pulse.verifier.prove;
