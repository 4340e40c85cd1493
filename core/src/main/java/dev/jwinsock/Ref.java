package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code T *}: a pointer variable that a function sets, such as the result of getaddrinfo. */
public final class Ref<T> {
    public @Nullable T value;

    public Ref() {}

    public Ref(@Nullable T value) {
        this.value = value;
    }
}
