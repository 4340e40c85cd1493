package dev.jwinsock.transport;

/** Is told on a transport I/O thread that an armed socket became ready. Must not block. */
@FunctionalInterface
public interface ReadyListener {
    /** @param ready {@link Interest} bits, {@link Interest#FAILED} included; may be told once too often, never too seldom */
    void ready(int ready);
}
