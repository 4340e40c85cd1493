/**
 * The lessons of the documentation's "High-performance Windows Sockets Applications" as programs: {@link Life} sends the
 * boards of a game to a server in five ways, from the worst to a good one, {@link OneByteSends} measures the overhead of
 * ten bytes sent one at a time, {@link SendSendReceive} meets the Nagle algorithm. See docs/performance.md.
 */
@NullMarked
package dev.jwinsock.examples.life;

import org.jspecify.annotations.NullMarked;
