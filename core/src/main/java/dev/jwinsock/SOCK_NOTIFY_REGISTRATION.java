package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code typedef struct SOCK_NOTIFY_REGISTRATION}. One registration for ProcessSocketNotifications. */
public final class SOCK_NOTIFY_REGISTRATION {
    public @Nullable SOCKET socket;

    /** In each notification of the socket; any object of the program's. */
    public @Nullable Object completionKey;

    /** SOCK_NOTIFY_REGISTER_EVENT_IN, _OUT and _HANGUP. */
    public int eventFilter;

    /** SOCK_NOTIFY_OP_ENABLE, _DISABLE or _REMOVE. */
    public int operation;

    /** SOCK_NOTIFY_TRIGGER_LEVEL or _EDGE, with _ONESHOT or _PERSISTENT; without either of these persistent. */
    public int triggerFlags;

    /** Out: 0, or the Win32 error of this registration. */
    public int registrationResult;
}
