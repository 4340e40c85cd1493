package dev.jwinsock.afd;

import dev.jwinsock.INTERFACE_HARDWARE_CROSSTIMESTAMP;
import dev.jwinsock.INTERFACE_HARDWARE_TIMESTAMP_CAPABILITIES;
import dev.jwinsock.INTERFACE_SOFTWARE_TIMESTAMP_CAPABILITIES;
import dev.jwinsock.INTERFACE_TIMESTAMP_CAPABILITIES;
import dev.jwinsock.transport.AdapterClocks;
import dev.jwinsock.transport.AdapterClocks.Stamped;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.Transports;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose time stamps SIO_TIMESTAMPING gives, in Windows' terms. */
final class AdapterStamps {
    /** An adapter's stamps are told in nanoseconds. */
    private static final long FREQUENCY = 1_000_000_000;

    private AdapterStamps() {}

    private interface Call {
        void on(AdapterClocks clocks, String name) throws TransportException;
    }

    private static int call(int interfaceIndex, Call call) {
        AdapterClocks clocks = Transports.adapterClocks();
        if (clocks == null) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        String name = name(interfaceIndex);
        if (name == null) {
            return Status.NOT_FOUND;
        }
        try {
            call.on(clocks, name);
            return Status.OK;
        } catch (TransportException e) {
            return e.status();
        }
    }

    private static @Nullable String name(int interfaceIndex) {
        try {
            NetworkInterface found = interfaceIndex > 0 ? NetworkInterface.getByIndex(interfaceIndex) : null;
            return found == null ? null : found.getName();
        } catch (SocketException e) {
            return null;
        }
    }

    static int describe(int interfaceIndex, boolean active, INTERFACE_TIMESTAMP_CAPABILITIES out) {
        return call(interfaceIndex, (clocks, name) -> {
            Set<Stamped> stamped = clocks.stamped(name, active);
            out.SupportsCrossTimestamp = clocks.hasClock(name);
            out.HardwareClockFrequencyHz = out.SupportsCrossTimestamp ? FREQUENCY : 0;
            INTERFACE_HARDWARE_TIMESTAMP_CAPABILITIES hardware = out.HardwareCapabilities;
            boolean events = stamped.contains(Stamped.PTP_RECEIVED_BY_ADAPTER);
            boolean all = stamped.contains(Stamped.RECEIVED_BY_ADAPTER);
            boolean sent = stamped.contains(Stamped.SENT_BY_ADAPTER);
            hardware.PtpV2OverUdpIPv4EventMessageReceive = events;
            hardware.PtpV2OverUdpIPv4AllMessageReceive = all;
            hardware.PtpV2OverUdpIPv4EventMessageTransmit = sent;
            hardware.PtpV2OverUdpIPv4AllMessageTransmit = sent;
            hardware.PtpV2OverUdpIPv6EventMessageReceive = events;
            hardware.PtpV2OverUdpIPv6AllMessageReceive = all;
            hardware.PtpV2OverUdpIPv6EventMessageTransmit = sent;
            hardware.PtpV2OverUdpIPv6AllMessageTransmit = sent;
            hardware.AllReceive = all;
            hardware.AllTransmit = sent;
            hardware.TaggedTransmit = sent;
            INTERFACE_SOFTWARE_TIMESTAMP_CAPABILITIES software = out.SoftwareCapabilities;
            software.AllReceive = stamped.contains(Stamped.RECEIVED_BY_KERNEL);
            software.AllTransmit = stamped.contains(Stamped.SENT_BY_KERNEL);
            software.TaggedTransmit = software.AllTransmit;
        });
    }

    static int read(int interfaceIndex, INTERFACE_HARDWARE_CROSSTIMESTAMP out) {
        return call(interfaceIndex, (clocks, name) -> {
            AdapterClocks.Reading reading = clocks.read(name);
            out.SystemTimestamp1 = ControlMessage.counter(reading.before(), false);
            out.HardwareClockTimestamp = ControlMessage.counter(reading.adapter(), true);
            out.SystemTimestamp2 = ControlMessage.counter(reading.after(), false);
        });
    }
}
