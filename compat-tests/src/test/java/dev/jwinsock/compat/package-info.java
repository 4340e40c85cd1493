/** Runners for Maven, and the properties that need a generator of arguments. */
@NullMarked
package dev.jwinsock.compat;

import org.jspecify.annotations.NullMarked;
