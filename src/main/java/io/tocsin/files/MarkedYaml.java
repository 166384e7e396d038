package io.tocsin.files;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

    private final List<MarkedNodes.Slip> slips;

    private MarkedYaml(String file, JsonNode json, Map<JsonPointer, Integer> lines, List<MarkedNodes.Slip> slips) {
        this.file = file;
        this.json = json;
        this.lines = lines;
        this.slips = slips;
    }

    /**
     * Reads one document of YAML 1.2.
     *
     * @param file its name, for findings
     * @param text its content
     * @throws InvalidFileException if it is empty, is not YAML, is over {@link FileLimits}, or has duplicate keys or aliases
     */
    public static MarkedYaml read(String file, String text) {
        MarkedYaml yaml = readAll(file, text);
        if (!yaml.slips.isEmpty()) {
            throw new InvalidFileException(
                    yaml.slips.stream().map(MarkedNodes.Slip::finding).toList());
        }
        return yaml;
    }

    /**
     * The same, but that duplicate keys and aliases hide nothing of the rest: they are told by {@link SchemaCheck#check}.
     *
     * @throws InvalidFileException if it is empty, is not YAML or is over {@link FileLimits}
     */
    public static MarkedYaml readAll(String file, String text) {
        return read(file, text, false);
    }

    /**
     * Reads a file of another program, in which aliases and merge keys ({@code <<}) stand for what they name.
     *
     * @throws InvalidFileException if it is empty, is not YAML, is over {@link FileLimits}, has duplicate keys, or its aliases lead to
     *     too much
     */
    public static MarkedYaml readWithAliases(String file, String text) {
        MarkedYaml yaml = read(file, text, true);
        if (!yaml.slips.isEmpty()) {
            throw new InvalidFileException(
                    yaml.slips.stream().map(MarkedNodes.Slip::finding).toList());
        }
        return yaml;
    }

    private static MarkedYaml read(String file, String text, boolean allowsAliases) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setUseMarks(true)
                .setCodePointLimit(FileLimits.BYTES)
                // In pieces, a long value would be copied anew for each of them: minutes for five megabytes.
                .setBufferSize(Math.max(1, text.length()))
                .build();
        try {
            Node root = new Composer(settings, new BoundedParser(file, settings, text))
                    .getSingleNode()
                    .orElseThrow(() ->
                            refusal(file, 0, "an empty file", "a YAML document", "add to it, or remove the file"));
            MarkedNodes nodes = new MarkedNodes(file, allowsAliases);
            JsonNode json = nodes.json(root);
            return new MarkedYaml(file, json, nodes.lines(), nodes.slips());
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

    /** The places of the entries of a list, in order; none where no list stands. */
    public List<JsonPointer> entries(JsonPointer list) {
        JsonNode entries = json.at(list);
        return IntStream.range(0, entries.isArray() ? entries.size() : 0)
                .mapToObj(list::appendIndex)
                .toList();
    }

    /** What it has twice or by an alias. */
    List<MarkedNodes.Slip> slips() {
        return slips;
    }

    /** The same with fields under other names, each at its line. @param names the place of each, and its new name */
    MarkedYaml renamed(Map<JsonPointer, String> names) {
        JsonNode copy = json.deepCopy();
        Map<String, String> places = new HashMap<>();
        names.forEach((place, name) -> {
            ObjectNode parent = (ObjectNode) copy.at(place.head());
            parent.set(name, parent.remove(place.last().getMatchingProperty()));
            places.put(place.toString(), place.head().appendProperty(name).toString());
        });
        Map<JsonPointer, Integer> moved = new HashMap<>();
        lines.forEach((place, line) -> moved.put(moved(place, places), line));
        return new MarkedYaml(file, copy, moved, slips);
    }

    private static JsonPointer moved(JsonPointer place, Map<String, String> places) {
        for (JsonPointer at = place; at != null; at = at.head()) {
            String to = places.get(at.toString());
            if (to != null) {
                return JsonPointer.compile(
                        to + place.toString().substring(at.toString().length()));
            }
        }
        return place;
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
