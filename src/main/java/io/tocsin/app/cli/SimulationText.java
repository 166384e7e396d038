package io.tocsin.app.cli;

import io.tocsin.model.time.Span;
import io.tocsin.pipeline.simulate.AlertName;
import io.tocsin.pipeline.simulate.Differences;
import io.tocsin.pipeline.simulate.Figures;
import io.tocsin.pipeline.simulate.Line;
import io.tocsin.pipeline.simulate.Recipient;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a simulation says, a line each as it comes, for people. */
final class SimulationText {

    private static final int LONGEST = 200;
    private static final int NAMED = 3;

    private final PrintWriter out;

    SimulationText(PrintWriter out) {
        this.out = out;
    }

    /** A line of a simulation. */
    void print(Line line) {
        if (line instanceof Line.Notified notified) {
            row(notified.at().toString(), "notified", notified.to().words(), words(notified));
        } else if (line instanceof Line.HeldBack held) {
            row(held.at().toString(), "held", held.to().map(Recipient::words).orElse(""), words(held));
        } else if (line instanceof Line.Trouble trouble) {
            row(trouble.at().toString(), "trouble", "", trouble.what());
        }
    }

    private void row(String at, String what, String who, String more) {
        out.println("%-24s  %-9s  %-20s  %s"
                .formatted(at, what, TerminalText.line(who, 40), TerminalText.line(more, LONGEST))
                .stripTrailing());
    }

    private static String words(Line.Notified line) {
        StringBuilder words = new StringBuilder(
                "%-12s %-8s  %s".formatted(line.kind().word(), line.severity().word(), line.title()));
        int alerts = line.firing().size() + line.over().size() + line.more();
        if (alerts > 1) {
            words.append(" (%d alerts, %d over)".formatted(alerts, line.over().size()));
        }
        if (!line.rules().isEmpty()) {
            words.append("  by ").append(String.join(", ", line.rules()));
        }
        line.onCall().ifPresent(one -> words.append("  (on call in ")
                .append(one.schedule())
                .append(one.until().map(end -> " until " + end).orElse(""))
                .append(')'));
        if (line.decidedAt().isBefore(line.at())) {
            words.append("  (quiet hours held it since ")
                    .append(line.decidedAt())
                    .append(')');
        }
        return words.toString();
    }

    private static String words(Line.HeldBack line) {
        return names(line.alerts()) + "  by " + line.by()
                + line.until().map(end -> " until " + end).orElse("")
                + (line.why().isBlank() ? "" : ": " + line.why());
    }

    private static String names(List<AlertName> alerts) {
        String first = alerts.stream().limit(NAMED).map(AlertName::title).collect(Collectors.joining(", "));
        return alerts.size() > NAMED ? first + " and " + (alerts.size() - NAMED) + " more" : first;
    }

    /** What was counted, and how fast. */
    void summary(Figures figures, long nanos) {
        double seconds = Math.max(1, nanos) / 1e9;
        out.println("%s from %s: %s%s%s%s (%.1f s, %,.0f events/s)"
                .formatted(
                        plural(figures.notified(), "notice"),
                        plural(figures.events(), "event"),
                        plural(figures.alerts(), "alert") + ", " + figures.repeats() + " of them only sent again",
                        figures.unmatched() == 0 ? "" : ", " + figures.unmatched() + " that no rule matches",
                        figures.late() == 0 ? "" : ", " + figures.late() + " too late to count",
                        figures.refused() == 0 ? "" : "; " + plural(figures.refused(), "event") + " without a mapping",
                        seconds,
                        figures.events() / seconds));
    }

    /** What an edit changes. */
    void differences(Differences differences, List<Differences.Difference> all) {
        all.forEach(this::print);
        if (differences.uncompared() > 0) {
            out.println("and " + plural(differences.uncompared(), "notice")
                    + " more that differ and are too many to compare; look at a shorter time");
        }
        out.println(
                all.isEmpty() && differences.uncompared() == 0
                        ? "The edit changes nothing: " + plural(differences.notifiedAfter(), "notice") + "."
                        : "The edit changes something: " + plural(differences.notifiedBefore(), "notice") + " before, "
                                + differences.notifiedAfter() + " after; " + counts(all) + ".");
    }

    private static String counts(List<Differences.Difference> all) {
        return all.stream()
                .collect(Collectors.groupingBy(Differences.Difference::change, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(each -> each.getValue() + " " + words(each.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String words(Differences.Change change) {
        return switch (change) {
            case MORE -> "more";
            case LESS -> "less";
            case OTHER_TIME -> "at another time";
            case OTHER_ADDRESS -> "to another address";
            case OTHER_CONTENT -> "with other content";
        };
    }

    private void print(Differences.Difference difference) {
        Line.Notified line = difference.after().or(difference::before).orElseThrow();
        String instead = difference
                .before()
                .filter(any -> difference.after().isPresent())
                .map(before -> switch (difference.change()) {
                    case OTHER_TIME ->
                        "  (%s, not at %s)".formatted(shift(Duration.between(before.at(), line.at())), before.at());
                    case OTHER_ADDRESS -> "  (not to " + before.to().words() + ")";
                    default ->
                        "  (not " + before.kind().word() + ", "
                                + before.severity().word() + ", " + names(before.alerts()) + ")";
                })
                .orElse("");
        row(
                line.at().toString(),
                difference.change().name().toLowerCase(Locale.ROOT).replace("other_", "~ "),
                line.to().words(),
                words(line) + instead);
    }

    private static String shift(Duration later) {
        return Span.text(later.abs()) + (later.isNegative() ? " sooner" : " later");
    }

    private static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
