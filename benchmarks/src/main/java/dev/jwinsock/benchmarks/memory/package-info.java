/** What an idle connection costs in memory. */
@NullMarked
package dev.jwinsock.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
