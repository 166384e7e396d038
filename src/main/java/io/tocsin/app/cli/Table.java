package io.tocsin.app.cli;

import io.tocsin.app.cli.Terminal.Style;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Columns that stand below each other, with a head; the last one takes what is left of the line. Where a terminal is too narrow,
 * times become how long ago they are, then the widest columns are cut, but never the first, which says which one a row is; where even
 * that does not fit, each row is a block of lines. What is piped is as wide as it needs.
 */
final class Table {
    private static final int WIDEST = 48;
    private static final int LAST = 160;
    private static final int NARROWEST = 8;
    private static final int BETWEEN = 2;

    /** Words that say how things are, in columns of their own. */
    private static final Map<String, Style> STYLES = Map.of(
            "critical", Style.BAD,
            "firing", Style.BAD,
            "open", Style.BAD,
            "dead", Style.BAD,
            "high", Style.URGENT,
            "acknowledged", Style.URGENT,
            "pending", Style.URGENT,
            "late", Style.BAD,
            "resolved", Style.GOOD,
            "delivered", Style.GOOD);

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    Table(String... head) {
        this.columns = head.length;
        this.head = List.of(head);
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
        if (rows.isEmpty()) {
            return;
        }
        Terminal terminal = Terminal.of(out);
        OptionalInt most = terminal.width();
        List<List<String>> shown = rows;
        if (most.isPresent() && total(natural(rows)) > most.getAsInt()) {
            shown = rows.stream()
                    .map(row -> row.stream().map(Ago::alone).toList())
                    .toList();
        }
        Optional<int[]> widths = fitting(natural(shown), most);
        if (widths.isPresent()) {
            lines(terminal, shown, widths.get());
        } else {
            blocks(terminal, most.getAsInt());
        }
        terminal.flush();
    }

    private int[] natural(List<List<String>> of) {
        return IntStream.range(0, columns)
                .map(column -> Math.max(
                        TerminalText.width(head.get(column)),
                        of.stream()
                                .mapToInt(row -> TerminalText.width(row.get(column)))
                                .max()
                                .orElse(0)))
                .toArray();
    }

    private static int total(int[] widths) {
        return Arrays.stream(widths).sum() + BETWEEN * (widths.length - 1);
    }

    /** Takes from the widest until all fits; empty where too little would be left of each. */
    private Optional<int[]> fitting(int[] natural, OptionalInt most) {
        int[] widths = natural.clone();
        while (most.isPresent() && total(widths) > most.getAsInt()) {
            int widest = 0;
            for (int i = 1; i < columns; i++) {
                if (widths[i] > NARROWEST && (widest == 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest == 0) {
                return Optional.empty();
            }
            widths[widest]--;
        }
        return Optional.of(widths);
    }

    private void lines(Terminal out, List<List<String>> shown, int[] widths) {
        out.println(line(head, widths, cell -> out.styled(Style.HEAD, cell)));
        shown.forEach(row -> out.println(line(row, widths, cell -> styled(out, cell))));
    }

    private String line(List<String> cells, int[] widths, UnaryOperator<String> style) {
        int last = columns - 1;
        while (last > 0 && cells.get(last).isEmpty()) {
            last--;
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i <= last; i++) {
            String cell = cut(cells.get(i), widths[i]);
            line.append(style.apply(cell))
                    .append(" ".repeat(i == last ? 0 : widths[i] - TerminalText.width(cell) + BETWEEN));
        }
        return line.toString();
    }

    private static String styled(Terminal out, String cell) {
        Style style = STYLES.get(cell.split(",", 2)[0]);
        return style == null ? cell : out.styled(style, cell);
    }

    private static String cut(String cell, int width) {
        return TerminalText.width(cell) <= width ? cell : TerminalText.start(cell, width - 1) + "…";
    }

    /** A line for each cell that says something, and an empty one behind each row. */
    private void blocks(Terminal out, int most) {
        int label = head.stream().mapToInt(TerminalText::width).max().orElse(0);
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                if (!row.get(i).isEmpty()) {
                    int left = i == 0 ? Integer.MAX_VALUE : Math.max(NARROWEST, most - label - BETWEEN);
                    out.println(out.styled(Style.HEAD, head.get(i))
                            + " ".repeat(label - TerminalText.width(head.get(i)) + BETWEEN)
                            + styled(out, cut(row.get(i), left)));
                }
            }
            out.println();
        }
    }
}
