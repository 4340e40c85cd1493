package dev.jwinsock.afd;

import dev.jwinsock.INTERFACE_INFO;
import dev.jwinsock.IntRef;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.LocalAddress;
import dev.jwinsock.transport.LocalAddresses;
import dev.jwinsock.transport.Status;
import java.util.ArrayList;
import java.util.List;

/** The control codes about the host's addresses and routes. */
final class AddressIoctls {
    private static final int LIST_HEADER = 8;
    private static final int INTERFACE_BYTES = 76;
    private static final int IPV4_BYTES = 16;

    private static final int UP = 1;
    private static final int BROADCAST = 2;
    private static final int LOOPBACK = 4;
    private static final int POINT_TO_POINT = 8;
    private static final int MULTICAST = 16;

    static final List<Ioctl> ROWS = List.of(
            Ioctl.row(0x48000016, "SIO_ADDRESS_LIST_QUERY")
                    .on(Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .failsQuietly()
                    .does((socket, in, inLength, out, outLength, returned) ->
                            inLength == 0 ? addressList(socket, out, outLength, returned) : Status.INVALID)
                    .source("S258, A183, A184")
                    .ioctl(),
            Ioctl.row(0x28000017, "SIO_ADDRESS_LIST_CHANGE")
                    .on(Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .does((socket, in, inLength, out, outLength, returned) -> addressListChange(socket))
                    .pends((owner, in, inLength, out, outLength) -> new AddressListChange(owner))
                    .source("A189, A190")
                    .ioctl(),
            Ioctl.row(0xC8000019, "SIO_ADDRESS_LIST_SORT")
                    .on(Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .in(LIST_HEADER)
                    .out(LIST_HEADER)
                    .does(AddressIoctls::sort)
                    .source("A191")
                    .ioctl(),
            Ioctl.row(0xC8000014, "SIO_ROUTING_INTERFACE_QUERY")
                    .on(Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .out(1)
                    .keepsCount() // A188
                    .does(AddressIoctls::routingInterface)
                    .source("A188")
                    .ioctl(),
            Ioctl.row(0x88000015, "SIO_ROUTING_INTERFACE_CHANGE")
                    .on(Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .does((socket, in, inLength, out, outLength, returned) ->
                            routingInterfaceChange(socket, in, inLength))
                    .pends((owner, in, inLength, out, outLength) -> {
                        Endpoint destination = new Endpoint().setWildcard(owner.socket.ipv6(), 0);
                        int status = read(owner.socket, in, inLength, destination);
                        return new RoutingInterfaceChange(owner, status, destination);
                    })
                    .source("SIO_ROUTING_INTERFACE_CHANGE (opcode setting: I, T==1)")
                    .ioctl(),
            Ioctl.row(0x48000003, "SIO_FIND_ROUTE")
                    .on(Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .does((socket, in, inLength, out, outLength, returned) -> {
                        Endpoint destination = new Endpoint();
                        int status = read(socket, in, inLength, destination);
                        return status == Status.OK ? Route.find(socket, destination, new Endpoint()) : status;
                    })
                    .source("SIO_FIND_ROUTE (opcode setting: O, T==1)")
                    .ioctl(),
            Ioctl.row(0x4004747F, "SIO_GET_INTERFACE_LIST")
                    .on(Kind.IPV4, Status.INVALID)
                    .completesLater() // A163
                    .does((socket, in, inLength, out, outLength, returned) -> interfaces(out, outLength, returned))
                    .source("S259, A185")
                    .ioctl(),
            Ioctl.row(0x48000005, "SIO_GET_BROADCAST_ADDRESS")
                    .on(Kind.IPV4, Status.NO_PROTOCOL_OPTION)
                    .out(IPV4_BYTES)
                    .does((socket, in, inLength, out, outLength, returned) -> {
                        Endpoint all = new Endpoint().setIpv4(-1, 0);
                        System.arraycopy(Addresses.of(all).toBytes(), 0, out, 0, IPV4_BYTES);
                        returned.value = IPV4_BYTES;
                        return Status.OK;
                    })
                    .source("SIO_GET_BROADCAST_ADDRESS (opcode setting: O, T==1)")
                    .ioctl());

    private AddressIoctls() {}

    // ---------------------------------------------------------------- lists

    private static int addressList(AfdSocket socket, byte[] out, int outLength, IntRef returned) {
        if (outLength > 0 && outLength < LIST_HEADER) {
            return Status.INVALID; // S258
        }
        List<Endpoint> found = new ArrayList<>();
        for (LocalAddress each : LocalAddresses.list()) {
            boolean family = each.address().isIpv6() == socket.ipv6();
            if (family && each.up() && each.preferred() && !each.isLocalToHost()) { // A184
                found.add(each.address());
            }
        }
        return AddressListCodec.write(found, socket.ipv6(), out, outLength, returned);
    }

    private static int sort(AfdSocket socket, byte[] in, int inLength, byte[] out, int outLength, IntRef returned) {
        List<Endpoint> given = new ArrayList<>();
        int status = AddressListCodec.read(in, inLength, socket.ipv6(), given);
        return status == Status.OK
                ? AddressListCodec.write(AddressOrder.sorted(socket, given), socket.ipv6(), out, outLength, returned)
                : status;
    }

    private static int interfaces(byte[] out, int outLength, IntRef returned) {
        List<LocalAddress> found = new ArrayList<>();
        for (LocalAddress each : LocalAddresses.list()) {
            if (!each.address().isIpv6()) {
                found.add(each);
            }
        }
        if (outLength < INTERFACE_BYTES * Math.max(1, found.size())) {
            return Status.FAULT; // S259
        }
        for (int i = 0; i < found.size(); i++) {
            byte[] entry = describe(found.get(i)).toBytes();
            System.arraycopy(entry, 0, out, INTERFACE_BYTES * i, INTERFACE_BYTES);
        }
        returned.value = INTERFACE_BYTES * found.size();
        return Status.OK;
    }

    private static INTERFACE_INFO describe(LocalAddress address) {
        INTERFACE_INFO info = new INTERFACE_INFO();
        info.iiFlags = (address.up() ? UP : 0)
                | (address.broadcast() != null ? BROADCAST : 0)
                | (address.loopback() ? LOOPBACK : 0)
                | (address.pointToPoint() ? POINT_TO_POINT : 0)
                | (address.multicast() ? MULTICAST : 0);
        Addresses.write(address.address(), info.iiAddress.AddressIn, new IntRef());
        if (address.broadcast() != null) {
            // Windows names the limited broadcast address, not the network's
            Addresses.write(new Endpoint().setIpv4(-1, 0), info.iiBroadcastAddress.AddressIn, new IntRef());
        }
        int bits = address.prefixLength();
        int mask = bits <= 0 ? 0 : -1 << 32 - Math.min(bits, 32);
        Addresses.write(new Endpoint().setIpv4(mask, 0), info.iiNetmask.AddressIn, new IntRef());
        return info;
    }

    // ---------------------------------------------------------------- routes

    /** @return OK, FAULT for a short address, FAMILY_NOT_SUPPORTED */
    private static int read(AfdSocket socket, byte[] in, int inLength, Endpoint out) {
        sockaddr address = socket.ipv6() ? new sockaddr_in6() : new sockaddr_in();
        if (inLength < address.sizeof()) {
            return Status.FAULT;
        }
        address.fromBytes(in, 0);
        return Addresses.read(address, address.sizeof(), socket.family(), out);
    }

    private static int routingInterface(
            AfdSocket socket, byte[] in, int inLength, byte[] out, int outLength, IntRef returned) {
        Endpoint destination = new Endpoint();
        int status = read(socket, in, inLength, destination);
        if (status != Status.OK) {
            return status;
        }
        Endpoint source = new Endpoint();
        int size = (socket.ipv6() ? new sockaddr_in6() : new sockaddr_in()).sizeof();
        if (outLength < size) {
            returned.value = size; // A188
            return Status.FAULT;
        }
        status = Route.find(socket, destination, source);
        if (status == Status.OK) {
            System.arraycopy(Addresses.of(source).toBytes(), 0, out, 0, size);
            returned.value = size;
        }
        return status;
    }

    // ---------------------------------------------------------------- changes

    private static int addressListChange(AfdSocket socket) {
        if (!socket.nonBlocking) {
            Operations operations = socket.operations();
            return operations.perform(new AddressListChange(operations));
        }
        socket.lock.lock();
        try {
            return socket.changeEvents().wantAddresses(); // A190
        } finally {
            socket.lock.unlock();
        }
    }

    private static int routingInterfaceChange(AfdSocket socket, byte[] in, int inLength) {
        Endpoint destination = new Endpoint();
        int status = read(socket, in, inLength, destination);
        if (status != Status.OK) {
            return status;
        }
        if (!socket.nonBlocking) {
            Operations operations = socket.operations();
            return operations.perform(new RoutingInterfaceChange(operations, Status.OK, destination));
        }
        Route route = new Route(socket, destination);
        socket.lock.lock();
        try {
            return socket.changeEvents().wantRoute(route);
        } finally {
            socket.lock.unlock();
        }
    }
}
