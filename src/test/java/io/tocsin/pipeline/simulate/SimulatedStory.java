package io.tocsin.pipeline.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.event.Event;
import io.tocsin.model.incident.Dice;
import io.tocsin.model.incident.Input;
import io.tocsin.model.mapping.JqLimits;
import io.tocsin.model.mapping.MapResult;
import io.tocsin.model.mapping.MappingFiles;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.mapping.Payload;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.rule.RuleFiles;
import io.tocsin.model.rule.Rules;
import io.tocsin.model.silence.Matcher;
import io.tocsin.model.silence.PlannedWindows;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.Silence;
import io.tocsin.model.silence.Silences;
import io.tocsin.pipeline.decide.MatchRules;
import io.tocsin.pipeline.heartbeat.SilentAlerts;
import io.tocsin.pipeline.incident.ActOrder;
import io.tocsin.pipeline.incident.Acts;
import io.tocsin.pipeline.incident.NoticeRow;
import io.tocsin.pipeline.ledger.EventStaging;
import io.tocsin.pipeline.ledger.RecordDecision;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.pipeline.silence.SilenceOrder;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A story that a hub's own stages decide over a real file, at the very times at which something is due; and at the end a simulation of
 * what happened in it.
 */
final class SimulatedStory {

    static final String[] RECEIVERS = {"ops", "pager", "post"};

    private static final Mappings MAPPINGS =
            new MappingFiles(List.of(Path.of("routes/sources")), Severity.MEDIUM, Map.of(), JqLimits.DEFAULT).load();
    private static final List<String> TITLES = List.of("x", "y", "z", "node");
    private static final List<String> SEVERITIES = List.of("critical", "high", "low");

    private record Silent(String identity, String content, Instant until) {}

    private final TestStages hub;
    private final RecordDecision recording;
    private final Rules rules;
    private final List<String> log = new ArrayList<>();
    private final List<Happening> happened = new ArrayList<>();
    private final List<Silence> silences = new ArrayList<>();

    SimulatedStory(TestStages hub, Path folder, int first) {
        this.hub = hub;
        this.recording = new RecordDecision(hub.test.corridor, hub.notifying());
        String text = rules(new Dice(first));
        log.add(text);
        this.rules = read(folder.resolve("rules"), text);
        hub.policies.putAll(rules.policies());
        hub.recipients = rules.recipients();
        hub.holds = rules.holds();
        hub.followFiles();
    }

    List<String> log() {
        return log;
    }

    private static String rules(Dice dice) {
        StringBuilder text = new StringBuilder();
        if (dice.next(2) == 0) {
            text.append("incidents:\n  - { name: together, by: [ labels.g ]")
                    .append(dice.next(3) == 0 ? ", resolveAfter: 10m" : "")
                    .append(dice.next(3) == 0 ? ", flapping: { changes: 1, within: 10m }" : "")
                    .append(" }\n");
        }
        boolean escalates = dice.next(2) == 0;
        if (escalates) {
            text.append("escalations:\n  - name: wake\n    steps:\n")
                    .append("      - { notify: [ pager ], delay: { critical: 45s, default: 90s } }\n")
                    .append("      - { notify: [ ops ], delay: 4m }\n")
                    .append(dice.of("", "    repeat: 1\n", "    max: 10m\n"))
                    .append(dice.of("", "    unanswered: [ ops ]\n"))
                    .append(dice.of("", "    acknowledgedFor: 5m\n"));
        }
        text.append("rules:\n");
        for (String name : List.of("a", "b")) {
            text.append("  - name: ").append(name).append('\n');
            text.append("    when: ")
                    .append(dice.of(
                            "{ status: [ firing ] }", "{ severity: [ critical, high ] }", "{ title: [ x, y ] }"))
                    .append('\n');
            text.append("    notify: ")
                    .append(dice.of(
                            "[ ops ]", "[ ops, pager ]", "[ pager, { people: { names: [ ann ], via: [ email ] } } ]"))
                    .append('\n');
            text.append(dice.of("", "", "    severity: high\n"));
            text.append(dice.of("", "    wait: 30s\n", "    wait: { critical: 0s, default: 45s }\n"));
            text.append(dice.of("", "    interval: 60s\n", "    interval: 0s\n"));
            text.append(dice.of("", "    repeat: 10m\n"));
            text.append(dice.of("", "", "", "    resolved: false\n"));
            text.append(dice.of("", "    dedup: 0s\n"));
            text.append(escalates ? dice.of("", "    escalate: wake\n") : "");
            text.append(dice.of(
                    "",
                    "",
                    "    active: { hours: [ { from: \"10:20\", to: \"18:00\" } ], zone: UTC }\n",
                    "    active: { hours: [ { from: \"10:20\", to: \"18:00\" } ], zone: UTC, later: drop }\n"));
        }
        text.append(
                dice.of(
                        "",
                        "windows:\n  - { name: w, when: { labels: { g: [ g1 ] } }, start: \"2026-08-20T10:05\", for: 10m, zone: UTC }\n"));
        text.append(
                dice.of(
                        "",
                        "inhibit:\n  - { name: i, source: { title: [ node ] }, target: { title: [ x, y ] }, equal: [ labels.g ] }\n"));
        return text.toString();
    }

    private static Rules read(Path folder, String text) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("rules.yaml"), text);
            Files.writeString(folder.resolve("recipients.yaml"), """
                    people:
                      - name: ann
                        audience: technical
                        addresses: { email: ann@example.com }
                        timeZone: UTC
                        quietHours: { from: "09:00", to: "10:25", below: high }
                    receivers: { email: post }
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RuleFiles(folder).load();
    }

    void step(int code) {
        Dice dice = new Dice(code);
        pass(Duration.ofSeconds(1 + dice.of(0, 5, 29, 60, 300, 600)));
        switch (dice.next(9)) {
            case 0, 1, 2, 3 -> word(dice, "firing");
            case 4, 5 -> word(dice, "resolved");
            case 6 -> silence(dice);
            case 7 -> acknowledge(dice.of(TITLES.toArray(String[]::new)));
            default -> pass(Duration.ofMinutes(dice.of(1, 20)));
        }
    }

    private void word(Dice dice, String status) {
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        said.put("title", dice.of(TITLES.toArray(String[]::new))).put("status", status);
        said.put("severity", dice.of(SEVERITIES.toArray(String[]::new)));
        said.withObject("/labels").put("g", dice.of("g1", "g2"));
        if (dice.next(3) == 0) {
            said.put("resolveAfter", 400);
        }
        Instant now = hub.clock.instant();
        log.add(now + " " + said);
        happened.add(new Happening.Said(now, "test", said));
        decide("test", "test", MAPPINGS.said(said, "test", now));
        hub.look();
        goOut();
    }

    private void acknowledge(String title) {
        String firing = "FROM alert a LEFT JOIN incident i ON i.id = a.incident_id AND i.state <> 'resolved'"
                + " WHERE a.status = 'firing' AND a.content LIKE '%\"title\":\"" + title + "\"%'";
        if (hub.column("SELECT a.id " + firing).isEmpty()) {
            return;
        }
        Instant now = hub.clock.instant();
        log.add(now + " mia acknowledges " + title);
        happened.add(new Happening.Acknowledged(now, title, "mia"));
        Acts acts = new Acts(hub.test.corridor, hub.notifying(), Duration.ofHours(4), (tx, unreached, at) -> {});
        hub.column("SELECT DISTINCT i.id " + firing + " AND i.id IS NOT NULL")
                .forEach(incident -> acts.act(new ActOrder(incident, new Input.Acknowledged("mia"), "mia")));
        hub.look();
        goOut();
    }

    private void silence(Dice dice) {
        Instant now = hub.clock.instant();
        Scope scope = Scope.of(List.of(new Matcher("g", Matcher.Operator.EQUAL, dice.of("g1", "g2"))));
        Silence made = hub.silences
                .take(new SilenceOrder(
                        "mia",
                        Optional.empty(),
                        new SilenceOrder.Be(scope, now, now.plusSeconds(dice.of(45, 300, 900)), "mia", "")))
                .silence()
                .orElseThrow();
        log.add(now + " " + made);
        silences.add(made);
    }

    private void decide(String source, String identity, MapResult mapped) {
        String id = Id.EVENT.next();
        hub.test.commit(
                (tx, inputs, now) -> List.of(tx.createUpdate("""
                                INSERT INTO event (id, source, external_id, content_type, body, attributes,
                                                   received_at, state, due_at, owner, fence, attempt)
                                VALUES (:id, 'test', :id, '', '{}', '{}', 0, 'pending', 0, 'hub-1', 1, 1)
                                """).bind("id", id).execute()), "");
        EventStaging staging =
                new EventStaging(new Event(id, source, identity, "{}", Map.of(), hub.clock.instant(), 1, 1));
        staging.decidedBy("v", rules.policies());
        for (Alert alert : ((MapResult.Mapped) mapped).alerts()) {
            staging.observe(MatchRules.observed(alert, rules));
        }
        assertThat(hub.test.commit(recording, staging)).isTrue();
    }

    /** Time passes; what is due before is done when it is due, what is due then is still to come. */
    private void pass(Duration time) {
        Instant end = hub.clock.instant().plus(time);
        for (Optional<Instant> next = next(); next.filter(end::isAfter).isPresent(); next = next()) {
            due(next.get());
        }
        set(end);
    }

    private void set(Instant time) {
        hub.clock.advance(Duration.between(hub.clock.instant(), time));
    }

    private void due(Instant time) {
        if (time.isAfter(hub.clock.instant())) {
            set(time);
        }
        goOut();
        expire();
        hub.look();
        goOut();
    }

    private Optional<Instant> next() {
        return hub
                .column("SELECT min(due) FROM (SELECT min(due_at) AS due FROM incident WHERE due_at IS NOT NULL"
                        + " UNION ALL SELECT min(expires_at) FROM alert WHERE expires_at IS NOT NULL"
                        + " UNION ALL SELECT min(due_at) FROM delivery WHERE state = 'pending') AS all_due"
                        + " WHERE due IS NOT NULL")
                .stream()
                .flatMap(Stream::ofNullable)
                .map(Long::parseLong)
                .map(Instant::ofEpochMilli)
                .findFirst();
    }

    private void goOut() {
        if (!hub.column("SELECT id FROM notice WHERE state = 'pending'").isEmpty()) {
            hub.fanOut();
        }
        long now = hub.clock.instant().toEpochMilli();
        hub.column("SELECT DISTINCT receiver FROM delivery WHERE state = 'pending' AND due_at <= " + now)
                .forEach(receiver -> {
                    List<Delivery> claimed = hub.claim(receiver);
                    claimed.forEach(hub::deliver);
                });
    }

    private void expire() {
        Instant now = hub.clock.instant();
        List<Silent> silent = hub.test.store.read(tx -> tx.createQuery(
                        "SELECT identity, content, expires_at FROM alert WHERE expires_at <= :now ORDER BY expires_at, id")
                .bind("now", now.toEpochMilli())
                .map((row, context) -> new Silent(
                        row.getString("identity"),
                        row.getString("content"),
                        Instant.ofEpochMilli(row.getLong("expires_at"))))
                .list());
        for (Silent one : silent) {
            ObjectNode said = SilentAlerts.event(JsonText.read(hub.test.corridor.json(), one.content), one.until);
            decide(Event.HUB, one.identity, MAPPINGS.map(new Payload(said, Event.HUB, one.identity, Map.of(), now, 0)));
        }
    }

    /** Everything comes to rest, and both say the same. */
    void end() {
        pass(Duration.ofMinutes(45));
        List<String> simulated = new ArrayList<>();
        Simulation simulation =
                new Simulation(MAPPINGS, rules, Silences.of(silences), PlannedWindows.of(List.of()), line -> {
                    if (line instanceof Line.Notified one && one.at().equals(one.decidedAt())) {
                        simulated.add(words(
                                one.at(),
                                one.to().words(),
                                one.kind().word(),
                                one.severity().word(),
                                one.alerts()));
                    } else if (line instanceof Line.HeldBack held
                            && held.to().isPresent()
                            && held.until().isPresent()) {
                        simulated.add(words(held.at(), held.to().get().words(), "held", "", held.alerts()));
                    } else if (line instanceof Line.Trouble trouble) {
                        simulated.add(trouble.toString());
                    }
                });
        happened.forEach(simulation::happens);
        simulation.runTo(hub.clock.instant().minusMillis(1));
        assertThat(simulated).containsExactlyInAnyOrderElementsOf(told());
    }

    private List<String> told() {
        List<Notice> notices = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        hub.test.store.read(
                tx -> tx.createQuery("SELECT * FROM notice WHERE kind <> 'digest'") // it says again what was told
                        .map((row, context) -> {
                            times.add(Instant.ofEpochMilli(row.getLong("created_at")));
                            return notices.add(NoticeRow.read(row, hub.test.corridor.json()));
                        })
                        .list());
        List<String> told = new ArrayList<>();
        for (int i = 0; i < notices.size(); i++) {
            Notice notice = notices.get(i);
            Instant at = times.get(i);
            var message = JsonText.read(hub.test.corridor.json(), notice.message());
            List<AlertName> alerts = new ArrayList<>();
            message.path("alerts")
                    .forEach(alert -> alerts.add(new AlertName(
                            alert.path("title").asText(),
                            alert.path("fingerprint").asText())));
            for (Address to : notice.to()) {
                boolean isHeld = to.heldUntil().filter(at::isBefore).isPresent();
                told.add(words(
                        at,
                        Recipient.of(to).words(),
                        isHeld ? "held" : notice.kind().word(),
                        isHeld ? "" : message.path("incident").path("severity").asText(),
                        alerts));
            }
        }
        return told;
    }

    private static String words(Instant at, String to, String kind, String severity, List<AlertName> alerts) {
        TreeSet<String> names = new TreeSet<>();
        alerts.forEach(name -> names.add(name.title() + "/" + name.fingerprint()));
        return at + " " + to + " " + kind + " " + severity + " " + names;
    }
}
