package dev.jwinsock.afd;

import dev.jwinsock.HANDLE;
import dev.jwinsock.INTERFACE_HARDWARE_CROSSTIMESTAMP;
import dev.jwinsock.INTERFACE_TIMESTAMP_CAPABILITIES;
import dev.jwinsock.IntRef;
import dev.jwinsock.LPCONDITIONPROC;
import dev.jwinsock.LPWSAOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.fd_set;
import dev.jwinsock.sockaddr;
import dev.jwinsock.spi.CompletionPort;
import dev.jwinsock.spi.RegisteredRequest;
import dev.jwinsock.spi.Registration;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.spi.TransmitPart;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.spi.Upcalls;
import dev.jwinsock.timeval;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportSocket;
import dev.jwinsock.transport.Transports;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The base provider: TCP, UDP and raw sockets over IPv4 and IPv6, and local streams. Turns the SPI's C shapes into {@link AfdSocket} calls and checks
 * the arguments that need no socket state.
 */
public final class BaseProvider implements TransportServiceProvider {
    private static final Logger LOG = LoggerFactory.getLogger(BaseProvider.class);

    private static final int FLAG_REGISTERED_IO = 0x100;
    private static final int FLAG_OVERLAPPED = 0x01;
    private static final int FLAG_NO_HANDLE_INHERIT = 0x80;
    private static final int KNOWN_FLAGS =
            FLAG_OVERLAPPED | FLAG_NO_HANDLE_INHERIT | FLAG_REGISTERED_IO | Multipoint.FLAGS;

    /** The addresses of a datagram call, per thread so that none is made per call. */
    private static final ThreadLocal<Endpoint> SCRATCH = ThreadLocal.withInitial(Endpoint::new);

    private final ThreadLocal<SocketWaitPoint> waitPoints = ThreadLocal.withInitial(() -> new SocketWaitPoint(this));

    private volatile @Nullable Session session;

    @Nullable
    Session session() {
        return session;
    }

    @Override
    public List<WSAPROTOCOL_INFO> protocols() {
        return Protocols.all();
    }

    @Override
    public int WSPStartup(Upcalls ws2) {
        try {
            session = new Session(this, Transports.open(), ws2);
            return Status.OK;
        } catch (TransportException e) {
            LOG.error("WSAStartup: WSASYSNOTREADY (10091): {}", e.getMessage());
            return e.status();
        }
    }

    @Override
    public int WSPCleanup() {
        Session ending = session;
        session = null;
        if (ending != null) {
            described.clear();
            ending.end();
        }
        return Status.OK;
    }

    // ---------------------------------------------------------------- sockets

    @Override
    public int WSPSocket(
            int af, int type, int protocol, WSAPROTOCOL_INFO info, int group, int flags, Ref<SOCKET> made) {
        Session now = session;
        if (now == null) {
            return Status.NOT_INITIALISED;
        }
        if ((flags & ~KNOWN_FLAGS) != 0 || Multipoint.check(flags, info.dwServiceFlags1) != Status.OK) {
            return Status.INVALID;
        }
        boolean ipv6 = af == Addresses.AF_INET6;
        boolean overlapped = (flags & FLAG_OVERLAPPED) != 0;
        try {
            AfdSocket socket = newSocket(now, ipv6, type, protocol, info, overlapped);
            socket.registered = (flags & FLAG_REGISTERED_IO) != 0;
            socket.multipoint = (flags & Multipoint.FLAGS) != 0;
            if (!now.opened(socket)) {
                return Status.NOT_INITIALISED;
            }
            made.value = new SocketHandle(this, socket);
            return Status.OK;
        } catch (TransportException e) {
            return e.status();
        }
    }

    private static AfdSocket newSocket(
            Session now, boolean ipv6, int type, int protocol, WSAPROTOCOL_INFO info, boolean overlapped)
            throws TransportException {
        if (type == Protocols.RAW) {
            return new RawSocket(now, info, protocol, overlapped);
        }
        if (info.iAddressFamily == Addresses.AF_UNIX) {
            return new StreamSocket(now, info, overlapped, openLocal(now));
        }
        boolean stream = protocol == Protocols.TCP;
        TransportSocket kernel = AfdSocket.openKernel(now, ipv6, stream);
        return stream
                ? new StreamSocket(now, info, overlapped, kernel)
                : new DatagramSocket(now, info, overlapped, kernel);
    }

    private static TransportSocket openLocal(Session now) throws TransportException {
        if (!now.can(Capability.LOCAL_SOCKETS)) {
            throw new TransportException(Status.FAMILY_NOT_SUPPORTED, "the transport has no local sockets");
        }
        return now.transport().openLocal();
    }

    /** Sockets that WSADuplicateSocket has described and nobody has opened again yet, by the number in the description. */
    private final Map<Integer, AfdSocket> described = new ConcurrentHashMap<>();

    private final AtomicInteger tokens = new AtomicInteger();

    private static AfdSocket of(SOCKET s) {
        return (AfdSocket) ((SocketHandle) s).context();
    }

    /** A call that is not on a data path: on the socket, in use meanwhile. The data calls do this by hand. */
    private static int on(SOCKET s, ToIntFunction<AfdSocket> call) {
        AfdSocket socket = of(s);
        if (!socket.enter()) {
            return Status.NOT_SOCKET;
        }
        try {
            return call.applyAsInt(socket);
        } finally {
            socket.exit();
        }
    }

    /** Begins a call that receives; after success the caller leaves by {@link AfdSocket#exit}. */
    private static int enterToReceive(AfdSocket socket, SOCKET s) {
        if (!socket.enter()) {
            return Status.NOT_SOCKET;
        }
        if (socket.isUnaware(s)) {
            socket.exit();
            return Status.INVALID; // S032
        }
        return Status.OK;
    }

    @Override
    public int WSPBind(SOCKET s, @Nullable sockaddr name, int namelen) {
        return on(s, socket -> {
            Endpoint address = new Endpoint();
            int status = Addresses.read(name, namelen, socket.family(), address);
            return status == Status.OK ? socket.bind(address, s) : status;
        });
    }

    @Override
    public int WSPListen(SOCKET s, int backlog) {
        return on(s, socket -> socket.listen(backlog));
    }

    @Override
    public int WSPAccept(
            SOCKET s,
            @Nullable sockaddr addr,
            @Nullable IntRef addrlen,
            @Nullable LPCONDITIONPROC condition,
            @Nullable Object callbackData,
            Ref<SOCKET> accepted) {
        return on(s, socket -> {
            boolean wantsAddress = addr != null && addrlen != null; // S081
            if (wantsAddress && Addresses.checkRoom(addr, addrlen, socket.family()) != Status.OK) {
                return Status.FAULT; // S082
            }
            AcceptResult result = new AcceptResult(
                    condition == null ? null : (connection, peer) -> judge(condition, connection, peer, callbackData));
            int status = socket.accept(result);
            socket.enable(NetworkEvents.ACCEPT); // S229
            AfdSocket made = result.socket;
            if (status != Status.OK || made == null) {
                if (status == Status.WOULD_BLOCK) {
                    socket.wouldBlock(Interest.READ);
                }
                return status;
            }
            if (addr != null && addrlen != null) {
                Addresses.write(result.peer, addr, addrlen);
            }
            SocketHandle handle = new SocketHandle(this, made);
            accepted.value = handle;
            made.inheritEvents(socket, handle);
            return Status.OK;
        });
    }

    /** A153. */
    private static int judge(
            LPCONDITIONPROC condition, TransportSocket connection, Endpoint peer, @Nullable Object callbackData) {
        Endpoint local = new Endpoint();
        connection.localAddress(local);
        WSABUF caller = new WSABUF(ByteBuffer.wrap(Addresses.of(peer).toBytes()));
        WSABUF callee = new WSABUF(ByteBuffer.wrap(Addresses.of(local).toBytes()));
        return condition.ConditionFunc(caller, new WSABUF(), null, null, callee, null, null, callbackData);
    }

    @Override
    public int WSPConnect(SOCKET s, @Nullable sockaddr name, int namelen) {
        return on(s, socket -> {
            // S155: family AF_UNSPEC dissolves a datagram socket's association, whatever else the address holds
            if (!socket.isStream() && name != null && namelen >= 2 && name.sa_family() == Addresses.AF_UNSPEC) {
                return socket.connect(null);
            }
            Endpoint peer = new Endpoint();
            int status = Addresses.read(name, namelen, socket.family(), peer);
            return status == Status.OK ? socket.connect(peer) : status;
        });
    }

    @Override
    public int WSPJoinLeaf(SOCKET s, @Nullable sockaddr name, int namelen, int flags, Ref<SOCKET> joined) {
        return on(s, socket -> {
            if (!(socket instanceof DatagramSocket leaf) || !socket.multipoint || !Multipoint.direction(flags)) {
                return Status.INVALID;
            }
            Endpoint group = new Endpoint();
            int status = Addresses.read(name, namelen, socket.family(), group);
            if (status == Status.OK) {
                status = leaf.joinLeaf(group, flags != Multipoint.SENDER_ONLY);
            }
            if (status == Status.OK) {
                joined.value = s; // A223
            }
            return status;
        });
    }

    @Override
    public int WSPShutdown(SOCKET s, int how) {
        return on(s, socket -> socket.shutdown(how));
    }

    @Override
    public int WSPSendDisconnect(SOCKET s) {
        return connectionOriented(s, AfdSocket.SHUT_SEND);
    }

    @Override
    public int WSPRecvDisconnect(SOCKET s) {
        return connectionOriented(s, AfdSocket.SHUT_RECEIVE);
    }

    /** The disconnect functions are for connection-oriented sockets: WSAENOPROTOOPT on the others. */
    private int connectionOriented(SOCKET s, int how) {
        if (!of(s).isStream() && !of(s).closed()) {
            return Status.NO_PROTOCOL_OPTION;
        }
        return WSPShutdown(s, how);
    }

    @Override
    public int WSPCloseSocket(SOCKET s) {
        AfdSocket socket = of(s);
        socket.lock.lock();
        try {
            if (socket.handles > 1 && !socket.closed()) {
                ((SocketHandle) s).context(socket.session.nothing()); // A159: the twins go on
                socket.handles--;
                return Status.OK;
            }
        } catch (TransportException e) {
            return e.status();
        } finally {
            socket.lock.unlock();
        }
        return socket.close();
    }

    @Override
    public int WSPDuplicateSocket(SOCKET s, long processId, @Nullable WSAPROTOCOL_INFO info) {
        return on(s, socket -> {
            // S030: in this order
            boolean toAnother = processId != ProcessHandle.current().pid();
            if (toAnother && ProcessHandle.of(processId).isEmpty()) {
                return Status.INVALID;
            }
            if (info == null) {
                return Status.FAULT;
            }
            if (toAnother) {
                return SharedState.offer(socket, processId, info);
            }
            socket.lock.lock();
            try {
                socket.handles++;
            } finally {
                socket.lock.unlock();
            }
            int token = tokens.decrementAndGet(); // below 0: those of other processes are above
            described.put(token, socket);
            info.fromBytes(socket.protocol.toBytes(), 0);
            info.dwProviderReserved = token;
            return Status.OK;
        });
    }

    @Override
    public int openDuplicate(WSAPROTOCOL_INFO info, Ref<SOCKET> made) {
        int number = info.dwProviderReserved;
        AfdSocket socket = described.remove(number); // A158: once
        if (socket == null && number > 0) {
            return openOffered(info, made);
        }
        if (socket == null || socket.closed()) {
            return Status.INVALID;
        }
        SocketHandle twin = new SocketHandle(this, socket);
        socket.duplicatedAs(twin);
        made.value = twin;
        return Status.OK;
    }

    /** One that another process has described to this one. */
    private int openOffered(WSAPROTOCOL_INFO info, Ref<SOCKET> made) {
        Session now = session;
        if (now == null) {
            return Status.NOT_INITIALISED;
        }
        try {
            AfdSocket socket = SharedState.take(now, info);
            if (!now.opened(socket)) {
                return Status.NOT_INITIALISED;
            }
            made.value = new SocketHandle(this, socket);
            return Status.OK;
        } catch (TransportException e) {
            return e.status();
        }
    }

    @Override
    public int WSPGetSockName(SOCKET s, @Nullable sockaddr name, @Nullable IntRef namelen) {
        return name(s, name, namelen, true);
    }

    @Override
    public int WSPGetPeerName(SOCKET s, @Nullable sockaddr name, @Nullable IntRef namelen) {
        return name(s, name, namelen, false);
    }

    private static int name(SOCKET s, @Nullable sockaddr name, @Nullable IntRef namelen, boolean local) {
        return on(s, socket -> {
            Endpoint address = new Endpoint();
            int status = local ? socket.localName(address) : socket.peerName(address);
            if (status != Status.OK) {
                return status; // S049: the state is tested before the pointers
            }
            if (name == null || namelen == null || Addresses.checkRoom(name, namelen, socket.family()) != Status.OK) {
                return Status.FAULT; // S045, S049
            }
            Addresses.write(address, name, namelen);
            return Status.OK;
        });
    }

    // ---------------------------------------------------------------- data

    @Override
    public int WSPSend(SOCKET s, @Nullable ByteBuffer buffer, int flags) {
        AfdSocket socket = of(s);
        if (!socket.enter()) {
            return Status.NOT_SOCKET;
        }
        try {
            return buffer == null ? Status.FAULT : socket.sent(socket.sendInTurn(buffer, Buffers.NONE, flags, null));
        } finally {
            socket.exit();
        }
    }

    @Override
    public int WSPSend(SOCKET s, WSABUF @Nullable [] buffers, int bufferCount, int flags) {
        return WSPSendTo(s, buffers, bufferCount, flags, null, 0);
    }

    @Override
    public int WSPSendTo(SOCKET s, @Nullable ByteBuffer buffer, int flags, @Nullable sockaddr to, int tolen) {
        AfdSocket socket = of(s);
        if (!socket.enter()) {
            return Status.NOT_SOCKET;
        }
        try {
            Endpoint address = to == null ? null : SCRATCH.get();
            int status = receiver(socket, to, tolen, address);
            if (status != Status.OK) {
                return status;
            }
            return buffer == null ? Status.FAULT : socket.sent(socket.sendInTurn(buffer, Buffers.NONE, flags, address));
        } finally {
            socket.exit();
        }
    }

    @Override
    public int WSPSendTo(
            SOCKET s, WSABUF @Nullable [] buffers, int bufferCount, int flags, @Nullable sockaddr to, int tolen) {
        AfdSocket socket = of(s);
        if (!socket.enter()) {
            return Status.NOT_SOCKET;
        }
        try {
            Endpoint address = to == null ? null : SCRATCH.get();
            int status = receiver(socket, to, tolen, address);
            if (status != Status.OK) {
                return status;
            }
            if (bufferCount <= 0) {
                return Status.INVALID; // S114
            }
            ByteBuffer[] memory = Buffers.views(buffers, bufferCount);
            return memory == null ? Status.FAULT : socket.sent(socket.sendInTurn(null, memory, flags, address));
        } finally {
            socket.exit();
        }
    }

    @Override
    public int WSPSendTo(
            SOCKET s,
            WSABUF @Nullable [] buffers,
            int bufferCount,
            int flags,
            @Nullable sockaddr to,
            int tolen,
            OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        AfdSocket socket = of(s);
        if (!socket.enter()) {
            return Status.NOT_SOCKET;
        }
        try {
            Endpoint address = to == null ? null : SCRATCH.get();
            int status = receiver(socket, to, tolen, address);
            return status == Status.OK
                    ? socket.operations()
                            .send(
                                    buffers,
                                    bufferCount,
                                    flags,
                                    socket.isStream() ? null : address,
                                    null,
                                    overlapped,
                                    routine)
                    : status;
        } finally {
            socket.exit();
        }
    }

    @Override
    public int WSPRecvFrom(
            SOCKET s,
            WSABUF @Nullable [] buffers,
            int bufferCount,
            IntRef flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen,
            OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        AfdSocket socket = of(s);
        int entry = enterToReceive(socket, s);
        if (entry != Status.OK) {
            return entry;
        }
        try {
            return socket.operations().receive(buffers, bufferCount, flags, from, fromlen, null, overlapped, routine);
        } finally {
            socket.exit();
        }
    }

    @Override
    public int sendMessage(
            SOCKET s,
            WSAMSG message,
            int flags,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        return on(s, socket -> MessageCalls.send(socket, message, flags, overlapped, routine));
    }

    @Override
    public int receiveMessage(
            SOCKET s,
            WSAMSG message,
            @Nullable IntRef received,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        AfdSocket socket = of(s);
        int entry = enterToReceive(socket, s);
        if (entry != Status.OK) {
            return entry;
        }
        try {
            return MessageCalls.receive(socket, message, received, overlapped, routine);
        } finally {
            socket.exit();
        }
    }

    @Override
    public int acceptEx(
            SOCKET listener,
            SOCKET acceptor,
            ByteBuffer buffer,
            int dataLength,
            int localLength,
            int remoteLength,
            OVERLAPPED overlapped) {
        return on(listener, socket -> {
            Operations operations = socket.operations();
            if (!(socket instanceof StreamSocket listening) || !(of(acceptor) instanceof StreamSocket accepting)) {
                return operations.refuse(overlapped, Status.INVALID); // A107
            }
            AcceptOperation operation = new AcceptOperation(
                    operations, listening, accepting, buffer, dataLength, localLength, remoteLength);
            return operations.submit(
                    operation,
                    true,
                    overlapped,
                    null,
                    () -> listening.listens() ? accepting.beginAccepting(listening) : Status.INVALID); // A106
        });
    }

    @Override
    public int connectEx(SOCKET s, @Nullable sockaddr name, int namelen, ByteBuffer first, OVERLAPPED overlapped) {
        return on(s, socket -> {
            Operations operations = socket.operations();
            if (!(socket instanceof StreamSocket stream)) {
                return operations.refuse(overlapped, Status.INVALID);
            }
            Endpoint peer = new Endpoint();
            int readable = Addresses.read(name, namelen, socket.family(), peer);
            ConnectOperation operation = new ConnectOperation(operations, stream, peer, first);
            return operations.submit(operation, false, overlapped, null, () -> {
                int status = stream.mayConnectEx();
                return status == Status.OK ? readable : status;
            });
        });
    }

    @Override
    public int disconnectEx(SOCKET s, boolean reuse, @Nullable OVERLAPPED overlapped) {
        return on(s, socket -> {
            Operations operations = socket.operations();
            if (!(socket instanceof StreamSocket stream)) {
                return overlapped == null ? Status.NOT_CONNECTED : operations.refuse(overlapped, Status.NOT_CONNECTED);
            }
            DisconnectOperation operation = new DisconnectOperation(operations, stream, reuse);
            return overlapped == null
                    ? operations.perform(operation, stream::mayDisconnect)
                    : operations.submit(operation, false, overlapped, null, stream::mayDisconnect);
        });
    }

    @Override
    public int transmit(
            SOCKET s, List<TransmitPart> parts, boolean disconnect, boolean reuse, @Nullable OVERLAPPED overlapped) {
        return on(s, socket -> {
            Operations operations = socket.operations();
            if (!(socket instanceof StreamSocket stream)) {
                int status = socket.maySend(0, null);
                int why = status == Status.OK ? Status.OPERATION_NOT_SUPPORTED : status;
                return overlapped == null ? why : operations.refuse(overlapped, why);
            }
            TransmitOperation.End end = reuse
                    ? TransmitOperation.End.REUSE
                    : disconnect ? TransmitOperation.End.DISCONNECT : TransmitOperation.End.GOES_ON;
            TransmitOperation operation = new TransmitOperation(operations, stream, parts, end);
            return overlapped == null
                    ? operations.perform(operation, () -> stream.maySend(0, null))
                    : operations.submit(operation, false, overlapped, null, () -> stream.maySend(0, null));
        });
    }

    @Override
    public int notify(SOCKET s, CompletionPort port, @Nullable Object key, Registration asked) {
        return on(s, socket -> {
            try {
                return socket.operations().notify(port, socket.session.watchFor(port), key, asked);
            } catch (TransportException e) {
                return e.status();
            }
        });
    }

    @Override
    public int register(SOCKET s, CompletionPort queue) {
        return on(s, socket -> {
            if (!socket.registered) {
                return Status.OPERATION_NOT_SUPPORTED;
            }
            try {
                socket.operations().watchBy(socket.session.watchFor(queue));
                return Status.OK;
            } catch (TransportException e) {
                return e.status();
            }
        });
    }

    @Override
    public int startRegistered(SOCKET s, RegisteredRequest request, boolean receives, boolean attempts) {
        Operations operations = of(s).operations;
        return operations == null ? Status.INVALID : operations.startRegistered(request, receives, attempts);
    }

    @Override
    public void look(SOCKET s) {
        Operations operations = of(s).operations;
        if (operations != null && (operations.receiving() || operations.sending())) {
            operations.look();
        }
    }

    @Override
    public int updateContext(SOCKET s, @Nullable SOCKET listener) {
        return on(s, socket -> {
            if (listener == null) {
                return socket.updateConnectContext();
            }
            AfdSocket from = of(listener);
            return from.closed() ? Status.NOT_SOCKET : socket.updateAcceptContext(from);
        });
    }

    @Override
    public int finish(SOCKET s, OVERLAPPED overlapped, @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        return on(
                s,
                socket -> socket.overlapped ? socket.operations().finish(overlapped, routine, Status.OK) : Status.OK);
    }

    @Override
    public int WSPIoctl(
            SOCKET s,
            int code,
            byte @Nullable [] in,
            int inLength,
            byte @Nullable [] out,
            int outLength,
            IntRef returned,
            OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        if (!of(s).overlapped) {
            return WSPIoctl(s, code, in, inLength, out, outLength, returned);
        }
        return on(
                s, socket -> Ioctls.call(socket, s, code, in, inLength, out, outLength, returned, overlapped, routine));
    }

    @Override
    public int cancel(SOCKET s, @Nullable OVERLAPPED overlapped, @Nullable Thread issuer) {
        return on(s, socket -> {
            Operations pending = socket.operations;
            return pending == null ? Status.NOT_FOUND : pending.cancel(overlapped, issuer);
        });
    }

    @Override
    public int associate(SOCKET s, CompletionPort port, @Nullable Object key) {
        return on(s, socket -> {
            try {
                return socket.operations().associate(port, key, socket.session.watchFor(port));
            } catch (TransportException e) {
                return e.status();
            }
        });
    }

    @Override
    public @Nullable SocketPortWatch watch(CompletionPort port) {
        Session now = session;
        return now == null ? null : now.watchOf(port);
    }

    @Override
    public int notificationModes(SOCKET s, int flags) {
        return on(s, socket -> {
            socket.operations().modes(flags);
            return Status.OK;
        });
    }

    @Override
    public boolean isOpen(SOCKET s) {
        return !of(s).closed();
    }

    @Override
    public @Nullable HANDLE waitObject(SOCKET s) {
        AfdSocket socket = of(s);
        return socket.closed() ? null : socket.operations().waitObject();
    }

    private static int receiver(AfdSocket socket, @Nullable sockaddr to, int tolen, @Nullable Endpoint out) {
        // A stream ignores the address, as recvfrom's (S107).
        return out == null || socket.isStream() ? Status.OK : Addresses.read(to, tolen, socket.family(), out);
    }

    @Override
    public int WSPRecv(SOCKET s, @Nullable ByteBuffer buffer, int flags) {
        AfdSocket socket = of(s);
        int entry = enterToReceive(socket, s);
        if (entry != Status.OK) {
            return entry;
        }
        try {
            return socket.received(
                    flags, buffer == null ? Status.FAULT : socket.receiveInTurn(buffer, Buffers.NONE, flags, null));
        } finally {
            socket.exit();
        }
    }

    @Override
    public int WSPRecv(SOCKET s, WSABUF @Nullable [] buffers, int bufferCount, IntRef flags) {
        return WSPRecvFrom(s, buffers, bufferCount, flags, null, null);
    }

    @Override
    public int WSPRecvFrom(
            SOCKET s, @Nullable ByteBuffer buffer, int flags, @Nullable sockaddr from, @Nullable IntRef fromlen) {
        AfdSocket socket = of(s);
        int entry = enterToReceive(socket, s);
        if (entry != Status.OK) {
            return entry;
        }
        try {
            return buffer == null ? Status.FAULT : receiveFrom(socket, buffer, Buffers.NONE, flags, from, fromlen);
        } finally {
            socket.exit();
        }
    }

    @Override
    public int WSPRecvFrom(
            SOCKET s,
            WSABUF @Nullable [] buffers,
            int bufferCount,
            IntRef flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen) {
        AfdSocket socket = of(s);
        int entry = enterToReceive(socket, s);
        if (entry != Status.OK) {
            return entry;
        }
        try {
            if (bufferCount <= 0) {
                return Status.INVALID; // S114
            }
            ByteBuffer[] memory = Buffers.views(buffers, bufferCount);
            if (memory == null) {
                return Status.FAULT;
            }
            int status = socket.received(flags.value, receiveFrom(socket, null, memory, flags.value, from, fromlen));
            if (status >= 0) {
                flags.value = 0;
            } else if (status == Status.MESSAGE_SIZE) {
                flags.value = AfdSocket.FLAG_PARTIAL; // the rest of the message is lost
            }
            return status;
        } finally {
            socket.exit();
        }
    }

    private static int receiveFrom(
            AfdSocket socket,
            @Nullable ByteBuffer one,
            ByteBuffer[] many,
            int flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen) {
        // S107: a stream neither needs nor writes the address
        if (from == null || socket.isStream()) {
            return socket.receiveInTurn(one, many, flags, null);
        }
        if (fromlen == null || Addresses.checkRoom(from, fromlen, socket.family()) != Status.OK) {
            return Status.FAULT;
        }
        Endpoint sender = SCRATCH.get();
        sender.clear();
        int status = socket.receiveInTurn(one, many, flags, sender);
        if (sender.isSet()) {
            Addresses.write(sender, from, fromlen);
        }
        return status;
    }

    // ---------------------------------------------------------------- readiness

    @Override
    public int WSPSelect(
            int nfds,
            @Nullable fd_set readfds,
            @Nullable fd_set writefds,
            @Nullable fd_set exceptfds,
            @Nullable timeval timeout) {
        Session now = session;
        return now == null ? Status.NOT_INITIALISED : Polling.select(now, readfds, writefds, exceptfds, timeout);
    }

    @Override
    public int WSPPoll(@Nullable WSAPOLLFD[] fdArray, int fds, int timeout) {
        Session now = session;
        return now == null ? Status.NOT_INITIALISED : Polling.poll(now, fdArray, fds, timeout);
    }

    @Override
    public int WSPEventSelect(SOCKET s, @Nullable HANDLE hEventObject, int lNetworkEvents) {
        return select(s, hEventObject, lNetworkEvents, 0, true);
    }

    @Override
    public int WSPAsyncSelect(SOCKET s, @Nullable HANDLE hWnd, int wMsg, int lEvent) {
        return select(s, hWnd, lEvent, wMsg, false);
    }

    private int select(SOCKET s, @Nullable HANDLE target, int mask, int message, boolean event) {
        AfdSocket socket = of(s);
        if (!socket.enter()) {
            return Status.NOT_SOCKET;
        }
        socket.lock.lock();
        try {
            Upcalls ws2 = socket.session.upcalls();
            if (mask != 0 && (target == null || !(event ? ws2.WPUIsEvent(target) : ws2.WPUIsWindow(target)))) {
                return Status.INVALID; // S206
            }
            if (mask != 0) {
                socket.nonBlocking(true); // S207; S208: it stays so when the selection ends
            }
            NetworkEvents events = socket.events(s);
            boolean selected = event ? events.selectEvent(target, mask) : events.selectMessages(target, message, mask);
            return selected ? Status.OK : Status.INVALID;
        } finally {
            socket.lock.unlock();
            socket.exit();
        }
    }

    @Override
    public int WSPEnumNetworkEvents(
            SOCKET s, @Nullable HANDLE hEventObject, @Nullable WSANETWORKEVENTS lpNetworkEvents) {
        AfdSocket socket = of(s);
        if (!socket.enter()) {
            return Status.NOT_SOCKET;
        }
        socket.lock.lock();
        try {
            if (lpNetworkEvents == null) {
                return Status.FAULT;
            }
            socket.events(s).enumerate(hEventObject, lpNetworkEvents);
            return Status.OK;
        } finally {
            socket.lock.unlock();
            socket.exit();
        }
    }

    @Override
    public SocketWaitPoint waitPoint() {
        return waitPoints.get();
    }

    // ---------------------------------------------------------------- controls

    @Override
    public int WSPIoctl(
            SOCKET s,
            int code,
            byte @Nullable [] in,
            int inLength,
            byte @Nullable [] out,
            int outLength,
            @Nullable IntRef returned) {
        return on(s, socket -> Ioctls.call(socket, s, code, in, inLength, out, outLength, returned));
    }

    @Override
    public int WSPGetSockOpt(SOCKET s, int level, int optname, byte @Nullable [] optval, @Nullable IntRef optlen) {
        return on(s, socket -> Options.get(socket, level, optname, optval, optlen));
    }

    @Override
    public int WSPSetSockOpt(SOCKET s, int level, int optname, byte @Nullable [] optval, int optlen) {
        return on(s, socket -> Options.set(socket, level, optname, optval, optlen));
    }

    // ---------------------------------------------------------------- persistent reservations of ports

    @Override
    public int createPortReservation(boolean stream, int startPort, int ports, Ref<Long> token) {
        Session now = session;
        int status = PersistentPorts.create(now == null ? null : now.transport(), stream, startPort, ports);
        return status == Status.OK ? lookupPortReservation(stream, startPort, ports, token) : status;
    }

    @Override
    public int lookupPortReservation(boolean stream, int startPort, int ports, Ref<Long> token) {
        if (!PersistentPorts.isValid(startPort, ports)) {
            return Status.INVALID_PARAMETER;
        }
        PersistentPorts.Block found = PersistentPorts.lookup(stream, startPort, ports);
        if (found == null) {
            return Status.NOT_FOUND;
        }
        token.value = found.token();
        return Status.OK;
    }

    @Override
    public int deletePortReservation(boolean stream, int startPort, int ports) {
        return PersistentPorts.delete(stream, startPort, ports);
    }

    // ---------------------------------------------------------------- time stamps of packets

    @Override
    public int timestampCapabilities(
            int interfaceIndex, boolean active, INTERFACE_TIMESTAMP_CAPABILITIES capabilities) {
        return AdapterStamps.describe(interfaceIndex, active, capabilities);
    }

    @Override
    public int crossTimestamp(int interfaceIndex, INTERFACE_HARDWARE_CROSSTIMESTAMP crossTimestamp) {
        return AdapterStamps.read(interfaceIndex, crossTimestamp);
    }
}
