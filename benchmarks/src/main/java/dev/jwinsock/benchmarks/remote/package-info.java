/** Clients in a process of their own. */
@NullMarked
package dev.jwinsock.benchmarks.remote;

import org.jspecify.annotations.NullMarked;
