package io.tocsin.check;

import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A message file that asks for {@code incident.rule}, which was a field while an incident belonged to one rule: it would be empty
 * without a word.
 */
final class MessagesNameRules implements RouteRule {
    private static final Pattern FILE = Pattern.compile(".*\\.(jq|ftlh?|camel\\.yaml)");
    private static final Pattern OLD = Pattern.compile("\\bincident\\??\\.rule\\b");

    @Override
    public List<Finding> check(RouteFiles files) {
        List<Finding> findings = new ArrayList<>();
        for (Path folder : files.folders()) {
            for (String room : List.of("channels", "receivers")) {
                paths(folder.resolve(room)).forEach(path -> look(path, findings));
            }
        }
        return findings;
    }

    private static List<Path> paths(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> FILE.matcher(path.toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException unlistable) {
            throw new UncheckedIOException(unlistable);
        }
    }

    private static void look(Path path, List<Finding> findings) {
        String[] lines;
        try {
            lines = FileText.read(path).content().split("\n", -1);
        } catch (InvalidFileException unreadable) {
            return; // told by whoever has to read it
        }
        for (int i = 0; i < lines.length; i++) {
            if (OLD.matcher(lines[i]).find()) {
                findings.add(new Finding(
                        path.toString(),
                        i + 1,
                        "the field `incident.rule`, which messages no longer have",
                        "`notice.rules`, the list of rules through which this reader is notified",
                        "write `.notice.rules | join(\", \")` in jq, `${notice.rules?join(\", \")}` in FreeMarker"));
            }
        }
    }
}
