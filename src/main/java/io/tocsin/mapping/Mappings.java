package io.tocsin.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertReader;
import io.tocsin.alert.InvalidAlertException;
import io.tocsin.mapping.JqProgram.JqException;
import io.tocsin.mapping.MapResult.BadAlert;
import io.tocsin.pattern.EventPattern;
import io.tocsin.pattern.PatternIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All mappings, compiled. Immutable and safe for use by many threads. */
public final class Mappings {
    private final List<Compiled> mappings;
    private final PatternIndex<Compiled> index;
    private final AlertReader reader;
    private final String version;

    private record Compiled(Mapping mapping, JqProgram program) {}

    Mappings(Map<Mapping, JqProgram> programs, AlertReader reader, String version) {
        this.mappings = programs.entrySet().stream()
                .map(entry -> new Compiled(entry.getKey(), entry.getValue()))
                .toList();
        this.reader = reader;
        this.version = version;
        Map<Compiled, EventPattern> patterns = new LinkedHashMap<>();
        mappings.forEach(compiled -> patterns.put(compiled, compiled.mapping.when()));
        this.index = new PatternIndex<>(patterns);
    }

    /**
     * What the event means, by the first mapping that takes it. Never throws for anything an event holds.
     *
     * @param payload the event's JSON
     * @param source the name of the hub's source; {@code $source} in jq, and the source of alerts that name none
     * @param receivedAt when it came in; {@code $received_at} in jq, and the begin of alerts that name none
     */
    public MapResult map(JsonNode payload, String source, Instant receivedAt) {
        Optional<Compiled> first = index.match(payload).stream()
                .filter(compiled -> compiled.mapping.takesFrom(source))
                .findFirst();
        return first.map(compiled -> run(compiled.mapping, compiled.program, payload, source, receivedAt))
                .orElseGet(() -> new MapResult.Unmapped(whyUnmapped(payload, source)));
    }

    /** All mappings in order. */
    public List<Mapping> all() {
        return mappings.stream().map(Compiled::mapping).toList();
    }

    /** A short hash of the files' content. */
    public String version() {
        return version;
    }

    private MapResult run(Mapping mapping, JqProgram program, JsonNode payload, String source, Instant receivedAt) {
        try {
            Map<String, String> variables = Map.of("source", source, "received_at", receivedAt.toString());
            return read(mapping, program.run(payload, variables), source, receivedAt);
        } catch (JqException failed) {
            return new MapResult.Failed(mapping.name(), mapping.jq().getFileName() + ": " + failed.getMessage());
        }
    }

    private MapResult read(Mapping mapping, List<JsonNode> outputs, String source, Instant receivedAt) {
        List<Alert> alerts = new ArrayList<>();
        List<BadAlert> bad = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            try {
                alerts.add(reader.read(outputs.get(i), source, receivedAt));
            } catch (InvalidAlertException invalid) {
                bad.add(new BadAlert(i, invalid.getMessage()));
            }
        }
        return new MapResult.Mapped(mapping.name(), alerts, bad);
    }

    private String whyUnmapped(JsonNode payload, String source) {
        if (!payload.isObject()) {
            return "the payload is " + payload.getNodeType().name().toLowerCase(Locale.ROOT)
                    + ", and mappings take JSON objects";
        }
        List<String> names =
                mappings.stream().map(compiled -> compiled.mapping.name()).toList();
        return "no mapping takes it from source `" + source + "`: none of the patterns of " + String.join(", ", names)
                + " fits";
    }
}
