/** What a call costs beside the transport's own, by JMH. */
@NullMarked
package dev.jwinsock.benchmarks.overhead;

import org.jspecify.annotations.NullMarked;
