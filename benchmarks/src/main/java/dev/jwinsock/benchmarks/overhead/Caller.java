package dev.jwinsock.benchmarks.overhead;

import java.io.IOException;

/** Who calls, and with what. */
public enum Caller {
    /** The transport's own calls, with a direct buffer. */
    TRANSPORT("transport") {
        @Override
        Calls connect() throws IOException {
            return new TransportCalls();
        }
    },
    /** recv and send with a direct buffer. */
    BYTE_BUFFER("ByteBuffer") {
        @Override
        Calls connect() throws IOException {
            return new WinsockCalls(false);
        }
    },
    /** recv and send with a byte array. */
    BYTE_ARRAY("byte[]") {
        @Override
        Calls connect() throws IOException {
            return new WinsockCalls(true);
        }
    };

    final String label;

    Caller(String label) {
        this.label = label;
    }

    /** Makes a connection. */
    abstract Calls connect() throws IOException;
}
