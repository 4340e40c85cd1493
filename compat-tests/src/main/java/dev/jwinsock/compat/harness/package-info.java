/** Runs a scenario on every transport, and gives it sockets, peers and expectations. */
@NullMarked
package dev.jwinsock.compat.harness;

import org.jspecify.annotations.NullMarked;
