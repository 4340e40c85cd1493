/**
 * Native transports: system calls on the caller's thread (Netty's JNI where it has the call, JNA where it has not) and
 * readiness from Netty's event loop or poll(2).
 */
@NullMarked
package dev.jwinsock.transport.netty;

import org.jspecify.annotations.NullMarked;
