package dev.jwinsock.compat.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.jwinsock.Winsock2;
import dev.jwinsock.sockaddr_in;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;

/** The layers: API, ws2, provider seam, afd, transport. Each calls only the one below; the C data types are common. */
@AnalyzeClasses(packages = "dev.jwinsock", importOptions = LayersTest.PublishedModules.class)
class LayersTest {
    private static final String API = "dev.jwinsock";
    private static final String SPI = "dev.jwinsock.spi";
    private static final String TRANSPORT = "dev.jwinsock.transport";

    private static final DescribedPredicate<JavaClass> JWINSOCK =
            describe("jwinsock", type -> (type.getPackageName() + '.').startsWith(API + '.'));
    private static final DescribedPredicate<JavaClass> HEADERS = describe("header classes", LayersTest::isHeader);
    private static final DescribedPredicate<JavaClass> DATA_TYPES =
            describe("C data types", type -> type.getPackageName().equals(API) && !isHeader(type));
    private static final DescribedPredicate<JavaClass> WS2 = in("dev.jwinsock.ws2..");
    private static final DescribedPredicate<JavaClass> PROVIDER_SEAM = in(SPI);
    private static final DescribedPredicate<JavaClass> AFD = in("dev.jwinsock.afd..");
    private static final DescribedPredicate<JavaClass> MULTIPOINT = in("dev.jwinsock.multipoint..");
    private static final DescribedPredicate<JavaClass> TRANSPORT_SPI = in(TRANSPORT);
    private static final DescribedPredicate<JavaClass> TRANSPORT_IMPLEMENTATIONS = in(TRANSPORT + ".*..");
    private static final DescribedPredicate<JavaClass> CORE =
            describe("core", type -> JWINSOCK.test(type) && !TRANSPORT_IMPLEMENTATIONS.test(type));

    @ArchTest
    static final ArchRule DATA_TYPES_STAND_ALONE = classes().that(DATA_TYPES).should(dependOnlyOn(DATA_TYPES));

    @ArchTest
    static final ArchRule HEADERS_ARE_A_THIN_SHELL_OF_WS2 = classes()
            .that(HEADERS.and(not(simpleName("Ws2spi"))))
            .should(dependOnlyOn(HEADERS.or(DATA_TYPES).or(WS2)));

    @ArchTest
    static final ArchRule WS2_REACHES_SOCKETS_THROUGH_THE_PROVIDER_SEAM = classes()
            .that(WS2)
            .should(dependOnlyOn(WS2.or(DATA_TYPES)
                    .or(PROVIDER_SEAM)
                    .or(TRANSPORT_SPI.and(simpleName("Status").or(simpleName("Capability"))))));

    @ArchTest
    static final ArchRule PROVIDER_SEAM_KNOWS_NO_PROVIDER = classes()
            .that(PROVIDER_SEAM)
            .should(dependOnlyOn(PROVIDER_SEAM.or(DATA_TYPES).or(TRANSPORT_SPI.and(simpleName("Status")))));

    @ArchTest
    static final ArchRule AFD_KNOWS_NEITHER_WS2_NOR_THE_API = classes()
            .that(AFD.and(not(packageInfo())))
            .should(dependOnlyOn(AFD.or(DATA_TYPES).or(PROVIDER_SEAM).or(TRANSPORT_SPI)));

    /** All but what installs it, which is a program to ws2. */
    @ArchTest
    static final ArchRule MULTIPOINT_STANDS_ON_THE_PROVIDER_SEAM = classes()
            .that(MULTIPOINT.and(not(simpleName("RootedMultipoint"))))
            .should(dependOnlyOn(
                    MULTIPOINT.or(DATA_TYPES).or(PROVIDER_SEAM).or(TRANSPORT_SPI.and(simpleName("Status")))));

    @ArchTest
    static final ArchRule TRANSPORT_SPI_KNOWS_NO_WINSOCK =
            classes().that(TRANSPORT_SPI).should(dependOnlyOn(TRANSPORT_SPI));

    @ArchTest
    static final ArchRule TRANSPORTS_KNOW_ONLY_THE_TRANSPORT_SPI =
            classes().that(TRANSPORT_IMPLEMENTATIONS).should(dependOnlyOn(TRANSPORT_IMPLEMENTATIONS.or(TRANSPORT_SPI)));

    @ArchTest
    static final ArchRule TRANSPORTS_DO_NOT_KNOW_EACH_OTHER =
            slices().matching(TRANSPORT + ".(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule LAYERS_HAVE_NO_CYCLE =
            slices().assignedFrom(new Layers()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule CORE_OPENS_NO_SOCKET = noClasses()
            .that(CORE)
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.netty..", "com.sun.jna..")
                    .or(in("java.nio.channels..").and(not(describe("FileChannel", LayersTest::isOfFiles))))
                    .or(describe("java.net sockets", LayersTest::isJavaSocket)))
            .because("kernel sockets come from a transport, and core needs no other library");

    @ArchTest
    static final ArchRule NIO_TRANSPORT_NEEDS_NO_LIBRARY = noClasses()
            .that(in(TRANSPORT + ".nio.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.netty..", "com.sun.jna.."));

    @ArchTest
    static final ArchRule C_NAMES_END_AT_THE_PROVIDER_SEAM = classes()
            .that(WS2.or(AFD).or(TRANSPORT_SPI).or(TRANSPORT_IMPLEMENTATIONS))
            .and(describe(
                    "named",
                    type -> !type.getSimpleName().isEmpty() && !packageInfo().test(type)))
            .should()
            .haveNameMatching(".*[.$][A-Z][A-Za-z0-9]+");

    /** The rules above tell the header classes by their shape; this says that the shape finds them, and only them. */
    @ArchTest
    static void shapeTellsHeadersFromDataTypes(JavaClasses published) {
        assertThat(HEADERS.test(published.get(Winsock2.class))).isTrue();
        assertThat(DATA_TYPES.test(published.get(Winsock2.class))).isFalse();
        assertThat(DATA_TYPES.test(published.get(sockaddr_in.class))).isTrue();
        assertThat(HEADERS.test(published.get(sockaddr_in.class))).isFalse();
    }

    /** A header class has static members only; a data type can be made, or is an enum or an interface. */
    private static boolean isHeader(JavaClass type) {
        return type.getPackageName().equals(API)
                && type.isTopLevelClass()
                && !type.isInterface()
                && !type.isEnum()
                && type.getConstructors().stream()
                        .allMatch(constructor -> constructor.getModifiers().contains(JavaModifier.PRIVATE))
                && type.getFields().stream()
                        .allMatch(field -> field.getModifiers().contains(JavaModifier.STATIC));
    }

    private static boolean isOfFiles(JavaClass type) {
        return type.getName().startsWith(FileChannel.class.getName())
                || type.getName().equals(FileLock.class.getName());
    }

    private static boolean isJavaSocket(JavaClass type) {
        return type.getPackageName().equals("java.net") && type.getSimpleName().endsWith("Socket");
    }

    private static DescribedPredicate<JavaClass> in(String packages) {
        return resideInAnyPackage(packages);
    }

    private static DescribedPredicate<JavaClass> simpleName(String name) {
        return describe(
                name,
                type -> type.getSimpleName().equals(name) || type.getName().contains('.' + name + '$'));
    }

    private static DescribedPredicate<JavaClass> packageInfo() {
        return describe("package-info", type -> type.getName().endsWith(".package-info"));
    }

    private static ArchCondition<JavaClass> dependOnlyOn(DescribedPredicate<JavaClass> allowed) {
        return new ArchCondition<>("depend, within jwinsock, only on " + allowed.getDescription()) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency ->
                                JWINSOCK.test(dependency.getTargetClass().getBaseComponentType()))
                        .filter(dependency ->
                                !allowed.test(dependency.getTargetClass().getBaseComponentType()))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
            }
        };
    }

    /** core and the transports, not the tests, examples and benchmarks that use them. */
    static final class PublishedModules implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/")
                    && !location.contains("/dev/jwinsock/compat/")
                    && !location.contains("/dev/jwinsock/examples/")
                    && !location.contains("/dev/jwinsock/benchmarks/");
        }
    }

    /** Names the layer of a class; the data types are a layer below all others. */
    private static final class Layers implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return JWINSOCK.test(type) ? SliceIdentifier.of(of(type)) : SliceIdentifier.ignore();
        }

        static String of(JavaClass type) {
            if (type.getPackageName().equals(API)) {
                return isHeader(type) ? "headers" : "data types";
            }
            return type.getPackageName().substring(API.length() + 1);
        }

        @Override
        public String getDescription() {
            return "the layers";
        }
    }
}
