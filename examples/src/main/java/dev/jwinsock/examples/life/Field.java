package dev.jwinsock.examples.life;

import java.util.Arrays;
import java.util.Random;

/** A board of the game of Life, with dead cells all around it. */
final class Field {
    /** A row or column number is sent as one byte. */
    static final int LARGEST = 256;

    final int rows;
    final int columns;
    private final boolean[] alive;

    /** All cells are dead. */
    Field(int rows, int columns) {
        this(rows, columns, new boolean[rows * columns]);
    }

    private Field(int rows, int columns, boolean[] alive) {
        this.rows = rows;
        this.columns = columns;
        this.alive = alive;
    }

    /** A third of the cells lives; the same seed gives the same board. */
    static Field random(int rows, int columns, long seed) {
        Random random = new Random(seed);
        Field field = new Field(rows, columns);
        for (int cell = 0; cell < field.cells(); cell++) {
            field.alive[cell] = random.nextInt(3) == 0;
        }
        return field;
    }

    int cells() {
        return rows * columns;
    }

    boolean alive(int row, int column) {
        return alive[row * columns + column];
    }

    void set(int row, int column, boolean lives) {
        alive[row * columns + column] = lives;
    }

    /** The next generation: what has three neighbours lives, and what has two lives on. */
    Field next() {
        Field next = new Field(rows, columns);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int neighbours = neighbours(row, column);
                next.set(row, column, neighbours == 3 || neighbours == 2 && alive(row, column));
            }
        }
        return next;
    }

    private int neighbours(int row, int column) {
        int living = alive(row, column) ? -1 : 0;
        for (int r = Math.max(row - 1, 0); r <= Math.min(row + 1, rows - 1); r++) {
            for (int c = Math.max(column - 1, 0); c <= Math.min(column + 1, columns - 1); c++) {
                living += alive(r, c) ? 1 : 0;
            }
        }
        return living;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Field field
                && rows == field.rows
                && columns == field.columns
                && Arrays.equals(alive, field.alive);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(alive);
    }

    /** One line a row. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                text.append(alive(row, column) ? '#' : '.');
            }
            text.append('\n');
        }
        return text.toString();
    }
}
