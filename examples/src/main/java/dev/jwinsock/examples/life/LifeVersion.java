package dev.jwinsock.examples.life;

import dev.jwinsock.SOCKET;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The program's versions, in the documentation's order. */
enum LifeVersion {
    BASELINE("baseline", Baseline::new, Updates::triplets),
    REVISION_ONE("revision one", RevisionOne::new, Updates::triplets),
    REVISION_TWO("revision two", RevisionTwo::new, Updates::triplets),
    REVISION_THREE("revision three", RevisionThree::new, Updates::triplets),
    REVISION_FOUR("future improvements", RevisionFour::new, Updates::masks);

    private final String title;
    private final Function<CountedCalls, LifeClient> client;
    private final BiConsumer<SOCKET, Field> server;

    LifeVersion(String title, Function<CountedCalls, LifeClient> client, BiConsumer<SOCKET, Field> server) {
        this.title = title;
        this.client = client;
        this.server = server;
    }

    String title() {
        return title;
    }

    /** Plays against a server of its own, which is gone at the end; needs a WSAStartup by the caller. */
    Game play(Field start, int generations) {
        NetworkStatistics before = NetworkStatistics.read();
        Field shown = new Field(start.rows, start.columns);
        CountedCalls calls;
        Field last;
        long nanos;
        try (LoopbackServer listener = new LoopbackServer(s -> server.accept(s, shown))) {
            calls = new CountedCalls(listener.address());
            long begun = System.nanoTime();
            try (LifeClient player = client.apply(calls)) {
                last = player.play(start, generations);
            }
            nanos = System.nanoTime() - begun;
        } // now the server has seen the end of the last connection
        return new Game(this, calls, Traffic.since(before, calls.userBytes()), nanos, last, shown);
    }
}
