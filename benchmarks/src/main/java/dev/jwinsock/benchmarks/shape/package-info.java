/** What is measured: shapes, styles, messages, clocks. Knows no socket API. */
@NullMarked
package dev.jwinsock.benchmarks.shape;

import org.jspecify.annotations.NullMarked;
