/** Who is measured: the shapes written for each socket API. */
@NullMarked
package dev.jwinsock.benchmarks.implementation;

import org.jspecify.annotations.NullMarked;
