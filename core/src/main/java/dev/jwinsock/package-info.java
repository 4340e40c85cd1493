/** The C API: one class per Windows header, the C structures and the handles. */
@NullMarked
package dev.jwinsock;

import org.jspecify.annotations.NullMarked;
