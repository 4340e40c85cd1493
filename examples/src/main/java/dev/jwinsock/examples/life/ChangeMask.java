package dev.jwinsock.examples.life;

/** Two boards compared: a bit a cell, row by row, set where the cell differs; padded with zeros to whole bytes. */
final class ChangeMask {
    private ChangeMask() {}

    static int size(Field field) {
        return (field.cells() + 7) / 8;
    }

    static byte[] between(Field old, Field map) {
        byte[] mask = new byte[size(map)];
        for (int cell = 0; cell < map.cells(); cell++) {
            int row = cell / map.columns;
            int column = cell % map.columns;
            if (map.alive(row, column) != old.alive(row, column)) {
                mask[cell / 8] |= (byte) (1 << cell % 8);
            }
        }
        return mask;
    }

    /** A cell is alive or dead, so that it need not be sent what a changed one has become. */
    static void apply(byte[] mask, Field field) {
        for (int cell = 0; cell < field.cells(); cell++) {
            if ((mask[cell / 8] & 1 << cell % 8) != 0) {
                int row = cell / field.columns;
                int column = cell % field.columns;
                field.set(row, column, !field.alive(row, column));
            }
        }
    }
}
