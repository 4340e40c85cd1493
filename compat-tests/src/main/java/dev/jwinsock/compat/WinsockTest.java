package dev.jwinsock.compat;

import dev.jwinsock.compat.harness.TransportTemplate;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of conformance tests: each runs once on every transport, between a WSAStartup and a WSACleanup, and fails if
 * it leaves a socket, a descriptor or a thread.
 *
 * <p>Each test has a thread and a time limit of its own, so that a call that blocks for ever fails that test only.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(TransportTemplate.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public @interface WinsockTest {}
