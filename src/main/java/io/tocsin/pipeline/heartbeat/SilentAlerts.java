package io.tocsin.pipeline.heartbeat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.event.Event;
import io.tocsin.model.event.EventDraft;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the alerts that are not told again in time: for each an event of the hub's own source says so in the alert's identity, the mapping {@code
 * silent-alert} makes the resolved alert of it, and everything else goes its usual way, trace included.
 */
public final class SilentAlerts {
    private static final Logger LOG = LoggerFactory.getLogger(SilentAlerts.class);
    private static final int BATCH = 500;

    private final Heartbeats heartbeats;
    private final Store store;
    private final InstantSource clock;
    private final ObjectMapper json;
    private final Consumer<List<EventDraft>> inbox;

    /**
     * @param heartbeats who is told again
     * @param store knows what the alerts say
     * @param clock the hub's
     * @param json writes events
     * @param inbox takes events and returns when they are stored; throws if they are not
     */
    public SilentAlerts(
            Heartbeats heartbeats,
            Store store,
            InstantSource clock,
            ObjectMapper json,
            Consumer<List<EventDraft>> inbox) {
        this.heartbeats = heartbeats;
        this.store = store;
        this.clock = clock;
        this.json = json;
        this.inbox = inbox;
    }

    /**
     * Expects every alert that goes on and has to be told again, from now: while the hub was away nobody could tell it.
     */
    public void expectAll() {
        Instant now = clock.instant();
        store.read(tx -> tx.createQuery("SELECT identity, fingerprint, resolve_after FROM alert"
                                + " WHERE resolve_after IS NOT NULL AND status = 'firing'")
                        .map((row, context) -> Map.entry(
                                new AlertKey(row.getString("identity"), row.getString("fingerprint")),
                                row.getLong("resolve_after")))
                        .list())
                .forEach(alert -> heartbeats.expect(alert.getKey(), now.plusMillis(alert.getValue())));
    }

    /** Ends those whose time is over. What can't be stored now is tried again at the next call. */
    public void end() {
        Map<AlertKey, Instant> overdue = heartbeats.overdue(clock.instant());
        List<AlertKey> alerts = new ArrayList<>(overdue.keySet());
        for (int from = 0; from < alerts.size(); from += BATCH) {
            List<AlertKey> batch = alerts.subList(from, Math.min(from + BATCH, alerts.size()));
            try {
                Map<AlertKey, String> contents = contents(batch);
                List<EventDraft> drafts = batch.stream()
                        .filter(contents::containsKey)
                        .map(alert -> draft(alert, contents.get(alert), overdue.get(alert)))
                        .toList();
                if (!drafts.isEmpty()) {
                    inbox.accept(drafts);
                }
            } catch (RuntimeException away) {
                LOG.warn("{} alerts that went silent can't be ended now: {}", batch.size(), away.getMessage());
                batch.forEach(alert -> heartbeats.expect(alert, overdue.get(alert)));
            }
        }
    }

    /** Those that the store knows as going on; others were ended meanwhile, or never became an alert. */
    private Map<AlertKey, String> contents(List<AlertKey> alerts) {
        Map<AlertKey, String> contents = new HashMap<>();
        store.read(tx -> tx.createQuery("SELECT identity, fingerprint, content FROM alert"
                                + " WHERE fingerprint IN (<fingerprints>)"
                                + " AND resolve_after IS NOT NULL AND status = 'firing'")
                        .bindList(
                                "fingerprints",
                                alerts.stream()
                                        .map(AlertKey::fingerprint)
                                        .distinct()
                                        .toList())
                        .map((row, context) -> Map.entry(
                                new AlertKey(row.getString("identity"), row.getString("fingerprint")),
                                row.getString("content")))
                        .list())
                .forEach(alert -> contents.put(alert.getKey(), alert.getValue()));
        return contents;
    }

    private EventDraft draft(AlertKey alert, String content, Instant until) {
        ObjectNode event = json.createObjectNode();
        event.put("kind", "alert-went-silent").put("until", until.toString());
        event.set("alert", JsonText.read(json, content));
        return new EventDraft(
                Event.HUB,
                Optional.of("silent:" + alert.text() + " " + until.toEpochMilli()),
                "application/json",
                event.toString().getBytes(StandardCharsets.UTF_8),
                Map.of(),
                alert.identity());
    }
}
