package io.tocsin.app.hub;

import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A properties file that still knows on which line each of its properties stands.
 *
 * @param path the file; absent is as if empty
 * @param properties what it says
 * @param lines the 1-based line of each property; the last one's where it stands there twice
 * @param repeated what is said twice
 */
record SettingsFile(Path path, Properties properties, Map<String, Integer> lines, List<Finding> repeated) {

    /** @throws InvalidFileException if it is there and cannot be read */
    static SettingsFile read(Path path) {
        SettingsFile file = new SettingsFile(path, new Properties(), new LinkedHashMap<>(), new ArrayList<>());
        if (Files.exists(path)) {
            try {
                file.take(Files.readAllLines(path));
            } catch (IOException | IllegalArgumentException e) {
                throw new InvalidFileException(List.of(new Finding(
                        path.toString(),
                        0,
                        "a file that cannot be read: " + e.getMessage(),
                        "a properties file in UTF-8",
                        "correct it, or let the hub's user read it")));
            }
        }
        return file;
    }

    /** A finding at the line of a property. */
    Finding finding(String key, String found, String expected, String fix) {
        return new Finding(path.toString(), lines.getOrDefault(key, 0), found, expected, fix);
    }

    /** Line by line, since {@link Properties} forgets them; a line may go on in the next one. */
    private void take(List<String> text) throws IOException {
        StringBuilder logical = new StringBuilder();
        int begin = 0;
        for (int i = 0; i < text.size(); i++) {
            if (logical.isEmpty()) {
                begin = i + 1;
            }
            logical.append(text.get(i)).append('\n');
            if (!goesOn(logical)) {
                take(logical.toString(), begin);
                logical.setLength(0);
            }
        }
        take(logical.toString(), begin);
    }

    private static boolean goesOn(CharSequence logical) {
        String line = logical.toString().stripLeading();
        boolean comment = line.startsWith("#") || line.startsWith("!");
        int slashes = 0;
        for (int at = line.length() - 2; at >= 0 && line.charAt(at) == '\\'; at--) {
            slashes++;
        }
        return !comment && slashes % 2 == 1;
    }

    private void take(String logical, int line) throws IOException {
        Properties one = new Properties();
        one.load(new StringReader(logical));
        for (String key : one.stringPropertyNames()) {
            Integer before = lines.put(key, line);
            if (before != null) {
                repeated.add(finding(
                        key,
                        "`" + key + "` a second time",
                        "each property once: of two the last one counts",
                        "remove one of the two (the first is on line " + before + ")"));
            }
            properties.setProperty(key, one.getProperty(key));
        }
    }
}
