package dev.jwinsock.examples.life;

/** The half of the program that computes the generations and sends them. */
interface LifeClient extends AutoCloseable {
    /** The server shows {@code old}; makes it show {@code map}. */
    void update(Field old, Field map);

    /** Begins with an empty board on the server. @return the last generation, which the server shows as well */
    default Field play(Field start, int generations) {
        Field old = new Field(start.rows, start.columns);
        Field map = start;
        update(old, map);
        for (int generation = 1; generation <= generations; generation++) {
            old = map;
            map = map.next();
            update(old, map);
        }
        return map;
    }

    /** Closes what the client has kept open from one generation to the next. */
    @Override
    default void close() {}
}
