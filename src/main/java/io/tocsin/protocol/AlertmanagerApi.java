package io.tocsin.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alert.AlertKey;
import io.tocsin.event.Arrival;
import io.tocsin.event.EventDraft;
import io.tocsin.heartbeat.Heartbeats;
import io.tocsin.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /api/v2/alerts} as Alertmanager takes it (its api/v2/openapi.yaml): a list of alerts, answered 200 without a
 * body when what is new of them is stored.
 *
 * <p>What is only repeated is a heartbeat: it costs a look into memory. What is new is one event for the whole request, so
 * that a thousand alerts that fire at once are one row and one decision. An alert that can't be one is in that event with
 * the reason and its index, and becomes a dead letter; the others of its request are taken.
 */
public final class AlertmanagerApi implements Protocol {
    /** Most alerts that are new in one event; a mapping may make no more of one. */
    private static final int MOST = 500;

    private static final int MAX_DEPTH = 64;

    private final Heartbeats heartbeats;
    private final InstantSource clock;
    private final Duration timeout;
    private final ObjectMapper json = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build());

    /**
     * @param heartbeats the alerts that are told again and again
     * @param clock the hub's
     * @param timeout how long an alert goes on that says no end and is not repeated
     */
    public AlertmanagerApi(Heartbeats heartbeats, InstantSource clock, Duration timeout) {
        this.heartbeats = heartbeats;
        this.clock = clock;
        this.timeout = timeout;
    }

    @Override
    public Heard hear(Arrival arrival) {
        JsonNode posted;
        try {
            posted = json.readTree(arrival.body());
        } catch (IOException notJson) {
            return new Heard.Refused(Problem.of(400, "Bad request", "The body is not JSON."));
        }
        if (!posted.isArray()) {
            return new Heard.Refused(Problem.of(400, "Bad request", "The body must be a list of alerts."));
        }
        Instant now = clock.instant();
        List<PostedAlert> news = new ArrayList<>();
        List<ObjectNode> entries = new ArrayList<>();
        for (int index = 0; index < posted.size(); index++) {
            try {
                PostedAlert alert = PostedAlert.read(posted.get(index), timeout, now);
                if (!heartbeats.repeats(key(arrival, alert), alert.heartbeat(), now)) {
                    news.add(alert);
                    entries.add(alert.event());
                }
            } catch (PostedAlert.Invalid invalid) {
                entries.add(refused(posted.get(index), index, invalid.getMessage()));
            }
        }
        return new Heard.Events(drafts(arrival, entries), accepted -> {
            news.forEach(alert -> heartbeats.told(key(arrival, alert), alert.heartbeat(), now));
            return Answer.empty(200);
        });
    }

    private static AlertKey key(Arrival arrival, PostedAlert alert) {
        return new AlertKey(arrival.identity(), alert.fingerprint());
    }

    private ObjectNode refused(JsonNode posted, int index, String reason) {
        ObjectNode entry = json.createObjectNode().put("refused", "alert " + index + " of the request: " + reason);
        entry.set("posted", posted);
        return entry;
    }

    private List<EventDraft> drafts(Arrival arrival, List<ObjectNode> entries) {
        List<EventDraft> drafts = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += MOST) {
            ObjectNode event = json.createObjectNode().put("kind", "alertmanager-api");
            ArrayNode alerts = event.putArray("alerts");
            entries.subList(from, Math.min(from + MOST, entries.size())).forEach(alerts::add);
            drafts.add(new EventDraft(
                    arrival.source(),
                    Optional.empty(),
                    "application/json",
                    event.toString().getBytes(StandardCharsets.UTF_8),
                    arrival.attributes(),
                    arrival.identity()));
        }
        return drafts;
    }
}
