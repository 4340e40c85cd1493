/** The shapes as Netty pipelines, over each of its transports. */
@NullMarked
package dev.jwinsock.benchmarks.netty;

import org.jspecify.annotations.NullMarked;
