/** jwinsock as ported programs use it: the shapes in each of Winsock's styles. */
@NullMarked
package dev.jwinsock.benchmarks.winsock;

import org.jspecify.annotations.NullMarked;
