package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import dev.jwinsock.spi.CallQueue;
import dev.jwinsock.spi.EventSource;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.spi.Upcalls;
import dev.jwinsock.spi.WaitPoint;
import org.jspecify.annotations.Nullable;

/** What ws2 offers to the providers: its event objects and message queues. */
final class ProviderUpcalls implements Upcalls {
    @Override
    public boolean WPUIsEvent(HANDLE event) {
        return EventObject.isOpen(event);
    }

    @Override
    public HANDLE WPUCreateEvent() {
        return new EventObject(true, false);
    }

    @Override
    public boolean WPUCloseEvent(HANDLE event) {
        return EventObject.close(event);
    }

    @Override
    public boolean WPUSetEvent(HANDLE event) {
        return EventObject.set(event);
    }

    @Override
    public boolean WPUResetEvent(HANDLE event) {
        return EventObject.reset(event);
    }

    @Override
    public boolean attach(HANDLE event, EventSource source) {
        return event instanceof EventObject object && object.attach(source);
    }

    @Override
    public void detach(HANDLE event, EventSource source) {
        if (event instanceof EventObject object) {
            object.detach(source);
        }
    }

    @Override
    public boolean alertable(@Nullable WaitPoint point) {
        ApcQueue calls = ApcQueue.current();
        calls.ends(point == null ? null : point::wake);
        return calls.pending() && !calls.running();
    }

    @Override
    public CallQueue WPUOpenCurrentThread() {
        return ApcQueue.current();
    }

    @Override
    public void runCalls() {
        ApcQueue calls = ApcQueue.current();
        if (!calls.running()) {
            calls.run();
        }
    }

    @Override
    public boolean WPUIsWindow(HANDLE window) {
        return Messages.open(window) != null;
    }

    @Override
    public boolean WPUPostMessage(HANDLE window, int message, SOCKET wParam, int lParam) {
        return Messages.post(window, message, wParam, lParam);
    }

    @Override
    public boolean attachWindow(HANDLE window, EventSource source) {
        WindowObject open = Messages.open(window);
        if (open == null) {
            return false;
        }
        open.queue().attach(source);
        return true;
    }

    @Override
    public void detachWindow(HANDLE window, EventSource source) {
        if (window instanceof WindowObject object) {
            object.queue().detach(source);
        }
    }

    @Override
    public @Nullable TransportServiceProvider providerOf(int af, int type, int protocol) {
        Catalog.Entry entry = Catalog.find(af, type, protocol);
        return entry == null ? null : entry.provider();
    }
}
