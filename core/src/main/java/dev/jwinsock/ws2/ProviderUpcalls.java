package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import dev.jwinsock.spi.EventSource;
import dev.jwinsock.spi.Upcalls;

/** What ws2 offers to the providers. */
final class ProviderUpcalls implements Upcalls {
    @Override
    public boolean WPUIsEvent(HANDLE event) {
        return false;
    }

    @Override
    public boolean WPUSetEvent(HANDLE event) {
        return false;
    }

    @Override
    public boolean WPUResetEvent(HANDLE event) {
        return false;
    }

    @Override
    public boolean attach(HANDLE event, EventSource source) {
        return false;
    }

    @Override
    public void detach(HANDLE event, EventSource source) {}

    @Override
    public boolean WPUIsWindow(HANDLE window) {
        return false;
    }

    @Override
    public boolean WPUPostMessage(HANDLE window, int message, SOCKET wParam, int lParam) {
        return false;
    }

    @Override
    public boolean attachWindow(HANDLE window, EventSource source) {
        return false;
    }

    @Override
    public void detachWindow(HANDLE window, EventSource source) {}
}
