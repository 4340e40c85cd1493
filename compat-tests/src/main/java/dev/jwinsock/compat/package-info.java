/** The conformance suite: what its tests are written with, and {@link dev.jwinsock.compat.Main} to run it. */
@NullMarked
package dev.jwinsock.compat;

import org.jspecify.annotations.NullMarked;
