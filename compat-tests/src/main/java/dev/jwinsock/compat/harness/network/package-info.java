/** Hosts of a test's own: network namespaces with virtual links between them (Linux, root, iproute2). */
@NullMarked
package dev.jwinsock.compat.harness.network;

import org.jspecify.annotations.NullMarked;
