/** The Winsock transport service provider interface (WSP): the seam between ws2 and the providers. */
@NullMarked
package dev.jwinsock.spi;

import org.jspecify.annotations.NullMarked;
