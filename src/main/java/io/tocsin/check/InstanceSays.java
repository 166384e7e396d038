package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Turns what Camel, or a part of ours, throws while it makes an instance of a template into a finding at the instance: its
 * template can be made, so that what is wrong is a value of the instance's own file.
 */
final class InstanceSays {
    private static final int SHOWN = 80;
    private static final int REASON = 160;
    private static final Pattern NO_NUMBER =
            Pattern.compile("(?:For input string|NumberFormatException|Cannot convert|Error binding).*");

    private final RouteFiles files;
    private final RouteFile file;
    private final Receiver instance;
    private final RouteText template;

    InstanceSays(RouteFiles files, RouteFile file, Receiver instance, RouteText template) {
        this.files = files;
        this.file = file;
        this.instance = instance;
        this.template = template;
    }

    /**
     * What is wrong.
     *
     * @param replaced parameters whose own values were not used, so that they are not to blame
     */
    Finding finding(Throwable thrown, Set<String> replaced) {
        List<String> messages = CamelSays.messages(thrown);
        String all = String.join("\n", messages);
        Optional<Finding> told = UnsetPlaceholder.key(all)
                .flatMap(this::unset)
                .or(() -> RefusedValue.finding(instance.place(), messages))
                .or(() -> CamelSays.isAboutJq(all)
                        ? Optional.of(new CamelSays(files, suspects()).finding(thrown))
                        : Optional.empty())
                .or(() -> badScheme(all, replaced).map(name -> refused(name, List.of(""))))
                .or(() -> blamed(messages, replaced).map(name -> refused(name, messages)));
        return told.orElseGet(() -> instance.place()
                .finding(
                        "what its template `" + instance.template() + "` cannot work with: " + reason(messages),
                        "values that fit",
                        "look at the values below `parameters:`"));
    }

    /** The parameter that is given at a line; empty for any other line. */
    Optional<String> parameterAt(int line) {
        return instance.parameters().keySet().stream()
                .filter(name -> {
                    Place value = instance.parameter(name);
                    return !value.where().equals(instance.place().where())
                            && value.yaml().line(value.where()) == line;
                })
                .findFirst();
    }

    private Optional<Finding> unset(String key) {
        return instance.place().all().anyMatch(place -> place.text().contains("{{" + key))
                ? Optional.of(UnsetPlaceholder.finding(List.of(file), key))
                : Optional.empty();
    }

    /** The parameter whose value the innermost possible message repeats. */
    private Optional<String> blamed(List<String> messages, Set<String> replaced) {
        PlaceholderValues values = new PlaceholderValues(files.properties());
        List<String> innermostFirst = new ArrayList<>(messages);
        Collections.reverse(innermostFirst);
        return innermostFirst.stream()
                .flatMap(message -> instance.parameters().keySet().stream()
                        .filter(name -> !name.equals("receiver") && !replaced.contains(name))
                        .filter(name -> repeats(message, name, values))
                        .max(Comparator.comparingInt(
                                name -> instance.parameters().get(name).length()))
                        .stream())
                .findFirst();
    }

    /** Camel takes what stands before the first colon of an endpoint for a component: the value begins with it. */
    private Optional<String> badScheme(String all, Set<String> replaced) {
        PlaceholderValues values = new PlaceholderValues(files.properties());
        return CamelSays.unknownComponent(all).flatMap(scheme -> instance.parameters().keySet().stream()
                .filter(name -> !replaced.contains(name))
                .filter(name -> values.resolved(instance.parameters().get(name))
                        .orElse("")
                        .strip()
                        .startsWith(scheme))
                .findFirst());
    }

    private boolean repeats(String message, String name, PlaceholderValues values) {
        String text = instance.parameters().get(name);
        String value = values.resolved(text).orElse(text).strip();
        return !value.isEmpty()
                && Pattern.compile("(?<!\\w)" + Pattern.quote(value) + "(?!\\w)")
                        .matcher(message)
                        .find();
    }

    private Finding refused(String name, List<String> messages) {
        String reason = reason(messages);
        boolean ofNumber = NO_NUMBER.matcher(reason).lookingAt();
        String why = ofNumber || reason.isBlank() ? "" : ": " + reason;
        return instance.parameter(name)
                .finding(
                        "`" + name + "` is `" + shown(name) + "`" + why,
                        ParameterWords.of(template, name).expected(),
                        "correct this value");
    }

    private String shown(String name) {
        String text = instance.parameters().get(name);
        if (SecretPlace.is(instance, name) && !text.contains("{{")) {
            return "***";
        }
        return cut(Redaction.of(files).of(text.replaceAll("\\s+", " ").strip()), SHOWN);
    }

    private String reason(List<String> messages) {
        String last = messages.get(messages.size() - 1);
        return cut(Redaction.of(files).of(last).replaceAll("\\s+", " ").strip(), REASON);
    }

    private List<RouteFile> suspects() {
        return Stream.concat(Stream.of(file), files.files().stream().filter(other -> other.name()
                        .equals(template.head().yaml().file())))
                .distinct()
                .toList();
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
