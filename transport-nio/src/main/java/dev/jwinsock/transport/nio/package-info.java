/**
 * A transport made of java.nio alone: it runs wherever Java does, with what java.nio can do. What it cannot do is said
 * by its missing {@link dev.jwinsock.transport.Capability capabilities}.
 */
@NullMarked
package dev.jwinsock.transport.nio;

import org.jspecify.annotations.NullMarked;
