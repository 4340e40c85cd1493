/**
 * A rooted multipoint provider over TCP: "Multipoint and Multicast Semantics", rooted in both planes. It stands above the
 * base provider, whose stream sockets are the connections between root and leaves.
 */
@NullMarked
package dev.jwinsock.multipoint;

import org.jspecify.annotations.NullMarked;
