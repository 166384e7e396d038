package io.tocsin.pipeline.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.NearestWord;
import io.tocsin.model.mapping.MappingSamples;
import io.tocsin.model.mapping.Payload;
import io.tocsin.model.time.Span;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of a file that says what happens: when, and a payload, an alert, or what somebody does.
 *
 * @param start what times that are a length count from; empty where there is no such time
 * @param folder what the files of payloads are named from
 * @param samples reads those
 */
record Entry(Optional<Instant> start, Path folder, MappingSamples samples) {

    /** The source of what says none. */
    static final String SOURCE = "test";

    private static final List<String> FIELDS =
            List.of("at", "source", "body", "alert", "file", "headers", "identity", "acknowledge", "by");

    private static final List<String> KINDS = List.of("body", "alert", "file", "acknowledge");

    /** What an entry says. @throws WrongEntryException if it says nothing that can happen */
    Happening read(JsonNode json) throws WrongEntryException {
        if (!json.isObject()) {
            throw new WrongEntryException(
                    "",
                    shown(json),
                    "an object with `at` and one of body, alert, file, acknowledge",
                    "write for example {\"at\": \"2026-01-31T08:00:00Z\", \"source\": \"shop\", \"body\": {\"title\": \"...\"}}");
        }
        refuseOthers(json);
        List<String> said = new ArrayList<>();
        KINDS.stream().filter(json::has).forEach(said::add);
        if (said.size() != 1) {
            throw new WrongEntryException(
                    said.isEmpty() ? "" : said.get(1),
                    said.isEmpty() ? "none of " + String.join(", ", KINDS) : String.join(" and ", said),
                    "just one of them",
                    said.isEmpty()
                            ? "put the payload into `body`, or the alert into `alert`"
                            : "make an entry of each");
        }
        Instant at = at(json);
        return switch (said.get(0)) {
            case "body" -> event(at, json, json.path("body"));
            case "alert" -> new Happening.Said(at, json.path("source").asText(SOURCE), json.path("alert"));
            case "file" -> file(at, json);
            default ->
                new Happening.Acknowledged(
                        at, json.path("acknowledge").asText(), json.path("by").asText("somebody"));
        };
    }

    private static void refuseOthers(JsonNode json) throws WrongEntryException {
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw new WrongEntryException(
                        name,
                        "the unknown field `" + name + "`",
                        "one of " + String.join(", ", FIELDS),
                        NearestWord.of(name, FIELDS)
                                .map(word -> "did you mean `" + word + "`?")
                                .orElse("remove it"));
            }
        }
    }

    private Instant at(JsonNode json) throws WrongEntryException {
        return time(json.path("at").asText())
                .orElseThrow(() -> new WrongEntryException(
                        "at",
                        json.has("at") ? "at: " + shown(json.path("at")) : "no `at`",
                        start.isPresent()
                                ? "a length of time from the start such as 0s or 5m, or a time"
                                : "a time such as 2026-01-31T08:00:00Z",
                        "say when it happens"));
    }

    /** A time, or a length of time from the start. */
    Optional<Instant> time(String text) {
        Optional<Instant> later = start.flatMap(begin -> Span.read(text).map(begin::plus));
        return later.or(() -> instant(text));
    }

    /** A time with its offset from UTC. */
    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static Happening event(Instant at, JsonNode json, JsonNode body) {
        String source = json.path("source").asText(SOURCE);
        return new Happening.Event(
                at,
                source,
                json.path("identity").asText(source),
                headers(json),
                body,
                body.toString().length());
    }

    private Happening file(Instant at, JsonNode json) throws WrongEntryException {
        Path file = folder.resolve(json.path("file").asText());
        try {
            Payload payload = samples.payload(file, json.path("source").asText(SOURCE));
            String source = json.path("source").asText(payload.source());
            Map<String, String> headers = new HashMap<>(payload.headers());
            headers.putAll(headers(json));
            return new Happening.Event(
                    at,
                    source,
                    json.path("identity").asText(source),
                    headers,
                    payload.content(),
                    payload.content().toString().length());
        } catch (InvalidFileException unreadable) {
            throw new WrongEntryException(
                    "file",
                    "file: " + shown(json.path("file")) + ", "
                            + unreadable.findings().get(0).found(),
                    "a payload as JSON, named from the folder of this file",
                    "correct the name, or the file");
        }
    }

    private static Map<String, String> headers(JsonNode json) {
        Map<String, String> headers = new HashMap<>();
        json.path("headers")
                .fields()
                .forEachRemaining(field -> headers.put(
                        field.getKey().toLowerCase(Locale.ROOT),
                        field.getValue().asText()));
        return headers;
    }

    private static String shown(JsonNode json) {
        String text = json.toString();
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }
}
