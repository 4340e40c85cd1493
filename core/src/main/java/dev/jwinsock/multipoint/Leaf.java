package dev.jwinsock.multipoint;

/** A c_leaf/d_leaf: a stream socket of the base provider's, which may have been joined for one direction only. */
final class Leaf {
    /** {@link Direction}; of WSAJoinLeaf. */
    volatile int direction = Direction.BOTH;
}
