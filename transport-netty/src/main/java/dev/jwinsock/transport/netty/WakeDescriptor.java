package dev.jwinsock.transport.netty;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a {@link PollWaiter} polls besides the socket: an eventfd, or the two ends of a pipe. Never blocks. */
record WakeDescriptor(FileDescriptor readEnd, FileDescriptor writeEnd) {
    private static final Logger LOG = LoggerFactory.getLogger(WakeDescriptor.class);

    int readFd() {
        return readEnd.intValue();
    }

    int writeFd() {
        return writeEnd.intValue();
    }

    void close() {
        try {
            readEnd.close();
            writeEnd.close(); // does nothing when it is the same one
        } catch (IOException e) {
            LOG.debug("close of {} failed", this, e);
        }
    }
}
