/** What ws2_32.dll does: start count, last error, catalog, dispatch to providers, text and names. */
@NullMarked
package dev.jwinsock.ws2;

import org.jspecify.annotations.NullMarked;
