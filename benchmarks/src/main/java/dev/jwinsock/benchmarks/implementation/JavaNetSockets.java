package dev.jwinsock.benchmarks.implementation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;

/** java.net: Socket, ServerSocket, DatagramSocket. */
final class JavaNetSockets implements BlockingSockets {
    @Override
    public Listener listen(int backlog) throws IOException {
        ServerSocket socket = new ServerSocket(0, backlog, Loopback.ADDRESS);
        return new Listener() {
            @Override
            public int port() {
                return socket.getLocalPort();
            }

            @Override
            public Connection accept() throws IOException {
                return new Tcp(socket.accept());
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }

    @Override
    public Connection connect(int port) throws IOException {
        return new Tcp(new Socket(Loopback.ADDRESS, port));
    }

    @Override
    public DatagramServer serveDatagrams() throws IOException {
        return new UdpServer(new DatagramSocket(0, Loopback.ADDRESS));
    }

    @Override
    public Connection connectDatagrams(int port) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, Loopback.ADDRESS);
        socket.connect(Loopback.port(port));
        return new Udp(socket);
    }

    @Override
    public void close() {
        // Every socket is closed by its user.
    }

    private static final class Tcp implements Connection {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Tcp(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        @Override
        public void send(byte[] from, int length) throws IOException {
            out.write(from, 0, length);
        }

        @Override
        public int receive(byte[] to, int offset, int length) throws IOException {
            return in.read(to, offset, length);
        }

        @Override
        public void resetAtClose() throws IOException {
            socket.setSoLinger(true, 0);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static final class Udp implements Connection {
        private final DatagramSocket socket;
        private final DatagramPacket packet = new DatagramPacket(new byte[0], 0);

        Udp(DatagramSocket socket) {
            this.socket = socket;
        }

        @Override
        public void send(byte[] from, int length) throws IOException {
            packet.setData(from, 0, length);
            socket.send(packet);
        }

        @Override
        public int receive(byte[] to, int offset, int length) throws IOException {
            packet.setData(to, offset, length);
            socket.receive(packet);
            return packet.getLength();
        }

        @Override
        public void resetAtClose() {
            // There is no connection.
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static final class UdpServer implements DatagramServer {
        private final DatagramSocket socket;
        private final DatagramPacket packet = new DatagramPacket(new byte[0], 0);

        UdpServer(DatagramSocket socket) {
            this.socket = socket;
        }

        @Override
        public int port() {
            return socket.getLocalPort();
        }

        @Override
        public int receive(byte[] to) throws IOException {
            packet.setData(to);
            socket.receive(packet);
            return packet.getLength();
        }

        @Override
        public void reply(byte[] from, int length) throws IOException {
            packet.setData(from, 0, length);
            socket.send(packet);
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
