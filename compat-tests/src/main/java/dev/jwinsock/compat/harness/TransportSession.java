package dev.jwinsock.compat.harness;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.WSADATA;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WithoutStartup;
import dev.jwinsock.compat.report.Facts;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.TransportProvider;
import java.lang.annotation.Annotation;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Around each test: the transport, WSAStartup and WSACleanup, and the proof that nothing is left. */
final class TransportSession implements BeforeClassTemplateInvocationCallback, BeforeEachCallback, AfterEachCallback {
    private static final Set<String> WARM = new HashSet<>();

    private final TransportProvider transport;
    private @Nullable Residue before;

    TransportSession(TransportProvider transport) {
        this.transport = transport;
    }

    @Override
    public void beforeClassTemplateInvocation(ExtensionContext context) {
        Transports.use(transport);
        if (WARM.add(transport.name())) {
            WarmUp.run();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        before = Residue.now();
        find(context, Conforms.class).ifPresent(conforms -> Facts.require(conforms.value()));
        for (Class<?> type : context.getRequiredTestInstances().getAllInstances().stream()
                .map(Object::getClass)
                .toList()) {
            AnnotationSupport.findAnnotation(type, Needs.class).ifPresent(TransportSession::assume);
        }
        find(context, Needs.class).ifPresent(TransportSession::assume);
        if (find(context, WithoutStartup.class).isEmpty()
                && AnnotationSupport.findAnnotation(context.getRequiredTestClass(), WithoutStartup.class)
                        .isEmpty()) {
            int error = WSAStartup(MAKEWORD(2, 2), new WSADATA());
            if (error != 0) {
                throw new AssertionError("WSAStartup failed with " + error);
            }
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        // A test may have started more often than it cleaned up; the count is at zero when this fails (S002).
        int left = 0;
        while (WSACleanup() == 0) {
            left++;
        }
        Residue was = before;
        if (was != null) {
            was.assertNothingNew();
        }
        if (left > 1) {
            throw new AssertionError("the test left " + (left - 1) + " WSAStartup without WSACleanup");
        }
    }

    private static <A extends Annotation> Optional<A> find(ExtensionContext context, Class<A> annotation) {
        return AnnotationSupport.findAnnotation(context.getTestMethod(), annotation);
    }

    private static void assume(Needs needs) {
        for (Capability needed : needs.value()) {
            Transports.assumeCapability(needed);
        }
    }
}
