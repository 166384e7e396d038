package io.tocsin.pipeline.simulate;

import com.fasterxml.jackson.core.JsonPointer;
import io.tocsin.files.FileSet;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.model.mapping.MappingSamples;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.rule.RuleFiles;
import io.tocsin.model.rule.Rules;
import io.tocsin.model.silence.PlannedWindows;
import io.tocsin.model.time.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the tests of rules that stand beside them as files, and says what came out otherwise. */
public final class RuleTests {

    private static final String FIX = "correct the rules, or the test";

    /** So many are named where something else is said. */
    private static final int NAMED = 3;

    private final Mappings mappings;
    private final Rules rules;
    private final Set<String> receivers;

    /**
     * @param mappings what payloads mean
     * @param rules the rules that are tested
     * @param receivers the receivers that there are
     */
    public RuleTests(Mappings mappings, Rules rules, Set<String> receivers) {
        this.mappings = mappings;
        this.rules = rules;
        this.receivers = Set.copyOf(receivers);
    }

    /**
     * Runs all of them.
     *
     * @param folders the folders of rules, each with a folder {@value RuleFiles#TESTS} or without
     * @param run whether they are run; otherwise what is wrong with the files themselves is all that is told
     */
    public List<Finding> check(List<Path> folders, boolean run) {
        MappingSamples samples = new MappingSamples(mappings);
        List<Finding> findings = new ArrayList<>();
        List<Path> tests =
                folders.stream().map(folder -> folder.resolve(RuleFiles.TESTS)).toList();
        for (Path path : new FileSet(tests, List.of(".yaml", ".yml")).paths()) {
            try {
                StoryFile file = StoryFile.read(path, samples);
                List<RuleTest> sound = new RuleTestFile(file, names()).read();
                if (run) {
                    sound.forEach(test -> run(file, test));
                }
                findings.addAll(file.faults.findings());
            } catch (InvalidFileException broken) {
                findings.addAll(broken.findings());
            }
        }
        return findings;
    }

    private RuleTestFile.Names names() {
        Set<String> notified = new TreeSet<>(receivers);
        notified.addAll(rules.recipients().names());
        Set<String> holders = new TreeSet<>();
        rules.holds().windows().forEach(window -> holders.add("window " + window.name()));
        rules.holds().inhibitions().forEach(inhibition -> holders.add("inhibition " + inhibition.name()));
        rules.policies()
                .forEach((name, policy) -> policy.active().ifPresent(hours -> holders.add("hours of rule " + name)));
        rules.recipients().names().forEach(name -> holders.add("quiet hours of " + name));
        return new RuleTestFile.Names(notified, receivers, holders);
    }

    private void run(StoryFile file, RuleTest test) {
        List<Line.Notified> notified = new ArrayList<>();
        List<Line.HeldBack> held = new ArrayList<>();
        Simulation simulation = new Simulation(mappings, rules, test.silences(), PlannedWindows.of(List.of()), line -> {
            if (line instanceof Line.Notified one && isAbout(test, one)) {
                notified.add(one);
            } else if (line instanceof Line.HeldBack one) {
                held.add(one);
            } else if (line instanceof Line.Trouble trouble) {
                file.faults.add(
                        test.where().appendProperty("events"),
                        in(test) + trouble.what() + " (at " + time(test, trouble.at()) + ")",
                        "events that mappings and rules can do something with",
                        "correct the test's events");
            }
        });
        test.events().stream()
                .filter(event -> !event.at().isAfter(test.until()))
                .forEach(simulation::happens);
        simulation.runTo(test.until());
        notices(file, test, notified);
        test.held().forEach(expected -> held(file, test, expected, held));
    }

    private static boolean isAbout(RuleTest test, Line.Notified line) {
        return test.only().isEmpty() || test.only().stream().anyMatch(line.to()::isCalled);
    }

    private static void notices(StoryFile file, RuleTest test, List<Line.Notified> notified) {
        List<Line.Notified> rest = new ArrayList<>(notified);
        List<RuleTest.Expected> missing = new ArrayList<>();
        test.expect().stream()
                .sorted(Comparator.comparing(RuleTest.Expected::until))
                .forEach(expected -> rest.stream()
                        .filter(expected::fits)
                        .findFirst()
                        .ifPresentOrElse(rest::remove, () -> missing.add(expected)));
        for (RuleTest.Expected expected : missing) {
            List<Line.Notified> others = rest.stream()
                    .filter(line -> line.to().isCalled(expected.to()))
                    .toList();
            file.faults.add(
                    expected.where(),
                    in(test) + "no such notice to `" + expected.to() + "`"
                            + (others.isEmpty() ? "" : ", but " + shown(test, others)),
                    words(test, expected),
                    FIX);
            rest.removeAll(others.stream().limit(1).toList()); // that is told with what was expected in its place
        }
        if (!rest.isEmpty()) {
            JsonPointer place = test.where().appendProperty("expect");
            file.faults.add(
                    file.at(place).isMissingNode() ? test.where() : place.appendProperty("more"),
                    in(test) + shown(test, rest),
                    test.expect().isEmpty() ? "that nobody is notified" : "nothing but what stands under `expect`",
                    "correct the rules, or add it: " + entry(test, rest.get(0)));
        }
    }

    private static void held(StoryFile file, RuleTest test, RuleTest.Held expected, List<Line.HeldBack> held) {
        List<Line.HeldBack> fitting = held.stream().filter(expected::fits).toList();
        List<String> missing = expected.alerts().stream()
                .filter(text -> fitting.stream()
                        .flatMap(line -> line.alerts().stream())
                        .noneMatch(name -> name.isMeantBy(text)))
                .toList();
        if (missing.isEmpty() && !(expected.alerts().isEmpty() && fitting.isEmpty())) {
            return;
        }
        String others = held.stream()
                .filter(line -> missing.isEmpty()
                        || line.alerts().stream()
                                .anyMatch(name -> missing.stream().anyMatch(name::isMeantBy)))
                .map(line -> names(line.alerts()) + " by " + line.by()
                        + line.until().map(end -> " until " + time(test, end)).orElse(""))
                .distinct()
                .limit(NAMED)
                .collect(Collectors.joining("; "));
        file.faults.add(
                expected.where(),
                in(test) + (others.isEmpty() ? "that nothing holds it back" : "held back: " + others),
                (missing.isEmpty() ? "something" : "`" + String.join("`, `", missing) + "`") + " held back by "
                        + expected.by()
                        + expected.until()
                                .map(end -> " until " + time(test, end))
                                .orElse(""),
                FIX);
    }

    private static String in(RuleTest test) {
        return "in test `" + test.name() + "`: ";
    }

    private static String shown(RuleTest test, List<Line.Notified> lines) {
        String first =
                lines.stream().limit(NAMED).map(line -> shown(test, line)).collect(Collectors.joining("; "));
        return first + (lines.size() > NAMED ? "; and " + (lines.size() - NAMED) + " more" : "");
    }

    private static String shown(RuleTest test, Line.Notified line) {
        return "`" + line.to().words() + "` notified at " + time(test, line.at()) + ": "
                + line.kind().word()
                + (line.firing().isEmpty() ? "" : ", firing " + names(line.firing()))
                + (line.over().isEmpty() ? "" : ", over " + names(line.over()))
                + (line.rules().isEmpty() ? "" : " (rule " + String.join(", ", line.rules()) + ")");
    }

    private static String words(RuleTest test, RuleTest.Expected expected) {
        String when = expected.until().equals(expected.from())
                ? "at " + time(test, expected.from())
                : expected.until().equals(Instant.MAX)
                        ? ""
                        : "from " + time(test, expected.from()) + " to " + time(test, expected.until());
        return Stream.of(
                        Optional.of(expected.kind().map(kind -> kind.word()).orElse("a notice")),
                        Optional.of(when),
                        expected.firing()
                                .map(names -> names.isEmpty() ? "with nothing firing" : "firing " + quoted(names)),
                        expected.over().map(names -> names.isEmpty() ? "with nothing over" : "over " + quoted(names)))
                .flatMap(Optional::stream)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String entry(RuleTest test, Line.Notified line) {
        return "{ to: " + line.to().person().orElse(line.to().receiver()) + ", kind: "
                + line.kind().word() + ", at: " + time(test, line.at()) + " }";
    }

    private static String quoted(List<String> names) {
        return "`" + String.join("`, `", names) + "`";
    }

    private static String names(List<AlertName> alerts) {
        String first = quoted(alerts.stream().limit(NAMED).map(AlertName::title).toList());
        return first + (alerts.size() > NAMED ? " and " + (alerts.size() - NAMED) + " more" : "");
    }

    /** As the test's file writes it. */
    private static String time(RuleTest test, Instant time) {
        Duration since = Duration.between(test.start(), time);
        return since.isNegative() ? time.toString() : Span.text(since);
    }
}
