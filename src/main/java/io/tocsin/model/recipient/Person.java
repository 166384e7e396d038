package io.tocsin.model.recipient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.Origin;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody who is told.
 *
 * @param name unique over people, teams and receivers
 * @param audience what they want to read
 * @param addresses where they are reached, by kind: {@code email}, {@code sms} ...
 * @param timeZone where their clock hangs
 * @param language what they read, a BCP 47 tag
 * @param quietHours when they are told only of what cannot wait
 * @param pages how they want to be paged by escalations that leave it to them; empty is at once wherever they can be
 * @param origin where they are written
 */
public record Person(
        String name,
        Audience audience,
        Map<String, String> addresses,
        ZoneId timeZone,
        String language,
        Optional<QuietHours> quietHours,
        Optional<OwnRules> pages,
        Origin origin) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public Person {
        addresses = Map.copyOf(addresses);
    }

    /** One who has no rules of their own for pages. */
    public Person(
            String name,
            Audience audience,
            Map<String, String> addresses,
            ZoneId timeZone,
            String language,
            Optional<QuietHours> quietHours,
            Origin origin) {
        this(name, audience, addresses, timeZone, language, quietHours, Optional.empty(), origin);
    }

    /** Whether they have an address of this kind. */
    public boolean has(String kind) {
        return addresses.containsKey(kind);
    }

    /**
     * What a message says of them, as JSON text, and which kind of address is meant:
     * {@code {name, audience, language, timeZone, kind, onCall}}; never the address.
     *
     * @param onCall why they are told, where that is since they are on call
     */
    String about(String kind, Optional<OnCall> onCall) {
        ObjectNode about = JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("audience", audience.word())
                .put("language", language)
                .put("timeZone", timeZone.getId())
                .put("kind", kind);
        onCall.ifPresent(told -> told.addTo(about));
        return about.toString();
    }

    /** What they are told now that was asked for before: whether they still are on call where {@link #about} said it. */
    String aboutAgain(String about, Instant now, Recipients recipients) {
        Optional<OnCall> before = OnCall.in(about);
        if (before.isEmpty()) {
            return about;
        }
        ObjectNode again = (ObjectNode) read(OnCall.without(about));
        OnCall.of(name, List.of(before.get().schedule()), now, recipients).ifPresent(told -> told.addTo(again));
        return again.toString();
    }

    /** The name in what {@link #about} wrote. */
    static Optional<String> nameIn(String about) {
        return Optional.ofNullable(read(about).path("name").textValue());
    }

    /** The kind of address in what {@link #about} wrote; empty where an older hub wrote it. */
    static String kindIn(String about) {
        return read(about).path("kind").asText();
    }

    static JsonNode read(String about) {
        try {
            return JSON.readTree(about);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no person as JSON: " + about, e);
        }
    }
}
