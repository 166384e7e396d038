package io.tocsin.check;

import io.tocsin.files.Finding;
import io.tocsin.files.secret.SecretParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A default for a secret: whoever forgets the variable would sign, or be let in, with a key that everybody can read. An
 * empty default says that there is none, and stays. Within a URI {@code RAW(...)} is where a secret stands.
 */
final class SecretsHaveNoDefault implements RouteRule {
    /** The source, the name in it, and a default that is not empty; a file's path has no colon. */
    private static final Pattern WITH_DEFAULT = Pattern.compile(
            "\\{\\{\\??(?:(env|file|aws|aws-parameter):|(?!(?:env|file|aws|aws-parameter):))([^{}:]+):([^{}]+)}}");

    @Override
    public List<Finding> check(RouteFiles files) {
        List<Finding> findings = new ArrayList<>();
        for (RouteFile file : files.files()) {
            file.places().stream().filter(place -> place.node().isTextual()).forEach(place -> check(place, findings));
            file.templates().forEach(template -> check(template, findings));
        }
        return findings;
    }

    private static void check(Place place, List<Finding> findings) {
        Matcher matcher = WITH_DEFAULT.matcher(place.text());
        while (matcher.find()) {
            Optional<String> source = Optional.ofNullable(matcher.group(1));
            boolean kept = source.filter("aws"::equals).isPresent();
            boolean raw = place.text().substring(0, matcher.start()).endsWith("RAW(");
            boolean secret = kept || raw || SecretParameters.isNamedSo(matcher.group(2)) || isSecretParameter(place);
            if (secret) {
                String name = source.map(word -> word + ":").orElse("") + matcher.group(2);
                findings.add(place.finding(
                        "a default for the secret `{{" + name + "}}`",
                        "none: whoever forgets to set it would use a secret that everybody can read",
                        "write {{" + name + "}}"));
            }
        }
    }

    /** The value of a secret parameter of an instance. */
    private static boolean isSecretParameter(Place place) {
        Place parameter = place.parent();
        Place instance = parameter.parent().parent();
        return place.key().equals("value")
                && instance.key().equals("templatedRoute")
                && SecretParameters.contains(
                        instance.at("routeTemplateRef").text(),
                        parameter.at("name").text());
    }

    private static void check(RouteText template, List<Finding> findings) {
        for (Place parameter : template.head().at("parameters").elements()) {
            String name = parameter.at("name").text();
            Place value = parameter.at("defaultValue");
            if (SecretParameters.contains(template.id(), name)
                    && !value.text().isBlank()
                    && !value.text().contains("{{")) {
                findings.add(value.finding(
                        "a default for the secret parameter `" + name + "`",
                        "none: whoever forgets to give it would use a secret that everybody can read",
                        "write `required: true` in its place, or `defaultValue: \"\"`"));
            }
        }
    }
}
