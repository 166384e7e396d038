package io.tocsin.pipeline.statistics;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.concurrent.TimeUnit;

/**
 * Not a test: the measurement behind docs/decisions/0089-statistics-are-roll-ups.md. A week of 100,000 incidents with an event, a notice and
 * ten deliveries each, of 20 rules, receivers and sources; what it costs to make all hours, and to read them.
 */
final class RollUpMeasure {

    private static final int INCIDENTS = 100_000;
    private static final int HOURS = 168;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant BEGIN = Instant.parse("2026-03-02T00:00:00Z");

    private RollUpMeasure() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("roll-up");
        SettableClock clock =
                new SettableClock(BEGIN.plus(Duration.ofHours(HOURS)).plus(Duration.ofMinutes(5)));
        try (Store store = Store.open(TestStores.at(folder.resolve("hub.db")), clock)) {
            long begin = System.nanoTime();
            fill(store);
            System.out.printf("filled in %d s%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
            RollUp rollUp = new RollUp(store, clock, JSON, Duration.ofDays(30), true, () -> true);
            int runs = 0;
            begin = System.nanoTime();
            long longest = 0;
            while (store.read(tx -> tx.createQuery("SELECT count(*) FROM statistic_hour")
                            .mapTo(Integer.class)
                            .one())
                    <= HOURS) {
                long from = System.nanoTime();
                rollUp.run();
                longest = Math.max(longest, System.nanoTime() - from);
                runs++;
            }
            System.out.printf(
                    "%d hours made in %d ms, %d runs, the longest %d ms%n",
                    HOURS + 1,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
                    runs,
                    TimeUnit.NANOSECONDS.toMillis(longest));
            String rows = store.read(tx -> tx.createQuery(
                            "SELECT count(*) || ' rows, ' || (sum(length(delivering) + length(acknowledging)"
                                    + " + length(resolving)) / count(*)) || ' characters of histograms each' FROM statistic")
                    .mapTo(String.class)
                    .one());
            System.out.println(rows);
            Statistics statistics = new Statistics(store, JSON);
            for (Dimension by : new Dimension[] {Dimension.ALL, Dimension.RULE, Dimension.RECEIVER}) {
                for (int i = 0; i < 5; i++) {
                    long from = System.nanoTime();
                    statistics.series(new SeriesOrder(
                            by, BEGIN, BEGIN.plus(Duration.ofHours(HOURS)), Step.HOUR, ZoneOffset.UTC, 20));
                    System.out.printf(
                            "a week by %s in hours: %d ms%n",
                            by.word(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from));
                }
            }
        }
    }

    private static void fill(Store store) {
        long step = Duration.ofHours(HOURS).toMillis() / INCIDENTS;
        for (int from = 0; from < INCIDENTS; from += 500) {
            int first = from;
            Change<String, Void> change = (tx, orders, now) -> {
                var event = tx.prepareBatch(
                        "INSERT INTO event (id, source, external_id, content_type, body, attributes, received_at, state, due_at,"
                                + " decision) VALUES (:event, :source, :event, 'a', '{}', '{}', :at, 'decided', 0, :decision)");
                var alert = tx.prepareBatch(
                        "INSERT INTO alert (id, identity, fingerprint, status, severity, content, fire_count, first_seen_at,"
                                + " last_seen_at, event_id) VALUES (:alert, '', :alert, 'firing', 'high', :content, 1, 1, :at, :event)");
                var incident = tx.prepareBatch(
                        "INSERT INTO incident (id, group_key, alert_id, rules, state, severity, title, version, opened_at, changed_at,"
                                + " book, resolved_at) VALUES (:incident, :alert, :alert, :rules, 'resolved', 'high', 'It burns', 1, :at,"
                                + " :at, '{}', :resolved)");
                var notice = tx.prepareBatch(
                        "INSERT INTO notice (id, incident_id, event_id, version, round, kind, rules, receivers, message, state,"
                                + " created_at, due_at) VALUES (:notice, :incident, :event, 1, 1, 'opened', :rules, '[\"receiver-1\"]',"
                                + " '{}', 'told', :at, 1)");
                var delivery = tx.prepareBatch(
                        "INSERT INTO delivery (id, notice_id, incident_id, version, receiver, address, fallback_of, priority, state,"
                                + " created_at, due_at, settled_at) VALUES (:delivery, :notice, :incident, 1, :receiver, :address, '', 1,"
                                + " 'delivered', :at, 1, :arrived)");
                for (int i = first; i < first + 500; i++) {
                    Instant at = BEGIN.plusMillis(i * step);
                    String id = io.tocsin.store.sql.Id.EVENT.before(at).substring(4) + String.format("%06d", i);
                    String rules = "[\"rule-" + i % 20 + "\"]";
                    String content = "{\"origin\":\"source-" + i % 20
                            + "\",\"title\":\"It burns\",\"status\":\"firing\",\"severity\":"
                            + "\"high\",\"labels\":{\"env\":\"prod\",\"host\":\"db-" + i + "\"},\"description\":\""
                            + "x".repeat(300)
                            + "\"}";
                    for (var batch : new org.jdbi.v3.core.statement.PreparedBatch[] {event, alert, incident, notice}) {
                        batch.bind("event", "evt_" + id)
                                .bind("alert", "alr_" + id)
                                .bind("incident", "inc_" + id)
                                .bind("notice", "ntc_" + id)
                                .bind("source", "source-" + i % 20)
                                .bind("rules", rules)
                                .bind("content", content)
                                .bind(
                                        "decision",
                                        "{\"alerts\":[{\"id\":\"alr_" + id + "\",\"alert\":" + content
                                                + ",\"rules\":[{\"rule\":\"rule-" + i % 20
                                                + "\",\"verdict\":\"opened\"}]}]}")
                                .bind("at", at.toEpochMilli())
                                .bind("resolved", at.plusSeconds(60 + i % 7_000).toEpochMilli())
                                .add();
                    }
                    for (int j = 0; j < 10; j++) {
                        delivery.bind("delivery", "dlv_" + id + j)
                                .bind("notice", "ntc_" + id)
                                .bind("incident", "inc_" + id)
                                .bind("receiver", "receiver-" + (i + j) % 20)
                                .bind("address", Integer.toString(j))
                                .bind("at", at.toEpochMilli())
                                .bind(
                                        "arrived",
                                        at.plusMillis(5 + (i * 31L + j * 97L) % 2_000)
                                                .toEpochMilli())
                                .add();
                    }
                }
                event.execute();
                alert.execute();
                incident.execute();
                notice.execute();
                delivery.execute();
                return Collections.nCopies(orders.size(), null);
            };
            store.submit(change, "").join();
        }
    }
}
