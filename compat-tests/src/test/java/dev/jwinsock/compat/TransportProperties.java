package dev.jwinsock.compat;

import static dev.jwinsock.Winsock2.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.WSADATA;
import dev.jwinsock.compat.harness.Transports;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** Properties of one transport, which the subclass names by {@link OnTransport}; every try has Winsock started. */
@AddLifecycleHook(value = TransportProperties.OnlySelected.class, propagateTo = PropagationMode.ALL_DESCENDANTS)
abstract class TransportProperties {
    /** Leaves out the transports that this run or this machine does not have. */
    static final class OnlySelected implements SkipExecutionHook {
        @Override
        public SkipResult shouldBeSkipped(LifecycleContext context) {
            return context.optionalContainerClass()
                    .map(type -> type.getAnnotation(OnTransport.class))
                    .filter(transport -> !Transports.isSelected(transport.value()))
                    .map(transport -> SkipResult.skip("transport " + transport.value() + " is not in this run"))
                    .orElse(SkipResult.doNotSkip());
        }
    }

    @BeforeTry
    void start() {
        String name = getClass().getAnnotation(OnTransport.class).value();
        Transports.selected().stream().filter(t -> t.name().equals(name)).forEach(Transports::use);
        assertThat(WSAStartup(MAKEWORD(2, 2), new WSADATA())).isZero();
    }

    @AfterTry
    void cleanup() {
        WSACleanup();
    }
}
