package io.tocsin.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A jq file or template that an instance names by a parameter of its own, in place of its template's default.
 *
 * @param instance who names it
 * @param parameter by which parameter
 * @param name the file, relative to a route folder
 */
record ChosenFile(Receiver instance, String parameter, String name) {
    private static final Pattern PARAMETER = Pattern.compile("\\{\\{(\\w+)}}");

    /** Those of all instances of a template; a value that is itself a placeholder is left to the start. */
    static List<ChosenFile> of(RouteFiles files, RouteText template) {
        List<String> texts = template.head()
                .all()
                .flatMap(place -> NamedFilesExist.file(place).stream())
                .filter(text -> PARAMETER.matcher(text).find())
                .distinct()
                .toList();
        return files.instances()
                .filter(instance -> instance.template().equals(template.id()))
                .flatMap(instance -> texts.stream().flatMap(text -> chosen(instance, template, text).stream()))
                .toList();
    }

    private static Optional<ChosenFile> chosen(Receiver instance, RouteText template, String text) {
        Set<String> names = PARAMETER
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        String resolved = PARAMETER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        Optional.ofNullable(instance.parameters().get(found.group(1)))
                                .orElseGet(() -> byDefault(template, found.group(1)))));
        return names.stream()
                .filter(name -> instance.parameters().containsKey(name))
                .filter(name -> !instance.parameters().get(name).equals(byDefault(template, name)))
                .findFirst()
                .filter(name -> !resolved.contains("{{"))
                .map(name -> new ChosenFile(instance, name, resolved));
    }

    private static String byDefault(RouteText template, String parameter) {
        return Stream.of(template.head().at("parameters"))
                .flatMap(parameters -> parameters.elements().stream())
                .filter(entry -> entry.at("name").text().equals(parameter))
                .map(entry -> entry.at("defaultValue").text())
                .findFirst()
                .orElse("");
    }

    /** Where the instance names it. */
    Place place() {
        return instance.parameter(parameter);
    }
}
