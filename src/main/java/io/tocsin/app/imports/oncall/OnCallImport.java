package io.tocsin.app.imports.oncall;

import com.fasterxml.jackson.core.JsonPointer;
import io.tocsin.app.imports.Imported;
import io.tocsin.files.FileText;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.MarkedYaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns what another on-call tool's API answers into files of people, schedules and escalations. What can't be carried over is said with
 * its file and line, and nothing is dropped in silence.
 */
public final class OnCallImport {

    /** Where answers come from. */
    public enum From {
        /** PagerDuty's REST API v2. */
        PAGERDUTY("pagerduty", "PagerDuty"),
        /** Opsgenie's API v2. */
        OPSGENIE("opsgenie", "Opsgenie"),
        /** Grafana OnCall's API v1. */
        GRAFANA_ONCALL("grafana-oncall", "Grafana OnCall");

        private final String word;
        private final String title;

        From(String word, String title) {
            this.word = word;
            this.title = title;
        }

        /** Its subcommand of {@code ./hub import}. */
        public String word() {
            return word;
        }

        /** What it calls itself. */
        public String title() {
            return title;
        }
    }

    /** What JSON writes of a letter beyond U+FFFF, which YAML does not read. */
    private static final Pattern PAIR = Pattern.compile(
            "(?<!\\\\)((?:\\\\\\\\)*)\\\\u([dD][89abAB][0-9a-fA-F]{2})\\\\u([dD][c-fC-F][0-9a-fA-F]{2})");

    private OnCallImport() {}

    /**
     * Reads answers.
     *
     * @param from whose they are
     * @param files each answer as it was saved, by the path that the user typed
     * @param now layers and shifts that are over by then are left out
     * @throws InvalidFileException if one is no JSON, or none is an answer of that API
     */
    public static ImportedOnCall of(From from, List<FileText> files, Instant now) {
        Set<Imported.Left> left = new LinkedHashSet<>();
        List<Part> roots = new ArrayList<>();
        for (FileText file : files) {
            MarkedYaml json = MarkedYaml.readWithAliases(file.name(), joined(file.content()));
            roots.add(new Part(json, JsonPointer.empty(), left));
        }
        Roster roster = new Roster();
        Things things = new Things(roots);
        switch (from) {
            case PAGERDUTY -> new PagerDuty(roster, now).read(things);
            case OPSGENIE -> new Opsgenie(roster, now).read(things);
            default -> new GrafanaOnCall(roster, now).read(things);
        }
        things.refuseIfNone(from.title);
        String names = files.stream().map(FileText::name).collect(Collectors.joining(", "));
        return new ImportedOnCall(
                roster.files(names, from.word),
                roster.count("people"),
                roster.count("teams"),
                roster.count("schedules"),
                roster.count("escalations"),
                roster.kinds(),
                left.stream()
                        .sorted(Comparator.comparing(Imported.Left::file).thenComparing(Imported.Left::line))
                        .toList());
    }

    private static String joined(String json) {
        return PAIR.matcher(json)
                .replaceAll(pair -> java.util.regex.Matcher.quoteReplacement(pair.group(1)
                        + new String(new char[] {
                            (char) Integer.parseInt(pair.group(2), 16), (char) Integer.parseInt(pair.group(3), 16)
                        })));
    }
}
