package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET_PROCESSOR_AFFINITY;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The control codes that ask which processor does the work, and which endpoint of the system a socket is. */
final class ProcessorIoctls {
    private static final int AFFINITY_BYTES = 8;
    private static final int GROUP_SIZE = 64;
    private static final int MOST_NODES = 64;

    static final List<Ioctl> ROWS = List.of(
            Ioctl.row(0x48000025, "SIO_QUERY_RSS_PROCESSOR_INFO")
                    .on(Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .does(ProcessorIoctls::processor)
                    .number(NumberSource.BINDINGS)
                    .source("SIO_QUERY_RSS_PROCESSOR_INFO Control Code")
                    .ioctl(),
            Ioctl.row(0x580000D2, "SIO_QUERY_RSS_SCALABILITY_INFO")
                    .out(1, Status.INVALID)
                    .does((socket, in, inLength, out, outLength, returned) -> {
                        out[0] = (byte) (socket.session.transport().spreadsReceives() ? 1 : 0);
                        returned.value = 1;
                        return Status.OK;
                    })
                    .number(NumberSource.BINDINGS)
                    .source("SIO_QUERY_RSS_SCALABILITY_INFO (opcode setting: O, T==3)")
                    .ioctl(),
            Ioctl.row(0x580000CD, "SIO_QUERY_WFP_ALE_ENDPOINT_HANDLE")
                    .out(Long.BYTES, Status.INVALID)
                    .does((socket, in, inLength, out, outLength, returned) -> {
                        long identity = socket.kernel.identity();
                        if (identity < 0) {
                            return (int) identity;
                        }
                        LittleEndian.putLong(out, 0, identity);
                        returned.value = Long.BYTES;
                        return Status.OK;
                    })
                    .number(NumberSource.BINDINGS)
                    .source("SIO_QUERY_WFP_ALE_ENDPOINT_HANDLE (opcode setting: O, T==3)")
                    .ioctl());

    private ProcessorIoctls() {}

    private static int processor(
            AfdSocket socket, byte[] in, int inLength, byte[] out, int outLength, IntRef returned) {
        if (!socket.session.can(Capability.PROCESSOR_AFFINITY)) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        if (outLength < AFFINITY_BYTES) {
            returned.value = AFFINITY_BYTES; // "The buffer size required will be returned"
            return Status.INSUFFICIENT_BUFFER;
        }
        if (!socket.isConnected()) {
            return Status.NOT_CONNECTED;
        }
        // Below 0: nothing was received yet, and any processor may be the one
        int processor = Math.max(0, socket.kernel.getOption(TransportOption.RECEIVING_PROCESSOR));
        SOCKET_PROCESSOR_AFFINITY answer = new SOCKET_PROCESSOR_AFFINITY();
        answer.Processor.Group = (short) (processor / GROUP_SIZE);
        answer.Processor.Number = (byte) (processor % GROUP_SIZE);
        answer.NumaNodeId = (short) node(processor);
        System.arraycopy(answer.toBytes(), 0, out, 0, AFFINITY_BYTES);
        returned.value = AFFINITY_BYTES;
        return Status.OK;
    }

    private static int node(int processor) {
        Path directory = Path.of("/sys/devices/system/cpu/cpu" + processor);
        for (int node = 0; node < MOST_NODES; node++) {
            if (Files.exists(directory.resolve("node" + node))) {
                return node;
            }
        }
        return 0;
    }
}
