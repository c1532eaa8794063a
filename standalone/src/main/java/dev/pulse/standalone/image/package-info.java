/** What a container's image needs beside the services. */
package dev.pulse.standalone.image;
