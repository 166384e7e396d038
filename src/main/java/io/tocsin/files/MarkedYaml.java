package io.tocsin.files;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** A YAML file as JSON that still knows on which line each of its values stands. */
public final class MarkedYaml {
    private static final int SHOWN = 200;

    private final String file;
    private final JsonNode json;
    private final Map<JsonPointer, Integer> lines;

    private MarkedYaml(String file, MarkedNodes nodes, Node root) {
        this.file = file;
        this.json = nodes.json(root);
        this.lines = nodes.lines();
    }

    /**
     * Reads one document of YAML 1.2.
     *
     * @param file its name, for findings
     * @param text its content
     * @throws InvalidFileException if it is empty, is not YAML, is over {@link FileLimits}, or has duplicate keys or aliases
     */
    public static MarkedYaml read(String file, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setUseMarks(true)
                .setCodePointLimit(FileLimits.BYTES)
                // In pieces, a long value would be copied anew for each of them: minutes for five megabytes.
                .setBufferSize(Math.max(1, text.length()))
                .build();
        try {
            Optional<Node> root = new Composer(settings, new BoundedParser(file, settings, text)).getSingleNode();
            MarkedNodes nodes = new MarkedNodes(file);
            MarkedYaml yaml = new MarkedYaml(
                    file,
                    nodes,
                    root.orElseThrow(() ->
                            refusal(file, 0, "an empty file", "a YAML document", "add to it, or remove the file")));
            if (!nodes.findings().isEmpty()) {
                throw new InvalidFileException(nodes.findings());
            }
            return yaml;
        } catch (MarkedYamlEngineException broken) {
            throw new InvalidFileException(List.of(broken(file, broken)));
        } catch (YamlEngineException broken) {
            throw refusal(file, 0, broken.getMessage(), "YAML", "save the file as one YAML document in UTF-8");
        }
    }

    /** The file's name. */
    public String file() {
        return file;
    }

    /** The content; do not change it. */
    public JsonNode json() {
        return json;
    }

    /** What stands at this place, for a finding: JSON, cut where it is long. */
    public String shown(JsonPointer where) {
        String text = json.at(where).toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /** The 1-based line of the value at this place, or of the nearest place around it that exists. */
    public int line(JsonPointer where) {
        for (JsonPointer at = where; at != null; at = at.head()) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
        }
        return 0;
    }

    /**
     * Whether something was found in an element of a list, so that it cannot be used while its neighbours can.
     *
     * @param list the place of the list
     * @param index the element
     * @param findings what was found in this file
     */
    public boolean isSpoilt(JsonPointer list, int index, List<Finding> findings) {
        int begin = line(list.appendIndex(index));
        JsonPointer next = list.appendIndex(index + 1);
        int end = lines.containsKey(next) ? Math.max(begin, line(next) - 1) : Integer.MAX_VALUE;
        return findings.stream().anyMatch(finding -> finding.line() >= begin && finding.line() <= end);
    }

    /** A finding at the line of this place. */
    public Finding finding(JsonPointer where, String found, String expected, String fix) {
        return new Finding(file, line(where), found, expected, fix);
    }

    private static Finding broken(String file, MarkedYamlEngineException broken) {
        int line = broken.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
        YamlWords words = YamlWords.of(broken.getProblem());
        return new Finding(file, line, words.found(), words.expected(), words.fix());
    }

    private static InvalidFileException refusal(String file, int line, String found, String expected, String fix) {
        return new InvalidFileException(List.of(new Finding(file, line, found, expected, fix)));
    }
}
