package io.tocsin.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.alert.AlertReader;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Blank;
import io.tocsin.model.alert.Episode;
import io.tocsin.model.alert.InvalidAlertException;
import io.tocsin.model.alert.NamedFields;
import io.tocsin.model.event.Event;
import io.tocsin.model.mapping.JqProgram.JqException;
import io.tocsin.model.mapping.MapResult.BadAlert;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.pattern.PatternIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** All mappings, compiled. Immutable and safe for use by many threads. */
public final class Mappings {
    /** The variables that each run of a jq file has. */
    static final Set<String> VARIABLES = Set.of("source", "received_at", "headers", "properties");

    private final List<Compiled> mappings;
    private final PatternIndex<Compiled> byContent;
    private final PatternIndex<Compiled> byHeaders;
    private final AlertReader reader;
    private final Optional<Duration> staleAfter;
    private final JsonNode properties;
    private final String version;
    private final Set<String> propertiesRead;

    /** Found by identity: equality of what a mapping says would be asked for each event, of all its parts. */
    private static final class Compiled {
        private final Mapping mapping;
        private final JqProgram program;

        private Compiled(Mapping mapping, JqProgram program) {
            this.mapping = mapping;
            this.program = program;
        }

        private Mapping mapping() {
            return mapping;
        }
    }

    Mappings(
            Map<Mapping, JqProgram> programs,
            AlertReader reader,
            Optional<Duration> staleAfter,
            Map<String, String> properties,
            Set<String> propertiesRead,
            String version) {
        this.mappings = programs.entrySet().stream()
                .map(entry -> new Compiled(entry.getKey(), entry.getValue()))
                .toList();
        this.reader = reader;
        this.staleAfter = staleAfter;
        this.properties = object(properties);
        this.propertiesRead = Set.copyOf(propertiesRead);
        this.version = version;
        this.byContent = index(Mapping::when);
        this.byHeaders = index(Mapping::headers);
    }

    private PatternIndex<Compiled> index(Function<Mapping, Optional<EventPattern>> pattern) {
        Map<Compiled, EventPattern> patterns = new LinkedHashMap<>();
        mappings.forEach(
                compiled -> pattern.apply(compiled.mapping).ifPresent(wanted -> patterns.put(compiled, wanted)));
        return new PatternIndex<>(patterns);
    }

    /** What the event means, by the first mapping that takes it. Never throws for anything an event holds. */
    public MapResult map(Payload given) {
        return map(given, () -> NamedFields.NONE);
    }

    /**
     * The same.
     *
     * @param named the labels and annotations that are kept first, where an alert has too many
     */
    public MapResult map(Payload given, Supplier<NamedFields> named) {
        Payload payload = given.inKnownForm();
        return first(payload)
                .map(compiled -> run(compiled.mapping, compiled.program, payload, named))
                .orElseGet(() -> new MapResult.Unmapped(whyUnmapped(payload)));
    }

    private Optional<Compiled> first(Payload payload) {
        if (!payload.content().isObject()) {
            return Optional.empty();
        }
        Set<Compiled> contentFits = new HashSet<>(byContent.match(payload.content()));
        Set<Compiled> headersFit = new HashSet<>(byHeaders.match(object(payload.headers())));
        return mappings.stream()
                .filter(compiled -> compiled.mapping.when().isEmpty() || contentFits.contains(compiled))
                .filter(compiled -> compiled.mapping.headers().isEmpty() || headersFit.contains(compiled))
                .filter(compiled -> compiled.mapping.takesFrom(payload.source()))
                .findFirst();
    }

    /**
     * What is made of an alert that is said as a mapping says one: as if a mapping without a word about ends had made it.
     *
     * @param output the alert, with the fields that mappings give it
     * @param source the hub's source that is taken to have told it
     * @param at when
     */
    public MapResult said(JsonNode output, String source, Instant at) {
        try {
            return new MapResult.Mapped("", List.of(reader.read(output, source, at)), List.of());
        } catch (InvalidAlertException invalid) {
            return new MapResult.Unmapped(invalid.getMessage());
        }
    }

    /** What one mapping makes of the payload, whether or not it would take it. */
    MapResult mapBy(Mapping mapping, Payload payload) {
        return mappings.stream()
                .filter(compiled -> compiled.mapping.equals(mapping))
                .findFirst()
                .map(compiled -> run(compiled.mapping, compiled.program, payload, () -> NamedFields.NONE))
                .orElseThrow(() -> new IllegalArgumentException(mapping.name()));
    }

    /** What the jq file of one mapping makes of the payload, before it is read as alerts; empty where it fails. */
    List<JsonNode> outputs(Mapping mapping, Payload payload) {
        return mappings.stream()
                .filter(compiled -> compiled.mapping.equals(mapping))
                .findFirst()
                .map(compiled -> {
                    try {
                        return compiled.program.run(payload.content(), payload.size(), variables(payload));
                    } catch (JqException failed) {
                        return List.<JsonNode>of();
                    }
                })
                .orElse(List.of());
    }

    /** All mappings in order. */
    public List<Mapping> all() {
        return mappings.stream().map(Compiled::mapping).toList();
    }

    /** The names below {@code mapping.} that mappings and their jq files read from the hub's settings. */
    public Set<String> propertiesRead() {
        return propertiesRead;
    }

    /** A short hash of the files' content. */
    public String version() {
        return version;
    }

    private Map<String, JsonNode> variables(Payload payload) {
        return Map.of(
                "source", TextNode.valueOf(payload.source()),
                "received_at", TextNode.valueOf(payload.receivedAt().toString()),
                "headers", object(payload.headers()),
                "properties", properties);
    }

    private MapResult run(Mapping mapping, JqProgram program, Payload payload, Supplier<NamedFields> named) {
        try {
            return read(mapping, program.run(payload.content(), payload.size(), variables(payload)), payload, named);
        } catch (JqException failed) {
            return new MapResult.Failed(mapping.name(), mapping.jq().getFileName() + ": " + failed.getMessage());
        }
    }

    private MapResult read(Mapping mapping, List<JsonNode> outputs, Payload payload, Supplier<NamedFields> named) {
        List<Alert> alerts = new ArrayList<>();
        List<BadAlert> bad = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            try {
                refuse(outputs.get(i));
                alerts.add(alert(mapping, outputs.get(i), payload, named));
            } catch (InvalidAlertException invalid) {
                bad.add(new BadAlert(i, invalid.getMessage()));
            }
        }
        return new MapResult.Mapped(mapping.name(), alerts, bad);
    }

    private Alert alert(Mapping mapping, JsonNode output, Payload payload, Supplier<NamedFields> named) {
        Alert alert = reader.read(output, payload.source(), payload.receivedAt(), named)
                .from(origin(output, payload.source()), identity(mapping, output, payload))
                .ending(mapping.resolveAfter(), staleAfter.filter(time -> !ends(mapping, output)));
        return mapping.episodes() ? alert.during(episode(output, alert.status())) : alert;
    }

    /** A payload may say itself whether its sender tells an end: that of a general mapping does. */
    private static boolean ends(Mapping mapping, JsonNode output) {
        return output.path("ends").asBoolean(mapping.ends());
    }

    private static Episode episode(JsonNode output, AlertStatus status) {
        return new Episode(
                AlertReader.time(output.path("startsAt")),
                status == AlertStatus.FIRING ? Optional.empty() : AlertReader.time(output.path("endsAt")));
    }

    /** What is unique in the world is the fingerprint that the mapping gives; without one a hash stands in, which is not. */
    private static String identity(Mapping mapping, JsonNode output, Payload payload) {
        boolean given = !Blank.is(output.path("fingerprint"));
        return mapping.global() && given ? AlertKey.GLOBAL : payload.identity();
    }

    /** What the hub itself says of an alert is said of the source that told it; nobody else can speak for another source. */
    private static String origin(JsonNode output, String source) {
        return source.equals(Event.HUB) ? output.path("origin").asText(source) : source;
    }

    /** A mapping may say itself, in {@code refused}, why one of its outputs is no alert. */
    private static void refuse(JsonNode output) {
        String reason = output.path("refused").textValue();
        if (reason != null) {
            throw new InvalidAlertException("$", reason);
        }
    }

    private String whyUnmapped(Payload payload) {
        if (!payload.content().isObject()) {
            return "the payload is " + payload.content().getNodeType().name().toLowerCase(Locale.ROOT)
                    + ", and mappings take JSON objects";
        }
        List<String> fields = new ArrayList<>();
        payload.content().fieldNames().forEachRemaining(fields::add);
        String shown = fields.stream().limit(8).map(Mappings::shown).collect(Collectors.joining(", "))
                + (fields.size() > 8 ? ", ..." : "");
        return "no mapping takes it from source `" + payload.source() + "`: an object "
                + (fields.isEmpty() ? "without fields" : "with the fields " + shown) + " (" + mappings.size()
                + " mappings were asked); send a `title`, `summary` or `message` in it, or add a mapping for it"
                + " (docs/mappings.md)";
    }

    private static String shown(String field) {
        return field.length() <= 40 ? field : field.substring(0, 39) + "…";
    }

    private static JsonNode object(Map<String, String> strings) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        strings.forEach(object::put);
        return object;
    }
}
