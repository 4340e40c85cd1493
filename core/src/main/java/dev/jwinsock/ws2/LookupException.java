package dev.jwinsock.ws2;

/** A look-up of names has ended with a Winsock error number. */
final class LookupException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int error;

    LookupException(int error) {
        super(Integer.toString(error), null, false, false);
        this.error = error;
    }

    int error() {
        return error;
    }
}
