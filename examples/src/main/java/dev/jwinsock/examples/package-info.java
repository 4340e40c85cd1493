/** Programs of the Winsock documentation, ported the way any program would be: same shape, imports instead of includes. */
@NullMarked
package dev.jwinsock.examples;

import org.jspecify.annotations.NullMarked;
