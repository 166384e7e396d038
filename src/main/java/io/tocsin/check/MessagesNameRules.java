package io.tocsin.check;

import io.tocsin.files.FileSet;
import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
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
    private static final List<String> ENDINGS = List.of(".jq", ".ftl", ".ftlh", ".camel.yaml");
    private static final Pattern OLD = Pattern.compile("\\bincident\\??\\.rule\\b");

    @Override
    public List<Finding> check(RouteFiles files) {
        List<Path> folders = files.folders().stream()
                .flatMap(folder -> Stream.of(folder.resolve("channels"), folder.resolve("receivers")))
                .toList();
        List<Finding> findings = new ArrayList<>();
        new FileSet(folders, ENDINGS).paths().forEach(path -> look(path, findings));
        return findings;
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
