package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final String ID = "inc_01j9z3k4m5n6p7q8r9s0t1v2w3";

    @Test
    void whatIsPipedIsAsWideAsItNeeds() {
        assertThat(printed(OptionalInt.empty(), false))
                .containsExactly(
                        "ID                              OPENED                           SEVERITY  TITLE",
                        ID + "  2026-08-20T09:55:00Z  5 min ago  critical  The disk of the database is full",
                        "x" + " ".repeat(74) + "y");
    }

    @Test
    void aNarrowTerminalGetsHowLongAgoInPlaceOfTimesAndThenCutsTheWidestButNeverTheId() {
        assertThat(printed(OptionalInt.of(90), false))
                .containsExactly(
                        "ID                              OPENED     SEVERITY  TITLE",
                        ID + "  5 min ago  critical  The disk of the database is full",
                        "x                                                    y");
        assertThat(printed(OptionalInt.of(70), false))
                .containsExactly(
                        "ID                              OPENED     SEVERITY  TITLE",
                        ID + "  5 min ago  critical  The disk of the …",
                        "x                                                    y");
    }

    @Test
    void whereNoTableFitsEachRowIsABlockWithoutWhatSaysNothing() {
        assertThat(printed(OptionalInt.of(40), false))
                .containsExactly(
                        "ID        " + ID,
                        "OPENED    2026-08-20T09:55:00Z  5 min a…",
                        "SEVERITY  critical",
                        "TITLE     The disk of the database is f…",
                        "",
                        "ID        x",
                        "TITLE     y",
                        "");
    }

    @Test
    void noLineButThatOfAnIdIsWiderThanTheTerminal() {
        for (int width = 20; width < 200; width++) {
            int most = width;
            assertThat(printed(OptionalInt.of(width), false))
                    .as("at " + width)
                    .allMatch(line -> line.contains(ID) && most < 80 || TerminalText.width(line) <= most);
        }
    }

    @Test
    void coloursChangeNoColumn() {
        List<String> plain = printed(OptionalInt.of(70), false);
        List<String> coloured = printed(OptionalInt.of(70), true);
        assertThat(coloured.get(0)).startsWith("\u001b[1mID\u001b[0m");
        assertThat(coloured.get(1)).contains("\u001b[31mcritical\u001b[0m");
        assertThat(coloured.stream()
                        .map(line -> line.replaceAll("\u001b\\[\\d+m", ""))
                        .toList())
                .isEqualTo(plain);
    }

    @Test
    void wideLettersTakeTwoPlacesAndAccentsNone() {
        assertThat(TerminalText.width("磁盘已满")).isEqualTo(8);
        assertThat(TerminalText.width("e\u0301te\u0301")).isEqualTo(3);
        assertThat(TerminalText.start("磁盘已满", 5)).isEqualTo("磁盘");
        StringWriter out = new StringWriter();
        Table table = new Table("TITLE", "STATE");
        table.row("磁盘已满", "open");
        table.row("disk", "open");
        table.print(new PrintWriter(out, true));
        assertThat(out.toString().lines()).containsExactly("TITLE     STATE", "磁盘已满  open", "disk      open");
    }

    private static List<String> printed(OptionalInt width, boolean colours) {
        StringWriter out = new StringWriter();
        Table table = new Table("ID", "OPENED", "SEVERITY", "TITLE");
        table.row(ID, "2026-08-20T09:55:00Z  5 min ago", "critical", "The disk of the database is full");
        table.row("x", "", "", "y");
        table.print(new Terminal(new PrintWriter(out), true, width, colours));
        return out.toString().lines().toList();
    }
}
