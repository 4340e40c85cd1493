package dev.jwinsock.compat.report;

import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.OnTransport;
import dev.jwinsock.compat.harness.Transports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Fills the matrix from what any runner (Maven, an IDE, {@link dev.jwinsock.compat.Main}) executes, and writes it when
 * the plan is finished. Registered by a service file.
 */
public final class ConformanceListener implements TestExecutionListener {
    /** The JSON file to write; the table goes beside it. */
    public static final String OUTPUT = "jwinsock.compat.output";

    /** Where the JSON goes otherwise, relative to the working directory. */
    public static final String DEFAULT_OUTPUT = "target/conformance/conformance.json";

    private static final String INVOCATION = "class-template-invocation";

    // One for the JVM: a runner may execute several plans, which are merged.
    private static final Matrix MATRIX = new Matrix();

    private final AtomicReference<@Nullable TestPlan> plan = new AtomicReference<>();

    /** What the tests of this JVM showed so far. */
    public static Matrix matrix() {
        return MATRIX;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan.set(testPlan);
    }

    @Override
    public void executionFinished(TestIdentifier id, TestExecutionResult result) {
        String reason = result.getThrowable().map(ConformanceListener::reason).orElse("");
        switch (result.getStatus()) {
            case SUCCESSFUL -> record(id, Verdict.PASS, reason);
            case ABORTED -> recordAll(id, Verdict.UNSUPPORTED, reason);
            case FAILED -> recordAll(id, Verdict.FAIL, reason);
        }
    }

    @Override
    public void executionSkipped(TestIdentifier id, String reason) {
        recordAll(id, Verdict.UNSUPPORTED, reason);
    }

    // A class that fails or is skipped as a whole takes its tests with it; they are not told one by one.
    private void recordAll(TestIdentifier id, Verdict verdict, String reason) {
        record(id, verdict, reason);
        TestPlan tests = plan.get();
        if (id.isContainer() && tests != null) {
            tests.getDescendants(id).forEach(test -> record(test, verdict, reason));
        }
    }

    private void record(TestIdentifier id, Verdict verdict, String reason) {
        MethodSource source = id.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .orElse(null);
        if (!id.isTest() || source == null) {
            return;
        }
        Method method = source.getJavaMethod();
        Optional<Conforms> conforms = AnnotationSupport.findAnnotation(method, Conforms.class);
        String transport = transport(id);
        if (conforms.isEmpty() || transport == null || !Transports.isSelected(transport)) {
            return;
        }
        String test = source.getJavaClass().getSimpleName() + '.' + method.getName();
        for (String fact : proved(conforms.get().value(), id.getDisplayName())) {
            MATRIX.add(fact, transport, verdict, reason, test);
        }
    }

    /** An invocation of a parametrised test whose display name begins with one of the facts is about that fact only. */
    private static String[] proved(String[] facts, String displayName) {
        for (String fact : facts) {
            if (displayName.startsWith(fact + ' ')) {
                return new String[] {fact};
            }
        }
        return facts;
    }

    /** The name of the enclosing invocation of the class template, or what the test's class itself says. */
    private @Nullable String transport(TestIdentifier id) {
        TestPlan tests = plan.get();
        Optional<TestIdentifier> at = Optional.of(id);
        while (tests != null && at.isPresent()) {
            UniqueId.Segment last = at.get().getUniqueIdObject().getLastSegment();
            if (last.getType().equals(INVOCATION)) {
                return at.get().getDisplayName();
            }
            Optional<String> said = at.get()
                    .getSource()
                    .filter(ClassSource.class::isInstance)
                    .flatMap(source ->
                            AnnotationSupport.findAnnotation(((ClassSource) source).getJavaClass(), OnTransport.class))
                    .map(OnTransport::value);
            if (said.isPresent()) {
                return said.get();
            }
            at = tests.getParent(at.get());
        }
        return null;
    }

    private static String reason(Throwable thrown) {
        String message = thrown.getMessage();
        String text = message == null || message.isBlank() ? thrown.toString() : message;
        return text.strip()
                .lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .reduce((a, b) -> a + ' ' + b)
                .orElse("");
    }

    @Override
    public void testPlanExecutionFinished(TestPlan testPlan) {
        if (MATRIX.transports().isEmpty()) {
            return; // none of the tests was one of ours
        }
        Path output = Path.of(System.getProperty(OUTPUT, DEFAULT_OUTPUT));
        MatrixWriter writer = new MatrixWriter(MATRIX);
        try {
            writer.write(output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the conformance matrix", e);
        }
        System.out.print(writer.table());
    }
}
