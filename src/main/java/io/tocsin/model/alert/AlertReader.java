package io.tocsin.model.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads the alert that a mapping produced: fills in what it left out, translates the senders' words, and cuts what is too
 * long with a mark. Only what says nothing at all is refused; a time or a link that makes no sense is left out, because
 * losing the alert would be worse.
 *
 * @param defaultSeverity the severity of an alert without one, or with a word that nobody knows
 * @param severityWords what senders' words mean. The word of an alert that is not among them is shown in its annotation
 *     {@value #UNKNOWN_SEVERITY}
 */
public record AlertReader(Severity defaultSeverity, SeverityWords severityWords) {
    /** The annotation that holds a severity as its sender wrote it, where its meaning is not known. */
    public static final String UNKNOWN_SEVERITY = "severity_as_sent";

    /** The longest for which an alert may go on without being told again. */
    public static final Duration LONGEST_SILENCE = Duration.ofDays(7);

    /** The fields that it reads; any other is without effect. */
    public static final Set<String> FIELDS = Set.of(
            "fingerprint",
            "status",
            "severity",
            "title",
            "description",
            "source",
            "labels",
            "annotations",
            "links",
            "value",
            "threshold",
            "startsAt",
            "endsAt",
            "toldAt",
            "resolveAfter",
            "ends",
            "subject");

    static final int TITLE = 300;
    static final int DESCRIPTION = 16_384;
    static final int SOURCE = 100;
    static final int NAME = 100;
    static final int MEASURE = 100;
    static final int HREF = 2_000;
    static final int LINKS = 64;

    /**
     * @param json what the mapping produced
     * @param source the hub's source that told it, and its identity until another is given; the alert's own where the mapping names none
     * @param receivedAt when the event came in: the begin (or end) of an alert without one
     * @throws InvalidAlertException if it is not an object, or has nothing that could be its title
     */
    public Alert read(JsonNode json, String source, Instant receivedAt) {
        return read(json, source, receivedAt, () -> NamedFields.NONE);
    }

    /**
     * The same.
     *
     * @param named the labels and annotations that are kept first; asked for only where there are too many
     */
    public Alert read(JsonNode json, String source, Instant receivedAt, Supplier<NamedFields> named) {
        if (!json.isObject()) {
            throw new InvalidAlertException(
                    "$",
                    "found " + json.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
                            + ", expected an alert object");
        }
        String from = text(json, "source")
                .map(found -> Text.line(found, SOURCE))
                .filter(found -> !found.isEmpty())
                .orElse(source);
        Map<String, String> annotations = new LinkedHashMap<>();
        Entries.Read read = Entries.LABELS
                .read(json.path("labels"), () -> named.get().labels())
                .cutInto(annotations);
        Map<String, String> labels = read.kept();
        annotations.putAll(Entries.ANNOTATIONS
                .read(json.path("annotations"), () -> named.get().annotations())
                .cutInto(annotations)
                .kept());
        Optional<String> severity = text(json, "severity");
        severity.filter(word -> severityWords.meaning(word).isEmpty() && !StatusWords.isEnd(word))
                .ifPresent(word -> annotations.put(UNKNOWN_SEVERITY, Text.line(word, NAME)));
        AlertStatus status = text(json, "status")
                .map(StatusWords::meaning)
                .or(() -> severity.map(StatusWords::ofSeverity))
                .orElse(AlertStatus.FIRING);
        Headline headline = Headline.of(json, labels);
        String title = headline.title();
        Optional<Instant> end = end(json.path("endsAt"), status, receivedAt);
        return new Alert(
                text(json, "fingerprint")
                        .map(Fingerprint::fitting)
                        .filter(found -> !found.isEmpty())
                        .orElseGet(() -> fingerprint(json.path("subject"), from, title, read.all())),
                status,
                severity.flatMap(severityWords::meaning).orElse(defaultSeverity),
                title,
                text(json, "description")
                        .or(headline::whole)
                        .map(found -> Text.block(found, DESCRIPTION))
                        .orElse(""),
                from,
                labels,
                annotations,
                links(json.path("links")),
                text(json, "value").map(found -> Text.line(found, MEASURE)),
                text(json, "threshold").map(found -> Text.line(found, MEASURE)),
                time(json.path("startsAt")).orElse(end.orElse(receivedAt)),
                end,
                time(json.path("toldAt")),
                resolveAfter(json.path("resolveAfter")),
                Optional.empty(),
                source,
                source,
                Episode.NONE);
    }

    /** What the mapping says the alert is about, whole: nothing is left out, for two may differ in just that. */
    private static String fingerprint(JsonNode subject, String from, String title, Map<String, String> labels) {
        Map<String, String> about = new HashMap<>();
        subject.properties().forEach(field -> {
            if (!Blank.is(field.getValue())) {
                about.put(
                        field.getKey(), field.getValue().asText(field.getValue().toString()));
            }
        });
        return about.isEmpty() ? Fingerprint.of(from, title, labels) : Fingerprint.of(from, about);
    }

    /** A trouble that goes on has no end, whatever its sender foretells; one that is over has one. */
    private static Optional<Instant> end(JsonNode json, AlertStatus status, Instant receivedAt) {
        return status == AlertStatus.FIRING
                ? Optional.empty()
                : Optional.of(time(json).orElse(receivedAt));
    }

    /** Whole seconds, up to a week; anything else says nothing. */
    private static Optional<Duration> resolveAfter(JsonNode json) {
        return json.isNumber() && json.asLong() > 0 && json.asLong() <= LONGEST_SILENCE.toSeconds()
                ? Optional.of(Duration.ofSeconds(json.asLong()))
                : Optional.empty();
    }

    /** The time that a field of a mapping's output names; empty where it names none. */
    public static Optional<Instant> time(JsonNode json) {
        return json.isNumber() ? Times.read(json.asDouble()) : Times.read(json.asText());
    }

    /** Strings as they are, numbers and booleans as written, objects and arrays as compact JSON; blank is absence. */
    static Optional<String> text(JsonNode object, String field) {
        JsonNode json = object.path(field);
        if (Blank.is(json)) {
            return Optional.empty();
        }
        return Optional.of(json.isValueNode() ? json.asText() : json.toString());
    }

    private static List<Link> links(JsonNode array) {
        List<Link> links = new ArrayList<>();
        for (JsonNode json : array) {
            String href = text(json, "href").orElse("").strip();
            if (links.size() < LINKS && isWebAddress(href)) {
                String name =
                        text(json, "text").map(found -> Text.line(found, NAME)).orElse("");
                links.add(new Link(name.isEmpty() ? Text.cut(href, NAME) : name, href));
            }
        }
        return links;
    }

    private static boolean isWebAddress(String href) {
        try {
            URI uri = new URI(href);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getRawAuthority() != null && href.length() <= HREF;
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }
}
