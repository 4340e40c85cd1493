package dev.jwinsock.compat;

import dev.jwinsock.compat.ModelledConnection.Step;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** Whatever happens on a connection, in whatever order: the events are those of {@link EventModel}. */
abstract class NetworkEventProperties extends TransportProperties {
    /** A step and its number. */
    record Taken(Step step, int number) {}

    @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
    @Conforms("D130")
    void theEventsAreThoseOfTheModel(@ForAll boolean connecting, @ForAll("steps") List<Taken> steps) {
        try (ModelledConnection connection = new ModelledConnection(connecting)) {
            connection.step(Step.SELECT_ALL, 0);
            steps.forEach(taken -> connection.step(taken.step(), taken.number()));
            connection.step(Step.SELECT_ALL, 0);
            connection.step(Step.ENUMERATE, 0);
        }
    }

    @Provide
    Arbitrary<List<Taken>> steps() {
        // The steps that end the connection are rare, so that something happens before them.
        Arbitrary<Step> step = Arbitraries.frequencyOf(
                Tuple.of(
                        20,
                        Arbitraries.of(Step.class)
                                .filter(s ->
                                        s != Step.PEER_HALF_CLOSE && s != Step.PEER_CLOSE && s != Step.PEER_RESET)),
                Tuple.of(1, Arbitraries.of(Step.PEER_HALF_CLOSE, Step.PEER_CLOSE, Step.PEER_RESET)));
        return Combinators.combine(step, Arbitraries.integers().between(0, 0xffff))
                .as(Taken::new)
                .list()
                .ofMaxSize(30);
    }
}
