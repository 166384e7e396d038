package io.tocsin.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.rule.Rule;
import io.tocsin.model.rule.Rules;
import io.tocsin.pipeline.listing.FiringAlerts;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An alert that fires, as Alertmanager has it.
 *
 * @param firing as the hub has it
 * @param receivers the names of those that its rules name now; {@link #NOBODY} where they name none
 * @param mutedBy what keeps them quiet for a time that is known: windows, and the hours of its rules where none of them notifies now
 * @param group the labels of its group: what its grouping puts together, or all of its own
 */
record AlertmanagerAlert(
        FiringAlerts.Firing firing, Set<String> receivers, List<String> mutedBy, Map<String, String> group) {

    /** Who is told of an alert that no rule is for, or whose rules name nobody: Alertmanager's have a receiver, always. */
    static final String NOBODY = "nobody";

    /** Of an alert that goes on until somebody says that it is over; Alertmanager's have an end, always. */
    private static final String NEVER = "9999-12-31T23:59:59Z";

    static AlertmanagerAlert of(FiringAlerts.Firing firing, Rules rules, Instant now) {
        JsonNode content = firing.content();
        List<Rule> matched = rules.match(content);
        Set<String> names = rules.receivers(
                matched, Severity.ofWord(content.path("severity").asText()).orElse(Severity.MEDIUM));
        Map<String, String> group = rules.groupings()
                .of(content)
                .map(grouping -> grouping.values(content))
                .orElseGet(() -> texts(content.path("labels")));
        return new AlertmanagerAlert(
                firing,
                names.isEmpty() ? Set.of(NOBODY) : names,
                Stream.concat(firing.holders().windows().stream(), outsideOfHours(matched, now))
                        .toList(),
                group);
    }

    /** Rules with hours, where none of those that name somebody notifies now. */
    private static Stream<String> outsideOfHours(List<Rule> matched, Instant now) {
        List<Rule> telling =
                matched.stream().filter(rule -> !rule.targets().isEmpty()).toList();
        boolean allQuiet = !telling.isEmpty()
                && telling.stream().allMatch(rule -> rule.timing()
                        .active()
                        .filter(hours -> !hours.isActive(now))
                        .isPresent());
        return allQuiet ? telling.stream().map(rule -> "hours of " + rule.name()) : Stream.empty();
    }

    String incident() {
        return firing.incident();
    }

    /** Whether nothing holds it back. */
    boolean isActive() {
        return firing.holders().silences().isEmpty()
                && firing.holders().inhibitors().isEmpty()
                && mutedBy.isEmpty();
    }

    ObjectNode json() {
        JsonNode content = firing.content();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Map<String, String> said = texts(content.path("annotations"));
        said.putIfAbsent("summary", content.path("title").asText());
        Optional.of(content.path("description").asText())
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> said.putIfAbsent("description", text));
        said.forEach(json.putObject("annotations")::put);
        json.put("endsAt", firing.expiresAt().map(Instant::toString).orElse(NEVER))
                .put("fingerprint", firing.fingerprint());
        receivers.forEach(name -> json.withArray("receivers").addObject().put("name", name));
        json.put("startsAt", content.path("startsAt").asText());
        ObjectNode status = json.putObject("status");
        list(status, "inhibitedBy", firing.holders().inhibitors());
        list(status, "mutedBy", mutedBy);
        list(status, "silencedBy", firing.holders().silences());
        status.put("state", isActive() ? "active" : "suppressed");
        json.put("updatedAt", firing.lastSeenAt().toString());
        link(content).ifPresent(href -> json.put("generatorURL", href));
        texts(content.path("labels")).forEach(json.putObject("labels")::put);
        return json;
    }

    private static void list(ObjectNode status, String field, Collection<String> values) {
        values.forEach(status.putArray(field)::add);
    }

    /** Where it was measured: its first link. */
    private static Optional<String> link(JsonNode content) {
        return StreamSupport.stream(content.path("links").spliterator(), false)
                .map(link -> link.path("href").asText())
                .filter(href -> !href.isEmpty())
                .findFirst();
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.fields()
                .forEachRemaining(
                        field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }
}
