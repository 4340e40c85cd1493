package dev.jwinsock.examples.life;

/** One cell on the wire: row, column, value, a byte each, whatever the byte order of the machine. */
final class Triplet {
    static final int SIZE = 3;

    private Triplet() {}

    static byte[] of(Field field, int row, int column) {
        byte[] triplet = new byte[SIZE];
        put(field, row, column, triplet, 0);
        return triplet;
    }

    /** @return where the next one goes */
    static int put(Field field, int row, int column, byte[] to, int offset) {
        to[offset] = (byte) row;
        to[offset + 1] = (byte) column;
        to[offset + 2] = (byte) (field.alive(row, column) ? 1 : 0);
        return offset + SIZE;
    }

    /** Sets the cell, if there is one of this row and column. */
    static void apply(byte[] from, int offset, Field field) {
        int row = from[offset] & 0xff;
        int column = from[offset + 1] & 0xff;
        if (row < field.rows && column < field.columns) {
            field.set(row, column, from[offset + 2] != 0);
        }
    }
}
