package dev.jwinsock.afd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.afd.Option.Form;
import dev.jwinsock.transport.Status;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How options are found, and their length rules. */
final class OptionTest {
    private static Option of(Form form) {
        return Option.row(0, 0, "X", form).source("X").option();
    }

    private static int encode(Option option, int number, byte[] to, IntRef length) {
        return OptionCodec.encode(option, number, to, length);
    }

    @Test
    void everyRowIsFoundByItsNumberWhichNoOtherHas() {
        Set<List<Integer>> seen = new HashSet<>();
        for (Option option : OptionTable.rows()) {
            assertThat(OptionTable.find(option.level, option.code)).isSameAs(option);
            assertThat(seen.add(List.of(option.level, option.code)))
                    .as(option.name)
                    .isTrue();
        }
        assertThat(OptionTable.find(OptionTable.SOCKET, 0x12345)).isNull();
        assertThat(OptionTable.find(0x12345, 1)).isNull();
    }

    @Test
    void everyControlCodeIsFoundByItsNumberWhichNoOtherHas() {
        Set<Integer> seen = new HashSet<>();
        for (Ioctl ioctl : IoctlTable.rows()) {
            assertThat(IoctlTable.find(ioctl.code)).isSameAs(ioctl);
            assertThat(seen.add(ioctl.code)).as(ioctl.name).isTrue();
        }
        assertThat(IoctlTable.find(0x12345)).isNull();
    }

    @Test
    void unknownOptionsOfKnownLevels() {
        for (int level : new int[] {OptionTable.SOCKET, OptionTable.IP, OptionTable.IPV6, 6, 17}) {
            assertThat(OptionTable.unknown(level)).isEqualTo(Status.NO_PROTOCOL_OPTION);
        }
        assertThat(OptionTable.unknown(0x800)).isEqualTo(Status.INVALID);
    }

    @Test
    void aNewSocketHasTheInitialValuesAndNothingSet() {
        int[] values = OptionTable.initialValues(true);
        for (Option option : OptionTable.rows()) {
            assertThat(OptionTable.isSet(values, option)).as(option.name).isFalse();
            if (option.index >= 0) {
                assertThat(values[option.index]).isEqualTo(option.initialOnStreams);
                assertThat(OptionTable.initialValues(false)[option.index]).isEqualTo(option.initial);
            }
        }
    }

    @Test
    void oneOptionIsSetAndNoOther() {
        int[] initial = OptionTable.initialValues(true);
        for (Option option : OptionTable.rows()) {
            if (option.index >= 0) {
                int[] changed = OptionTable.with(initial, option, 77);
                assertThat(changed[option.index]).isEqualTo(77);
                for (Option other : OptionTable.rows()) {
                    assertThat(OptionTable.isSet(changed, other)).isEqualTo(other == option);
                }
            }
        }
    }

    @Test
    void flagsMayBeShortAndNumbersMayNot() {
        assertThat(OptionCodec.longEnough(of(Form.FLAG_BYTE), 1)).isTrue();
        assertThat(OptionCodec.longEnough(of(Form.FLAG), 1)).isTrue();
        assertThat(OptionCodec.longEnough(of(Form.SHORT_NUMBER), 1)).isTrue();
        assertThat(OptionCodec.longEnough(of(Form.NUMBER), 3)).isFalse();
        assertThat(OptionCodec.longEnough(of(Form.WHOLE_FLAG), 3)).isFalse();
        assertThat(OptionCodec.longEnough(of(Form.LINGER), 3)).isFalse();
    }

    @Test
    void onlyTheLowBytesOfALongValueCount() {
        byte[] value = {0, 1, 0, 0, 9, 9, 9, 9};
        assertThat(OptionCodec.decode(of(Form.FLAG_BYTE), value, 8)).isZero();
        assertThat(OptionCodec.decode(of(Form.FLAG), value, 8)).isEqualTo(1);
        assertThat(OptionCodec.decode(of(Form.NUMBER), value, 8)).isEqualTo(256);
    }

    @Test
    void oneByteFlagsLeaveTheRestOfTheCallersMemory() {
        byte[] memory = {7, 7, 7, 7, 7, 7, 7, 7};
        IntRef length = new IntRef(8);
        assertThat(encode(of(Form.FLAG_BYTE), 1, memory, length)).isEqualTo(Status.OK);
        assertThat(length.value).isEqualTo(1);
        assertThat(memory).containsExactly(1, 7, 7, 7, 7, 7, 7, 7);
        length.value = 8;
        assertThat(encode(of(Form.FLAG), 1, memory, length)).isEqualTo(Status.OK);
        assertThat(length.value).isEqualTo(4);
        assertThat(memory).containsExactly(1, 0, 0, 0, 7, 7, 7, 7);
    }

    @Test
    void aBufferThatIsTooShort() {
        byte[] memory = {7, 7};
        IntRef length = new IntRef(2);
        assertThat(encode(of(Form.NUMBER), 1, memory, length)).isEqualTo(Status.FAULT);
        assertThat(length.value).isEqualTo(2);
        assertThat(encode(of(Form.WHOLE_FLAG), 1, memory, length)).isEqualTo(Status.FAULT);
        assertThat(length.value).isZero();
        assertThat(memory).containsExactly(7, 7);
        length.value = 2;
        assertThat(encode(of(Form.SHORT_NUMBER), 5, memory, length)).isEqualTo(Status.OK);
        assertThat(length.value).isEqualTo(1);
        assertThat(memory).containsExactly(5, 7);
    }
}
