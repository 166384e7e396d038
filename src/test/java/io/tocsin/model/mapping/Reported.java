package io.tocsin.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.event.Envelope;
import io.tocsin.model.event.KeptHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Payloads that people reported as got wrong, as they arrive. */
final class Reported {
    private static final Path FOLDER = Path.of("src/test/resources/reported");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant RECEIVED = Instant.parse("2026-11-29T10:40:00Z");

    private Reported() {}

    static ObjectNode json(String file) {
        try {
            return (ObjectNode) JSON.readTree(Files.readString(FOLDER.resolve(file + ".json")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Alert alert(String file) {
        return alert(json(file));
    }

    static Alert alert(String file, Map<String, String> headers) {
        return one(new Payload(json(file), "shop", headers, RECEIVED));
    }

    static Alert alert(JsonNode payload) {
        return one(new Payload(payload, "shop", RECEIVED));
    }

    static Alert posted(String json, Object... values) {
        try {
            return alert(JSON.readTree((values.length == 0 ? json : String.format(json, values)).replace('\'', '"')));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Of an envelope what is inside, as a queue takes it out. */
    static Alert inside(JsonNode envelope) {
        var drafts = new Envelope().unwrap("shop", "m-1", envelope.toString());
        try {
            JsonNode content = JSON.readTree(new String(drafts.get(0).body(), StandardCharsets.UTF_8));
            return one(new Payload(content, "shop", KeptHeaders.of(drafts.get(0).attributes()), RECEIVED));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static MapResult map(JsonNode payload) {
        return SenderSamples.MAPPINGS.map(new Payload(payload, "shop", RECEIVED));
    }

    private static Alert one(Payload payload) {
        MapResult result = SenderSamples.MAPPINGS.map(payload);
        if (result instanceof MapResult.Mapped mapped
                && mapped.alerts().size() == 1
                && mapped.bad().isEmpty()) {
            return mapped.alerts().get(0);
        }
        throw new AssertionError("no single alert: " + result);
    }

    static List<String> fingerprints(Alert... alerts) {
        return Arrays.stream(alerts).map(Alert::fingerprint).distinct().toList();
    }
}
