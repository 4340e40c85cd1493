package dev.jwinsock;

/** C: {@code struct sockaddr *}: any socket address. */
public abstract class sockaddr extends Struct {
    sockaddr() {}

    /** C: {@code addr->sa_family}, 0 to 65535. */
    public abstract int sa_family();
}
