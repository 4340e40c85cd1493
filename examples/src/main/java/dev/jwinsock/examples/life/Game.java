package dev.jwinsock.examples.life;

import org.jspecify.annotations.Nullable;

/**
 * What one version did.
 *
 * @param traffic null where the system has no statistics that {@link NetworkStatistics} can read
 * @param last the board that the client has computed
 * @param shown the board that the server has in the end
 */
record Game(
        LifeVersion version, CountedCalls calls, @Nullable Traffic traffic, long nanos, Field last, Field shown) {}
