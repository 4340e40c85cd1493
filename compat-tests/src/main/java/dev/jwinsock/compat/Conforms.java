package dev.jwinsock.compat;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the facts a test proves. Each must be in {@code facts.tsv}; the test fails otherwise. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Conforms {
    /** Ids: {@code S…} of the facts, {@code D…} of our own table of the specification's statements. */
    String[] value();
}
