package dev.jwinsock.afd;

import dev.jwinsock.spi.TransmitPart;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** TransmitFile and TransmitPackets: memory and pieces of files, one after the other; then the end, when asked for. */
final class TransmitOperation extends Operation {
    /** What happens to the connection afterwards. */
    enum End {
        GOES_ON,
        DISCONNECT,
        REUSE
    }

    private final StreamSocket socket;
    private final List<TransmitPart> parts;
    private final End end;
    private int part;
    /** Of the present part, when that is a file. */
    private long done;

    private long total;

    /** @param parts their memory is this operation's own view */
    TransmitOperation(Operations owner, StreamSocket socket, List<TransmitPart> parts, End end) {
        super(owner);
        this.socket = socket;
        this.parts = parts;
        this.end = end;
    }

    @Override
    int attempt() {
        while (part < parts.size()) {
            int status = sendPart(parts.get(part));
            if (status != Status.OK) {
                return status;
            }
            part++;
            done = 0;
        }
        if (end != End.GOES_ON) {
            int status = socket.disconnect(end == End.REUSE);
            if (status != Status.OK) {
                return status;
            }
        }
        return transferred;
    }

    /** @return OK when all of it has been taken */
    private int sendPart(TransmitPart sent) {
        ByteBuffer memory = sent.memory();
        FileChannel file = sent.file();
        while (memory != null && memory.hasRemaining()) {
            int n = socket.sendNow(memory, Buffers.NONE, 0, null);
            if (n < 0) {
                return n;
            }
            count(n);
        }
        while (file != null && done < sent.count()) {
            int n = socket.sendFileNow(file, sent.position() + done, sent.count() - done);
            if (n <= 0) {
                return n; // 0: the file ends here
            }
            done += n;
            count(n);
        }
        return Status.OK;
    }

    private void count(int n) {
        total += n;
        transferred = (int) Math.min(total, Integer.MAX_VALUE);
    }

    @Override
    int interest() {
        return Interest.WRITE;
    }
}
