package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.silence.Scope;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What a silence would hide: of the alerts that fire now, and of those of the last day. */
public final class SilencePreview {

    /** Alerts that are looked at. */
    static final int MOST_ROWS = 20_000;

    /** Alerts that are named. */
    static final int NAMED = 100;

    /** With fewer, that all fit says nothing: the only service that fires may be the one that is worked on. */
    private static final int TELLING = 10;

    private static final Duration DAY = Duration.ofDays(1);

    private static final String ALERTS = """
            SELECT id, status, last_seen_at, content FROM alert
            WHERE last_seen_at >= :since OR status = 'firing' ORDER BY last_seen_at DESC LIMIT :most
            """;

    private final Store store;
    private final ObjectMapper json;

    /**
     * @param store where alerts are
     * @param json reads what the store keeps as JSON
     */
    public SilencePreview(Store store, ObjectMapper json) {
        this.store = store;
        this.json = json;
    }

    /**
     * What it would hide.
     *
     * @param firing alerts that fire now, the last seen first, at most 100 of them
     * @param firingCount how many there are
     * @param lastDay alerts that were seen in the last day, firing or over, likewise
     * @param lastDayCount how many there are
     * @param looked how many alerts were looked at, 20,000 at most
     * @param isEverything whether it would hide all that may come
     */
    public record Found(
            List<ObjectNode> firing,
            long firingCount,
            List<ObjectNode> lastDay,
            long lastDayCount,
            long looked,
            boolean isEverything) {

        public Found {
            firing = List.copyOf(firing);
            lastDay = List.copyOf(lastDay);
        }
    }

    /** Looks. Blocks. */
    public Found of(Scope scope) {
        return store.read(tx -> look(tx, scope));
    }

    private Found look(Handle tx, Scope scope) {
        Instant day = store.now(tx).minus(DAY);
        Tally firing = new Tally();
        Tally lastDay = new Tally();
        Tally all = new Tally();
        tx.createQuery(ALERTS)
                .bind("since", day.toEpochMilli())
                .bind("most", MOST_ROWS)
                .setFetchSize(500)
                .map((row, context) -> {
                    JsonNode alert = JsonText.read(json, row.getString("content"));
                    all.count++;
                    if (scope.fits(alert)) {
                        ObjectNode named = named(row.getString("id"), alert, row.getLong("last_seen_at"));
                        boolean fires = row.getString("status").equals(AlertStatus.FIRING.word());
                        firing.add(fires, named);
                        lastDay.add(row.getLong("last_seen_at") >= day.toEpochMilli(), named);
                        all.fits++;
                    }
                    return 1;
                })
                .forEach(one -> {});
        return new Found(
                firing.named,
                firing.count,
                lastDay.named,
                lastDay.count,
                all.count,
                isEverything(scope) || all.count >= TELLING && all.fits == all.count);
    }

    private static final class Tally {
        private final List<ObjectNode> named = new ArrayList<>();
        private long count;
        private long fits;

        private void add(boolean counts, ObjectNode alert) {
            if (counts) {
                count++;
                if (named.size() < NAMED) {
                    named.add(alert);
                }
            }
        }
    }

    private ObjectNode named(String id, JsonNode alert, long seen) {
        ObjectNode node = json.createObjectNode().put("id", id);
        for (String field : List.of("status", "severity", "title", "source")) {
            node.set(field, alert.path(field));
        }
        return node.put("lastSeenAt", Instant.ofEpochMilli(seen).toString());
    }

    /** Whether an alert of which nothing is known fits, of each severity. */
    private static boolean isEverything(Scope scope) {
        return Arrays.stream(Severity.values()).allMatch(severity -> {
            String any = UUID.randomUUID().toString();
            ObjectNode alert = JsonNodeFactory.instance.objectNode();
            alert.put("fingerprint", any)
                    .put("status", AlertStatus.FIRING.word())
                    .put("severity", severity.word())
                    .put("title", any)
                    .put("description", any)
                    .put("source", any)
                    .put("origin", any)
                    .put("identity", any);
            alert.putObject("labels").put(any, any);
            alert.putObject("annotations");
            alert.putArray("links");
            return scope.fits(alert);
        });
    }
}
