/** The base provider: the state of a socket and everything Windows-specific about it. */
@NullMarked
package dev.jwinsock.afd;

import org.jspecify.annotations.NullMarked;
