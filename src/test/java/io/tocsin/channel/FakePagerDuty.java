package io.tocsin.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Events become incidents as PagerDuty documents it: a trigger opens one or is added to the open one with its key; an
 * acknowledgement or a resolution without an open one is dropped.
 * https://developer.pagerduty.com/docs/events-api-v2/trigger-events/#alert-de-duplication
 */
final class FakePagerDuty extends FakeProvider {
    private final Map<String, String> open = new LinkedHashMap<>();
    private final List<String> closed = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    FakePagerDuty() throws IOException {}

    @Override
    List<String> tickets() {
        List<String> all = new ArrayList<>(closed);
        open.forEach((key, state) -> all.add(state + " " + key));
        return all;
    }

    /** Each event that was taken: its action and its key. */
    List<String> events() {
        return events;
    }

    @Override
    void forget() {
        open.clear();
        closed.clear();
        events.clear();
    }

    @Override
    Answer answer(String method, String path, String query, JsonNode event) {
        String key = event.get("dedup_key").asText();
        String action = event.get("event_action").asText();
        events.add(action + " " + key);
        switch (action) {
            case "trigger" -> open.putIfAbsent(key, "triggered");
            case "acknowledge" -> open.computeIfPresent(key, (same, state) -> "acknowledged");
            default -> {
                if (open.remove(key) != null) {
                    closed.add("resolved " + key);
                }
            }
        }
        return new Answer(202, object().put("status", "success").put("dedup_key", key));
    }
}
