/** The transport SPI: kernel sockets that never block, and readiness. It knows no Winsock rule. */
@NullMarked
package dev.jwinsock.transport;

import org.jspecify.annotations.NullMarked;
