/** The scenarios, a class for each subject. */
@NullMarked
package dev.jwinsock.compat.suite;

import org.jspecify.annotations.NullMarked;
