package dev.jwinsock.compat.suite;

import static dev.jwinsock.Iphlpapi.*;
import static dev.jwinsock.Windows.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.INTERFACE_HARDWARE_CROSSTIMESTAMP;
import dev.jwinsock.INTERFACE_TIMESTAMP_CAPABILITIES;
import dev.jwinsock.IntRef;
import dev.jwinsock.NET_LUID;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.transport.Capability;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

/** "Winsock timestamping": what tells a program whose stamps it gets. Loopback has no clock of its own. */
@WinsockTest
final class AdapterStampsTest extends Scene {
    private static int loopbackIndex() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(AdapterStampsTest::isLoopback)
                .findFirst()
                .orElseThrow()
                .getIndex();
    }

    private static boolean isLoopback(NetworkInterface each) {
        try {
            return each.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    private static NET_LUID loopback() throws SocketException {
        NET_LUID luid = new NET_LUID();
        assertThat(ConvertInterfaceIndexToLuid(loopbackIndex(), luid)).isEqualTo(ERROR_SUCCESS);
        return luid;
    }

    @Test
    @Conforms("D520")
    @Needs(Capability.CONTROL_MESSAGES)
    void loopbackIsStampedByTheSystem() throws SocketException {
        INTERFACE_TIMESTAMP_CAPABILITIES active = new INTERFACE_TIMESTAMP_CAPABILITIES();
        assertThat(GetInterfaceActiveTimestampCapabilities(loopback(), active)).isEqualTo(ERROR_SUCCESS);
        assertSystemOnly(active);
        INTERFACE_TIMESTAMP_CAPABILITIES supported = new INTERFACE_TIMESTAMP_CAPABILITIES();
        assertThat(GetInterfaceSupportedTimestampCapabilities(loopback(), supported))
                .isEqualTo(ERROR_SUCCESS);
        assertSystemOnly(supported);
        INTERFACE_HARDWARE_CROSSTIMESTAMP times = new INTERFACE_HARDWARE_CROSSTIMESTAMP();
        assertThat(CaptureInterfaceHardwareCrossTimestamp(loopback(), times)).isEqualTo(ERROR_NOT_SUPPORTED);
    }

    private static void assertSystemOnly(INTERFACE_TIMESTAMP_CAPABILITIES told) {
        assertThat(told.SoftwareCapabilities.AllReceive).isTrue();
        assertThat(told.SoftwareCapabilities.TaggedTransmit).isTrue();
        assertThat(told.HardwareCapabilities.AllReceive).isFalse();
        assertThat(told.HardwareCapabilities.TaggedTransmit).isFalse();
        assertThat(told.HardwareCapabilities.PtpV2OverUdpIPv4EventMessageReceive)
                .isFalse();
        assertThat(told.SupportsCrossTimestamp).isFalse();
        assertThat(told.HardwareClockFrequencyHz).isZero();
    }

    @Test
    @Conforms("D521")
    void luids() throws SocketException {
        int index = loopbackIndex();
        NET_LUID luid = loopback();
        assertThat(luid.Value >>> 48).isEqualTo(24); // IF_TYPE_SOFTWARE_LOOPBACK
        IntRef found = new IntRef();
        assertThat(ConvertInterfaceLuidToIndex(luid, found)).isEqualTo(ERROR_SUCCESS);
        assertThat(found.value).isEqualTo(index);
        luid.Value ^= 1;
        assertThat(ConvertInterfaceLuidToIndex(luid, found)).isEqualTo(ERROR_FILE_NOT_FOUND);
        assertThat(ConvertInterfaceIndexToLuid(-1, luid)).isEqualTo(ERROR_FILE_NOT_FOUND);
        assertThat(luid.Value).isZero();
        assertThat(ConvertInterfaceIndexToLuid(index, null)).isEqualTo(ERROR_INVALID_PARAMETER);
        assertThat(ConvertInterfaceLuidToIndex(null, found)).isEqualTo(ERROR_INVALID_PARAMETER);
        assertThat(ConvertInterfaceLuidToIndex(luid, null)).isEqualTo(ERROR_INVALID_PARAMETER);
    }

    @Test
    @Conforms("D521")
    void refused() throws SocketException {
        INTERFACE_TIMESTAMP_CAPABILITIES told = new INTERFACE_TIMESTAMP_CAPABILITIES();
        NET_LUID none = new NET_LUID();
        assertThat(GetInterfaceActiveTimestampCapabilities(none, told)).isEqualTo(ERROR_FILE_NOT_FOUND);
        assertThat(GetInterfaceActiveTimestampCapabilities(null, told)).isEqualTo(ERROR_INVALID_PARAMETER);
        assertThat(GetInterfaceSupportedTimestampCapabilities(loopback(), null)).isEqualTo(ERROR_INVALID_PARAMETER);
        assertThat(CaptureInterfaceHardwareCrossTimestamp(none, new INTERFACE_HARDWARE_CROSSTIMESTAMP()))
                .isEqualTo(ERROR_FILE_NOT_FOUND);
        assertThat(CaptureInterfaceHardwareCrossTimestamp(loopback(), null)).isEqualTo(ERROR_INVALID_PARAMETER);
    }
}
