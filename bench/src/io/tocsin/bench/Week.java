package io.tocsin.bench;

import io.tocsin.model.silence.MatcherText;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.ScopeJson;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.SqliteDialect;
import io.tocsin.store.sql.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long {@code ./hub simulate --last 7d} takes over a store with a week of events: with the rules in use, and with {@code --diff}
 * against an edit of them. {@code bench/week} starts it; its exit code is 1 where it takes longer than its target.
 */
final class Week {

    private static final int SERVICES = 40;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final double TARGET_SECONDS = 30;
    private static final double TARGET_SECONDS_OF_DIFF = 60;
    private static final long LIMIT_MINUTES = 15;

    private static final String INSERT = """
            INSERT INTO event (id, source, identity, external_id, content_type, body, attributes, size, received_at,
                               state, due_at, settled_at)
            VALUES (?, ?, ?, ?, 'application/json', ?, '{}', ?, ?, 'decided', ?, ?)
            """;

    private final Path home;
    private final int events;
    private boolean met = true;

    private Week(Path home, int events) {
        this.home = home;
        this.events = events;
    }

    /** @param arguments the hub's folder; how many events */
    public static void main(String[] arguments) throws Exception {
        Week week = new Week(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        week.measure();
        System.exit(week.met ? 0 : 1);
    }

    private void measure() throws Exception {
        try (WorkFolder work = WorkFolder.create()) {
            Path routes = Files.createDirectories(work.path().resolve("routes/rules"));
            Files.writeString(routes.resolve("week.yaml"), rules("5m"));
            Path edited = Files.createDirectories(work.path().resolve("edited"));
            Files.writeString(edited.resolve("week.yaml"), rules("10m"));
            int alerts = fill(work.path());
            System.out.printf("%,d events of a week, %,d words about alerts%n", events, alerts);
            simulate(work.path(), "with the rules in use", TARGET_SECONDS);
            simulate(work.path(), "against an edit", TARGET_SECONDS_OF_DIFF, "--diff", "--rules", edited.toString());
        }
    }

    /** What a company of forty services has: rules by team with waits, hours and an escalation, groups, windows, an inhibition. */
    private static String rules(String interval) {
        StringBuilder rules = new StringBuilder("""
                incidents:
                  - { name: by-service, when: { labels: { service: [ { exists: true } ] } }, by: [ labels.service, labels.alertname ], flapping: { changes: 6, within: 30m } }
                windows:
                  - { name: backup, when: { labels: { alertname: [ alert-3 ] } }, start: "2026-01-01T02:00", for: 1h, zone: UTC, repeat: FREQ=DAILY }
                inhibit:
                  - { name: node-down, source: { labels: { alertname: [ alert-0 ] } }, target: { severity: [ medium, low ] }, equal: [ labels.host ] }
                escalations:
                  - { name: wake, steps: [ { notify: [ pager ], delay: 10m }, { notify: [ boss ], delay: 30m } ] }
                rules:
                """);
        for (int i = 0; i < SERVICES; i++) {
            rules.append("  - { name: service-%d, when: { labels: { service: [ svc-%d ] } }, wait: 30s, interval: %s,"
                    .formatted(i, i, interval));
            rules.append(" repeat: 4h, notify: [ chat-%d ]%s%s }%n"
                    .formatted(
                            i % 10,
                            i % 8 == 0 ? ", escalate: wake" : "",
                            i % 5 == 0
                                    ? ", active: { zone: UTC, hours: [ { from: \"08:00\", to: \"18:00\" } ] }"
                                    : ""));
        }
        return rules.append("  - { name: severe, when: { severity: [ critical ] }, notify: [ pager ] }\n")
                .toString();
    }

    /** Writes the week into an empty store, and gives how many words about alerts are in it. */
    private int fill(Path work) throws IOException, SQLException {
        Path data = Files.createDirectories(work.resolve("data"));
        Path file = data.resolve("hub.db");
        Store.open(new SqliteDialect(file), Clock.systemUTC()).close();
        Instant begin = Instant.now().minus(WEEK).plus(Duration.ofMinutes(5));
        WeekOfEvents week = new WeekOfEvents(SERVICES);
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            store.setAutoCommit(false);
            silences(store, begin);
            try (PreparedStatement insert = store.prepareStatement(INSERT)) {
                long step = WEEK.minusMinutes(10).toMillis() / events;
                for (int i = 0; i < events; i++) {
                    Instant at = begin.plusMillis(i * step);
                    WeekOfEvents.Posted posted = week.next(at);
                    String id = Id.EVENT.next(at);
                    insert.setString(1, id);
                    insert.setString(2, posted.source());
                    insert.setString(3, posted.source());
                    insert.setString(4, id);
                    insert.setString(5, posted.body());
                    insert.setLong(6, posted.body().length());
                    insert.setLong(7, at.toEpochMilli());
                    insert.setLong(8, at.toEpochMilli());
                    insert.setLong(9, at.toEpochMilli());
                    insert.addBatch();
                    if (i % 1_000 == 999) {
                        insert.executeBatch();
                    }
                }
                insert.executeBatch();
            }
            store.commit();
        }
        return week.words();
    }

    /** Six a day, of two hours. */
    private static void silences(Connection store, Instant begin) throws SQLException {
        try (PreparedStatement insert = store.prepareStatement(
                "INSERT INTO silence (id, scope, starts_at, ends_at, author, comment, changed_at) VALUES (?, ?, ?, ?, 'mia', 'works', ?)")) {
            for (int i = 0; i < 6 * WEEK.toDays(); i++) {
                Instant from = begin.plus(Duration.ofHours(4L * i));
                insert.setString(1, Id.SILENCE.next(from));
                insert.setString(
                        2,
                        ScopeJson.write(Scope.of(MatcherText.read("service=\"svc-" + i % SERVICES + "\"")))
                                .toString());
                insert.setLong(3, from.toEpochMilli());
                insert.setLong(4, from.plus(Duration.ofHours(2)).toEpochMilli());
                insert.setLong(5, from.toEpochMilli());
                insert.executeUpdate();
            }
        }
    }

    private void simulate(Path work, String what, double target, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("hub").toString(), "simulate", "--last", "7d"));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "HUB_DATA",
                        work.resolve("data").toString(),
                        "HUB_ROUTES",
                        work.resolve("routes") + ",routes",
                        "HUB_NO_BUILD",
                        "1"));
        Path out = work.resolve("out");
        long from = System.nanoTime();
        Process process =
                builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        Child child = new Child(process, 0, 0);
        double resident = 0;
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
            resident = Math.max(resident, child.residentMb());
            if (System.nanoTime() - from > TimeUnit.MINUTES.toNanos(LIMIT_MINUTES)) {
                process.destroyForcibly();
                throw new IOException("no end after " + LIMIT_MINUTES + " minutes");
            }
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        List<String> lines = Files.readAllLines(out);
        String last = lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1);
        if (process.exitValue() != 0) {
            throw new IOException(command + " ended with " + process.exitValue() + ": " + last);
        }
        boolean held = seconds <= target;
        met &= held;
        System.out.printf(
                Locale.ROOT,
                "%-24s %6.1f s, %4.0f MB, %,d lines%s: %s%n",
                what,
                seconds,
                resident,
                lines.size(),
                held ? "" : " (target at most " + target + " s)",
                last);
    }
}
