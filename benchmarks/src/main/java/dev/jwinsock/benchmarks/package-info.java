/** The benchmark tool: what to measure, in which process, in which order. */
@NullMarked
package dev.jwinsock.benchmarks;

import org.jspecify.annotations.NullMarked;
