package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns what Camel throws while it makes a route into a finding at the line that holds the offending word. */
final class CamelSays {
    private static final Pattern JQ_LINE = Pattern.compile("Encountered .* at line (\\d+), column", Pattern.DOTALL);
    private static final Pattern YAML_LINE = Pattern.compile("line (\\d+), column \\d+");
    private static final Pattern UNKNOWN_OPTION = Pattern.compile("Unknown parameters=\\[\\{([^=}]+)=");

    private static final Set<String> NO_CODE = Set.of("id", "description", "name");
    private static final String EXPECTED = "a route that Camel can make";
    private static final String MEND = "correct this line";

    private final RouteFiles files;
    private final List<RouteFile> suspects;

    /**
     * @param files where the files that routes name are looked for
     * @param suspects the files that may hold the mistake: an instance and its template, or one file alone
     */
    CamelSays(RouteFiles files, List<RouteFile> suspects) {
        this.files = files;
        this.suspects = suspects;
    }

    Finding finding(Throwable thrown) {
        List<String> messages = messages(thrown);
        String all = String.join("\n", messages);
        return component(all).or(() -> option(all)).or(() -> property(all)).orElseGet(() -> anything(messages));
    }

    /** The component that Camel does not know, if that is what it says. */
    static Optional<String> unknownComponent(String all) {
        return MissingComponent.in(all);
    }

    /** Whether what Camel says is about a jq program, which may stand in a file of its own. */
    static boolean isAboutJq(String all) {
        return JQ_LINE.matcher(all).find();
    }

    private Optional<Finding> component(String all) {
        return MissingComponent.in(all).map(scheme -> at(scheme + ":")
                .finding(
                        "the component `" + scheme + "`",
                        "a component of Camel that this hub has",
                        MissingComponent.remedy(scheme)));
    }

    private Optional<Finding> option(String all) {
        return found(UNKNOWN_OPTION, all).map(option -> at(option)
                .finding(
                        "the endpoint option `" + option + "`",
                        "an option that the component knows",
                        "correct its name; the component's page at camel.apache.org lists all"));
    }

    private Optional<Finding> property(String all) {
        return UnsetPlaceholder.key(all).map(key -> UnsetPlaceholder.finding(suspects, key));
    }

    /** The innermost message says what; the words in quotes of all messages say where. */
    private Finding anything(List<String> messages) {
        String last = Redaction.of(files)
                .of(messages.get(messages.size() - 1))
                .replaceAll("\\s+", " ")
                .replaceFirst(" Was expecting.*", "")
                .strip();
        String shown = last.length() > 200 ? last.substring(0, 199) + "…" : last;
        String all = String.join("\n", messages);
        String found = "what Camel refuses: " + shown;
        Place place = place(messages);
        Optional<String> line = found(JQ_LINE, all).isPresent() ? Optional.empty() : found(YAML_LINE, all);
        return line.map(number -> new Finding(suspect().name(), Integer.parseInt(number), found, EXPECTED, MEND))
                .or(() -> inJqFile(place, all, found))
                .orElseGet(() -> place.finding(found, EXPECTED, MEND));
    }

    /** Where the route only names the jq file, the mistake stands in that one. */
    private Optional<Finding> inJqFile(Place place, String all, String found) {
        return NamedFilesExist.file(place).flatMap(files::find).flatMap(path -> found(JQ_LINE, all)
                .map(line -> new Finding(
                        path.toString(),
                        Integer.parseInt(line),
                        found.replace("Camel", "jq"),
                        "a jq program",
                        "look at this line and the one above it")));
    }

    private Place at(String word) {
        return texts().filter(place -> place.key().equals(word)
                        || place.node().isTextual() && place.text().contains(word))
                .findFirst()
                .orElse(suspect().root());
    }

    private Stream<Place> texts() {
        return suspects.stream().flatMap(file -> file.places().stream());
    }

    /** Where no line can be told: the template rather than its instance. */
    private RouteFile suspect() {
        return suspects.get(suspects.size() - 1);
    }

    /** The longest text of the file that the innermost possible message repeats. */
    private Place place(List<String> messages) {
        List<String> innermostFirst = new ArrayList<>(messages);
        Collections.reverse(innermostFirst);
        return innermostFirst.stream()
                .flatMap(message -> texts()
                        .filter(place ->
                                place.node().isTextual() && place.text().length() > 3)
                        .filter(place -> !NO_CODE.contains(place.key()) && message.contains(place.text()))
                        .max(Comparator.comparingInt(
                                (Place place) -> place.text().length()))
                        .stream())
                .findFirst()
                .orElse(suspect().root());
    }

    private static Optional<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }

    /** What it and its causes say, the outermost first. */
    static List<String> messages(Throwable thrown) {
        List<String> messages = new ArrayList<>();
        for (Throwable link = thrown; link != null && messages.size() < 20; link = link.getCause()) {
            messages.add(link.getMessage() == null ? link.getClass().getSimpleName() : link.getMessage());
        }
        return messages;
    }
}
