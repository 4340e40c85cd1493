package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import java.util.List;

/**
 * A SOCKET_ADDRESS_LIST in one block: the count, an entry for each address (its place in the block, its length), the
 * addresses (A183).
 */
final class AddressListCodec {
    private static final int HEADER = 8;
    private static final int ENTRY = 16;
    private static final int IPV4_SIZE = 16;
    private static final int IPV6_SIZE = 28;

    private AddressListCodec() {}

    /** @return OK, or FAULT with the size that is needed */
    static int write(List<Endpoint> addresses, boolean ipv6, byte[] out, int outLength, IntRef returned) {
        int size = ipv6 ? IPV6_SIZE : IPV4_SIZE;
        int needed = HEADER + addresses.size() * (ENTRY + size);
        returned.value = needed;
        // S258: the header alone is too short whatever there is
        if (outLength < needed || outLength <= HEADER) {
            return Status.FAULT;
        }
        LittleEndian.putLong(out, 0, addresses.size());
        int place = HEADER + ENTRY * addresses.size();
        for (int i = 0; i < addresses.size(); i++) {
            LittleEndian.putLong(out, HEADER + ENTRY * i, place);
            LittleEndian.putLong(out, HEADER + ENTRY * i + 8, size);
            System.arraycopy(Addresses.of(addresses.get(i)).toBytes(), 0, out, place, size);
            place += size;
        }
        return Status.OK;
    }

    /**
     * Reads the addresses of the family; others are left out.
     *
     * @param in holds at least a header
     * @return OK, FAULT when something points outside
     */
    static int read(byte[] in, int inLength, boolean ipv6, List<Endpoint> to) {
        int count = LittleEndian.getInt(in, 0);
        if (count < 0 || count > (inLength - HEADER) / ENTRY) {
            return Status.FAULT;
        }
        for (int i = 0; i < count; i++) {
            long place = LittleEndian.getLong(in, HEADER + ENTRY * i);
            int length = LittleEndian.getInt(in, HEADER + ENTRY * i + 8);
            if (place < 0 || length < 0 || length > inLength || place > inLength - length) {
                return Status.FAULT;
            }
            sockaddr address = ipv6 ? new sockaddr_in6() : new sockaddr_in();
            if (length < address.sizeof()) {
                continue;
            }
            address.fromBytes(in, (int) place);
            Endpoint read = new Endpoint();
            if (Addresses.read(address, address.sizeof(), ipv6 ? Addresses.AF_INET6 : Addresses.AF_INET, read)
                    == Status.OK) {
                to.add(read);
            }
        }
        return Status.OK;
    }
}
