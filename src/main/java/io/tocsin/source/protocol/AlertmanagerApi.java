package io.tocsin.source.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.event.Arrival;
import io.tocsin.model.event.EventDraft;
import io.tocsin.model.event.StrictJson;
import io.tocsin.model.event.UnreadableException;
import io.tocsin.model.heartbeat.Heartbeat;
import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.model.heartbeat.Renewal;
import io.tocsin.net.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code POST /api/v2/alerts} as Alertmanager takes it (its api/v2/openapi.yaml): a list of alerts, answered 200 without a
 * body when what is new of them is stored.
 *
 * <p>What is only repeated is a heartbeat: it costs a look into memory, and now and then a row in somebody else's commit. What is new is one event for the whole request, so
 * that a thousand alerts that fire at once are one row and one decision. Alerts that can't be any are in that event with
 * the reasons and their places, and become one dead letter; the others of the request are taken. Where none is an alert, the
 * request is refused, and nothing is stored.
 */
public final class AlertmanagerApi implements Protocol {
    /** Most alerts that are new in one event; a mapping may make no more of one. */
    private static final int MOST = 500;

    /** Most alerts in one request; Prometheus posts 256 at once unless it is told otherwise. */
    private static final int MOST_POSTED = 10_000;

    private final Heartbeats heartbeats;
    private final Consumer<Map<AlertKey, Renewal>> renewals;
    private final InstantSource clock;
    private final Duration timeout;
    private final StrictJson json = new StrictJson();

    /**
     * @param heartbeats the alerts that are told again and again
     * @param renewals writes until when alerts go on that were only repeated; returns at once
     * @param clock the hub's
     * @param timeout how long an alert goes on that says no end and is not repeated
     */
    public AlertmanagerApi(
            Heartbeats heartbeats, Consumer<Map<AlertKey, Renewal>> renewals, InstantSource clock, Duration timeout) {
        this.heartbeats = heartbeats;
        this.renewals = renewals;
        this.clock = clock;
        this.timeout = timeout;
    }

    @Override
    public Heard hear(Arrival arrival) {
        List<byte[]> posted;
        try {
            posted = json.elements(arrival.body(), MOST_POSTED);
        } catch (UnreadableException unreadable) {
            return refused(unreadable.refusal().detail());
        }
        Instant now = clock.instant();
        List<Told> news = new ArrayList<>();
        Map<AlertKey, Renewal> renewed = new HashMap<>();
        List<String> entries = new ArrayList<>();
        BadAlerts bad = new BadAlerts();
        for (int index = 0; index < posted.size(); index++) {
            JsonNode one = json.tree(posted.get(index));
            try {
                PostedAlert alert = PostedAlert.read(one, timeout, now);
                AlertKey key = new AlertKey(arrival.identity(), alert.fingerprint());
                if (heartbeats.repeats(key, alert.heartbeat(), now)) {
                    heartbeats.renewal(key, now).ifPresent(renewal -> renewed.put(key, renewal));
                } else {
                    news.add(new Told(key, alert.heartbeat()));
                    entries.add(alert.event().toString());
                }
            } catch (PostedAlert.Invalid invalid) {
                bad.add(index, invalid.getMessage(), one);
            }
        }
        if (!renewed.isEmpty()) {
            renewals.accept(renewed);
        }
        if (!bad.isEmpty() && bad.size() == posted.size()) {
            return refused(bad.summary(posted.size()));
        }
        bad.entry(posted.size()).map(JsonNode::toString).ifPresent(entries::add);
        return new Heard.Events(drafts(arrival, entries), accepted -> {
            news.forEach(told -> heartbeats.told(told.key(), told.heartbeat(), now));
            return Answer.empty(200);
        });
    }

    /** As Alertmanager refuses: a JSON string, which amtool and Prometheus show. */
    @Override
    public Answer refuse(Problem problem) {
        return Answer.json(problem.status(), TextNode.valueOf(problem.oneLine()));
    }

    private static Heard refused(String detail) {
        return new Heard.Refused(Problem.of(400, "Bad request", detail));
    }

    /** What is kept of a new alert until it is stored. */
    private record Told(AlertKey key, Heartbeat heartbeat) {}

    private static List<EventDraft> drafts(Arrival arrival, List<String> entries) {
        List<EventDraft> drafts = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += MOST) {
            String alerts = String.join(",", entries.subList(from, Math.min(from + MOST, entries.size())));
            String event = "{\"kind\":\"alertmanager-api\",\"alerts\":[" + alerts + "]}";
            drafts.add(new EventDraft(
                    arrival.source(),
                    Optional.empty(),
                    "application/json",
                    event.getBytes(StandardCharsets.UTF_8),
                    arrival.attributes(),
                    arrival.identity()));
        }
        return drafts;
    }
}
