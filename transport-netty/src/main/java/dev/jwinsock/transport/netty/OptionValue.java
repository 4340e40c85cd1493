package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.TransportSocket;

/** How a kernel writes the value of an option whose transport value is a number. */
enum OptionValue {
    PLAIN {
        @Override
        int toKernel(int value) {
            return value;
        }

        @Override
        int fromKernel(int value) {
            return value;
        }
    },
    /** An int in network byte order. */
    NETWORK_ORDER {
        @Override
        int toKernel(int value) {
            return Integer.reverseBytes(value);
        }

        @Override
        int fromKernel(int value) {
            return Integer.reverseBytes(value);
        }
    },
    /** Seconds instead of milliseconds, at least one. */
    SECONDS {
        @Override
        int toKernel(int value) {
            return value / 1000 + (value % 1000 > 0 ? 1 : 0);
        }

        @Override
        int fromKernel(int value) {
            return (int) Math.min(Integer.MAX_VALUE, value * 1000L);
        }
    },
    /** IP_PMTUDISC_: DONT 0, WANT 1 (the default), DO 2, PROBE 3. */
    LINUX_DISCOVERY {
        @Override
        int toKernel(int value) {
            return switch (value) {
                case TransportSocket.DISCOVERY_ALWAYS -> 2;
                case TransportSocket.DISCOVERY_NEVER -> 0;
                case TransportSocket.DISCOVERY_PROBE -> 3;
                default -> 1;
            };
        }

        @Override
        int fromKernel(int value) {
            return switch (value) {
                case 0 -> TransportSocket.DISCOVERY_NEVER;
                case 2 -> TransportSocket.DISCOVERY_ALWAYS;
                case 3 -> TransportSocket.DISCOVERY_PROBE;
                default -> TransportSocket.DISCOVERY_DEFAULT;
            };
        }
    },
    /** A flag: never fragmented, or as needed. */
    DONT_FRAGMENT {
        @Override
        int toKernel(int value) {
            return value == TransportSocket.DISCOVERY_ALWAYS || value == TransportSocket.DISCOVERY_PROBE ? 1 : 0;
        }

        @Override
        int fromKernel(int value) {
            return value == 0 ? TransportSocket.DISCOVERY_DEFAULT : TransportSocket.DISCOVERY_ALWAYS;
        }
    };

    abstract int toKernel(int value);

    abstract int fromKernel(int value);
}
