package io.tocsin.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code {{...}}} stands for, as far as it can be known without asking anybody: properties, environment variables and
 * files.
 */
final class PlaceholderValues {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^{}]+)}}");

    private final Properties properties;

    PlaceholderValues(Properties properties) {
        this.properties = properties;
    }

    /** The text with its placeholders replaced; empty where one stands for something that is not known here. */
    Optional<String> resolved(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder whole = new StringBuilder();
        while (matcher.find()) {
            Optional<String> value = value(matcher.group(1).strip());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            matcher.appendReplacement(whole, Matcher.quoteReplacement(value.get()));
        }
        return Optional.of(matcher.appendTail(whole).toString());
    }

    private Optional<String> value(String placeholder) {
        String[] parts = placeholder.split(":", 2);
        return switch (parts[0]) {
            case "env" -> orDefault(parts[1], name -> Optional.ofNullable(System.getenv(name)));
            case "file" -> orDefault(parts[1], PlaceholderValues::content);
            case "aws", "aws-parameter", "lane" -> Optional.empty();
            default -> orDefault(placeholder, name -> Optional.ofNullable(properties.getProperty(name)));
        };
    }

    private interface Source {
        Optional<String> of(String name);
    }

    private static Optional<String> orDefault(String nameAndDefault, Source source) {
        String[] parts = nameAndDefault.split(":", 2);
        return source.of(parts[0]).or(() -> parts.length < 2 ? Optional.empty() : Optional.of(parts[1]));
    }

    private static Optional<String> content(String path) {
        try {
            return Optional.of(Files.readString(Path.of(path)).stripTrailing());
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty(); // told where it is asked for
        }
    }
}
