/** Topics and users as Kubernetes resources for Strimzi, made from the lists in {@code schemas}. */
package dev.pulse.standalone.manifest;
