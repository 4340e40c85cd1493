package dev.jwinsock.transport;

/** A watch over this host's addresses and routes. */
public interface NetworkWatch extends AutoCloseable {
    /** Ends it and its thread; the listener is not told any more once this has returned. */
    @Override
    void close();
}
