package dev.jwinsock.examples.life;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The game's rules, and its boards on the wire. */
final class FieldTest {
    private static Field field(String... rows) {
        Field field = new Field(rows.length, rows[0].length());
        for (int row = 0; row < field.rows; row++) {
            for (int column = 0; column < field.columns; column++) {
                field.set(row, column, rows[row].charAt(column) == '#');
            }
        }
        return field;
    }

    @Test
    void aBlinkerTurns() {
        Field upright = field(".#..", ".#..", ".#..");
        Field flat = field("....", "###.", "....");
        assertThat(upright.next()).isEqualTo(flat);
        assertThat(flat.next()).isEqualTo(upright);
    }

    @Test
    void thereIsNoLifeBeyondTheEdge() {
        assertThat(field("##", "..").next()).isEqualTo(new Field(2, 2));
        assertThat(field("##", "#.").next()).isEqualTo(field("##", "##"));
    }

    @Test
    void fourNeighboursAreTooMany() {
        assertThat(field("#.#", ".#.", "#.#").next()).isEqualTo(field(".#.", "#.#", ".#."));
    }

    @Test
    void tripletsSetCells() {
        Field map = field("#..", "..#");
        Field shown = field(".#.", "...");
        for (int cell = 0; cell < map.cells(); cell++) {
            Triplet.apply(Triplet.of(map, cell / map.columns, cell % map.columns), 0, shown);
        }
        assertThat(shown).isEqualTo(map);
    }

    @Test
    void aTripletBeyondTheBoardIsNoHarm() {
        Field shown = new Field(2, 3);
        Triplet.apply(new byte[] {2, 0, 1}, 0, shown);
        Triplet.apply(new byte[] {0, (byte) 255, 1}, 0, shown);
        assertThat(shown).isEqualTo(new Field(2, 3));
    }

    @Test
    void aMaskChangesCells() {
        Field old = Field.random(5, 7, 1);
        Field map = Field.random(5, 7, 2);
        Field shown = Field.random(5, 7, 1);
        assertThat(ChangeMask.between(old, map)).hasSize(5); // 35 bits
        ChangeMask.apply(ChangeMask.between(old, map), shown);
        assertThat(shown).isEqualTo(map);
    }
}
