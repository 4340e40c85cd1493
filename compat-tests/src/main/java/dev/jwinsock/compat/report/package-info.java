/** The table of facts, and the matrix of what a run showed about them. */
@NullMarked
package dev.jwinsock.compat.report;

import org.jspecify.annotations.NullMarked;
