package io.tocsin.app.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Columns that stand below each other, with a head; the last one takes what is left of the line. */
final class Table {
    private static final int WIDEST = 48;
    private static final int LAST = 160;

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    Table(String... head) {
        this.columns = head.length;
        rows.add(List.of(head));
    }

    /** One cell for each column of the head. */
    void row(String... cells) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            row.add(TerminalText.line(cells[i], i == columns - 1 ? LAST : WIDEST));
        }
        rows.add(row);
    }

    /** Prints nothing where there is no row. */
    void print(PrintWriter out) {
        if (rows.size() == 1) {
            return;
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(i == columns - 1 ? row.get(i) : pad(row.get(i), width(i)) + "  ");
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
