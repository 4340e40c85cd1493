package dev.jwinsock.ws2;

import dev.jwinsock.GROUP_FILTER;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.Struct;
import dev.jwinsock.Ws2tcpip;
import dev.jwinsock.in_addr;
import dev.jwinsock.ip_msfilter;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_storage;
import dev.jwinsock.transport.Status;
import org.jspecify.annotations.Nullable;

/** The functions for multicast filters, which are control codes in another dress. */
public final class SourceFilters {
    /** sizeof(struct sockaddr_in): no group is shorter. */
    private static final int LEAST_GROUP = 16;

    /** sizeof(SOCKADDR_STORAGE). */
    private static final int MOST_GROUP = 128;

    private SourceFilters() {}

    public static int setIpv4(
            @Nullable SOCKET s, in_addr on, in_addr group, int mode, int count, in_addr @Nullable [] sources) {
        int room = sources == null ? 0 : sources.length;
        if (count < 0 || count > room) {
            return LastError.result(Status.NO_BUFFERS);
        }
        ip_msfilter filter = filter(on, group, count);
        filter.imsf_fmode = mode;
        filter.imsf_numsrc = count;
        for (int i = 0; i < count && sources != null; i++) {
            filter.imsf_slist[i].s_addr = sources[i].s_addr;
        }
        return call(s, Ws2tcpip.SIO_SET_MULTICAST_FILTER, filter, null);
    }

    public static int getIpv4(
            @Nullable SOCKET s,
            in_addr on,
            in_addr group,
            @Nullable IntRef mode,
            @Nullable IntRef count,
            in_addr @Nullable [] sources) {
        int room = sources == null ? 0 : sources.length;
        int status = check(mode, count, room);
        if (status != Status.OK || mode == null || count == null) {
            return LastError.result(status);
        }
        ip_msfilter filter = filter(on, group, count.value);
        int result = call(s, Ws2tcpip.SIO_GET_MULTICAST_FILTER, filter, filter);
        if (result == 0) {
            for (int i = 0; i < Math.min(count.value, filter.imsf_numsrc) && sources != null; i++) {
                sources[i].s_addr = filter.imsf_slist[i].s_addr;
            }
            mode.value = filter.imsf_fmode;
            count.value = filter.imsf_numsrc;
        }
        return result;
    }

    private static ip_msfilter filter(in_addr on, in_addr group, int room) {
        ip_msfilter filter = new ip_msfilter(room);
        filter.imsf_multiaddr.s_addr = group.s_addr;
        filter.imsf_interface.s_addr = on.s_addr;
        return filter;
    }

    public static int set(
            @Nullable SOCKET s,
            int on,
            @Nullable sockaddr group,
            int groupLength,
            int mode,
            int count,
            sockaddr_storage @Nullable [] sources) {
        int room = sources == null ? 0 : sources.length;
        if (count < 0 || count > room) {
            return LastError.result(Status.NO_BUFFERS);
        }
        GROUP_FILTER filter = filter(on, group, groupLength, count);
        if (filter == null) {
            return LastError.result(Status.FAULT);
        }
        filter.gf_fmode = mode;
        filter.gf_numsrc = count;
        for (int i = 0; i < count && sources != null; i++) {
            filter.gf_slist[i].copyFrom(sources[i]);
        }
        return call(s, Ws2tcpip.SIOCSMSFILTER, filter, null);
    }

    public static int get(
            @Nullable SOCKET s,
            int on,
            @Nullable sockaddr group,
            int groupLength,
            @Nullable IntRef mode,
            @Nullable IntRef count,
            sockaddr_storage @Nullable [] sources) {
        int room = sources == null ? 0 : sources.length;
        int status = check(mode, count, room);
        if (status != Status.OK || mode == null || count == null) {
            return LastError.result(status);
        }
        GROUP_FILTER filter = filter(on, group, groupLength, count.value);
        if (filter == null) {
            return LastError.result(Status.FAULT);
        }
        int result = call(s, Ws2tcpip.SIOCGMSFILTER, filter, filter);
        if (result == 0) {
            for (int i = 0; i < Math.min(count.value, filter.gf_numsrc) && sources != null; i++) {
                sources[i].copyFrom(filter.gf_slist[i]);
            }
            mode.value = filter.gf_fmode;
            count.value = filter.gf_numsrc;
        }
        return result;
    }

    private static @Nullable GROUP_FILTER filter(int on, @Nullable sockaddr group, int groupLength, int room) {
        if (group == null || groupLength < LEAST_GROUP || groupLength > MOST_GROUP) {
            return null;
        }
        GROUP_FILTER filter = new GROUP_FILTER(room);
        filter.gf_interface = on;
        filter.gf_group.copyFrom(group);
        return filter;
    }

    private static int check(@Nullable IntRef mode, @Nullable IntRef count, int room) {
        if (mode == null || count == null) {
            return Status.FAULT;
        }
        return count.value < 0 || count.value > room ? Status.NO_BUFFERS : Status.OK;
    }

    /** @param out read back after success; null: there is no output */
    private static int call(@Nullable SOCKET s, int code, Struct in, @Nullable Struct out) {
        byte[] memory = in.toBytes();
        byte[] room = out == null ? null : new byte[out.sizeof()];
        int result = Sockets.ioctl(
                s, code, memory, memory.length, room, room == null ? 0 : room.length, new IntRef(), null, null);
        if (result == 0 && out != null && room != null) {
            out.fromBytes(room, 0);
        }
        return result;
    }
}
