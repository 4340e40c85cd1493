/** What each socket option and control code does on each kind of socket, observed. */
@NullMarked
package dev.jwinsock.compat.options;

import org.jspecify.annotations.NullMarked;
