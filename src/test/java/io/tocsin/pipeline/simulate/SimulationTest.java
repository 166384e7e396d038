package io.tocsin.pipeline.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.mapping.JqLimits;
import io.tocsin.model.mapping.MappingFiles;
import io.tocsin.model.mapping.MappingSamples;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.rule.RuleFiles;
import io.tocsin.model.rule.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stories as files, and what a simulation says of them; times from the story's start. */
class SimulationTest {

    private static final Mappings MAPPINGS =
            new MappingFiles(List.of(Path.of("routes/sources")), Severity.MEDIUM, Map.of(), JqLimits.DEFAULT).load();

    @TempDir
    Path folder;

    @Test
    void eachChangeOfAnAlertThatStandsAloneIsNotifiedAtOnce() throws IOException {
        rules("""
                rules:
                  - { name: all, when: { status: [ firing ] }, notify: [ ops ] }
                """);
        assertThat(said("""
                events:
                  - { at: 0s, alert: { title: disk, severity: high } }
                  - { at: 1m, alert: { title: disk, severity: critical } }
                  - { at: 2m, alert: { title: disk, severity: critical } }
                  - { at: 3m, alert: { title: disk, status: resolved } }
                """))
                .containsExactly(
                        "0s ops opened high disk",
                        "1m ops updated critical disk",
                        "3m ops resolved critical disk over");
    }

    @Test
    void aGroupIsNotifiedAfterItsWaitAndThenAtIntervals() throws IOException {
        rules("""
                incidents:
                  - { name: by-cluster, by: [ labels.cluster ] }
                rules:
                  - { name: all, when: { status: [ firing ] }, notify: [ ops ], wait: 30s, interval: 5m, repeat: 1h }
                """);
        assertThat(said("""
                events:
                  - { at: 0s, alert: { title: a, severity: high, labels: { cluster: eu } } }
                  - { at: 10s, alert: { title: b, severity: low, labels: { cluster: eu } } }
                  - { at: 40s, alert: { title: c, severity: low, labels: { cluster: eu } } }
                  - { at: 50s, alert: { title: a, status: resolved, labels: { cluster: eu } } }
                """))
                .containsExactly(
                        "30s ops opened high a, b", "330s ops updated low c, b, a over", "3930s ops reminder low c, b");
    }

    @Test
    void whatASilenceHidesIsSaidAndWhatStillFiresAtItsEndIsNotified() throws IOException {
        rules("""
                rules:
                  - { name: all, when: { status: [ firing ] }, notify: [ ops ] }
                """);
        assertThat(said("""
                silences:
                  - { name: move, matchers: [ 'rack="7"' ], until: 10m, comment: moving }
                events:
                  - { at: 1m, alert: { title: a, severity: high, labels: { rack: 7 } } }
                  - { at: 2m, alert: { title: b, severity: high, labels: { rack: 8 } } }
                  - { at: 3m, alert: { title: c, severity: high, labels: { rack: 7 } } }
                  - { at: 4m, alert: { title: c, status: resolved, labels: { rack: 7 } } }
                """))
                .containsExactly(
                        "1m held by silence move until 10m: a",
                        "2m ops opened high b",
                        "3m held by silence move until 10m: c",
                        "10m ops opened high a");
    }

    @Test
    void windowsHoursAndInhibitionsHoldBack() throws IOException {
        rules("""
                rules:
                  - { name: all, when: { status: [ firing ], source: [ test ] }, notify: [ ops ] }
                  - name: office
                    when: { status: [ firing ], source: [ office ] }
                    notify: [ mail ]
                    active: { hours: [ { from: "09:30", to: "17:00" } ], zone: UTC, later: hold }
                windows:
                  - { name: backup, when: { labels: { disk: [ full ] } }, start: "2026-01-05T09:00", for: 1h, zone: UTC }
                inhibit:
                  - { name: node-down, source: { title: [ node ] }, target: { title: [ pod ] }, equal: [ labels.node ] }
                """);
        assertThat(said("""
                events:
                  - { at: 0s, alert: { title: node, severity: high, labels: { node: n1 } } }
                  - { at: 1m, alert: { title: pod, severity: low, labels: { node: n1 } } }
                  - { at: 2m, alert: { title: pod, severity: low, labels: { node: n2 } } }
                  - { at: 3m, source: office, alert: { title: printer, severity: low } }
                  - { at: 4m, alert: { title: disk, severity: low, labels: { disk: full } } }
                  - { at: 5m, alert: { title: node, status: resolved, labels: { node: n1 } } }
                """))
                .containsExactly(
                        "0s ops opened high node",
                        "1m held by inhibition node-down [\"n1\"] until -: pod",
                        "2m ops opened low pod",
                        "3m held by hours of rule office until 30m: printer",
                        "4m held by window backup until 1h: disk",
                        "5m ops resolved high node over",
                        "5m ops opened low pod",
                        "30m mail opened low printer",
                        "1h ops opened low disk");
    }

    @Test
    void quietHoursHoldAMessageToAPersonUntilMorning() throws IOException {
        Files.writeString(folder.resolve("recipients.yaml"), """
                people:
                  - name: ann
                    audience: technical
                    addresses: { email: ann@example.com }
                    timeZone: UTC
                    quietHours: { from: "08:00", to: "10:00", below: high }
                receivers: { email: post }
                """);
        rules("""
                rules:
                  - { name: all, when: { status: [ firing ] }, notify: [ { people: { names: [ ann ], via: [ email ] } } ] }
                """);
        assertThat(said("""
                events:
                  - { at: 0s, alert: { title: a, severity: low } }
                  - { at: 1m, alert: { title: b, severity: high } }
                  - { at: 2m, alert: { title: c, severity: low } }
                  - { at: 3m, alert: { title: c, status: resolved } }
                """))
                .containsExactly(
                        "0s held by quiet hours of ann until 1h: a",
                        "1m ann by post opened high b",
                        "2m held by quiet hours of ann until 1h: c",
                        "3m held by quiet hours of ann until -: c",
                        "1h ann by post opened low a");
    }

    @Test
    void anAlertThatNobodySendsAgainIsOver() throws IOException {
        rules("""
                rules:
                  - { name: all, when: { status: [ firing ] }, notify: [ ops ] }
                """);
        assertThat(said("""
                events:
                  - { at: 0s, alert: { title: queue grows, severity: high, resolveAfter: 300 } }
                  - { at: 2m, alert: { title: queue grows, severity: high, resolveAfter: 300 } }
                """))
                .containsExactly("0s ops opened high queue grows", "7m ops resolved high queue grows over");
    }

    @Test
    void acknowledgingEndsRemindersAndIsNotified() throws IOException {
        rules("""
                rules:
                  - { name: all, when: { status: [ firing ] }, notify: [ ops ], repeat: 10m }
                """);
        assertThat(said("""
                events:
                  - { at: 0s, alert: { title: disk, severity: high } }
                  - { at: 15m, acknowledge: disk, by: ann }
                """))
                .containsExactly(
                        "0s ops opened high disk", "10m ops reminder high disk", "15m ops acknowledged high disk");
    }

    @Test
    void anEscalationPagesStepByStepUntilSomebodyAcknowledges() throws IOException {
        rules("""
                escalations:
                  - name: wake
                    steps:
                      - { notify: [ first ], delay: 5m }
                      - { notify: [ second ], delay: 10m }
                      - { notify: [ third ], delay: 10m }
                    unanswered: [ boss ]
                rules:
                  - { name: all, when: { status: [ firing ] }, notify: [ ops ], escalate: wake }
                """);
        assertThat(said("""
                silences:
                  - { name: works, matchers: [ 'rack="7"' ], until: 20m }
                events:
                  - { at: 0s, alert: { title: disk, severity: high } }
                  - { at: 1m, alert: { title: quiet, severity: high, labels: { rack: 7 } } }
                  - { at: 7m, acknowledge: disk, by: ann }
                  - { at: 22m, alert: { title: quiet, status: resolved, labels: { rack: 7 } } }
                """))
                .containsExactly(
                        "0s first opened high disk",
                        "0s ops opened high disk",
                        "1m held by silence works until 20m: quiet",
                        "5m second opened high disk",
                        "7m first acknowledged high disk",
                        "7m second acknowledged high disk",
                        "7m ops acknowledged high disk",
                        "20m first opened high quiet",
                        "20m ops opened high quiet",
                        "22m first resolved high quiet over",
                        "22m ops resolved high quiet over");
        assertThat(said("events: [ { at: 0s, alert: { title: disk, severity: high } } ]"))
                .as("nobody answers")
                .endsWith("15m third opened high disk", "25m boss opened high disk");
    }

    @Test
    void whatNoMappingTakesAndWhomNobodyKnowsIsSaid() throws IOException {
        rules("""
                rules:
                  - { name: all, when: { status: [ firing ] }, notify: [ ops ] }
                """);
        assertThat(said("""
                events:
                  - { at: 0s, source: x, body: { a: 1 } }
                """))
                .singleElement()
                .asString()
                .startsWith("0s trouble x: no mapping takes it from source `x`");
    }

    private void rules(String text) throws IOException {
        Files.writeString(folder.resolve("test.yaml"), text);
    }

    private List<String> said(String story) throws IOException {
        Path file = Files.writeString(Files.createTempDirectory(folder, "story").resolve("story.yml"), story);
        Rules rules;
        try {
            rules = new RuleFiles(only()).load();
        } catch (RuntimeException wrong) {
            throw new AssertionError(wrong.getMessage(), wrong);
        }
        List<String> said = new ArrayList<>();
        new Foresight(MAPPINGS)
                .run(
                        rules,
                        EventStory.read(file, new MappingSamples(MAPPINGS)),
                        Foresight.End.later(Duration.ofHours(1).plusMinutes(30)),
                        line -> said.add(words(line)));
        return said;
    }

    /** The rules without the story beside them. */
    private Path only() throws IOException {
        Path rules = Files.createDirectories(folder.resolve("only"));
        for (String name : List.of("test.yaml", "recipients.yaml")) {
            if (Files.exists(folder.resolve(name))) {
                Files.writeString(rules.resolve(name), Files.readString(folder.resolve(name)));
            }
        }
        return rules;
    }

    private static String words(Line line) {
        String at = time(line.at());
        if (line instanceof Line.Notified one) {
            List<String> alerts = new ArrayList<>();
            one.firing().forEach(name -> alerts.add(name.title()));
            one.over().forEach(name -> alerts.add(name.title() + " over"));
            return at + " " + one.to().words() + " " + one.kind().word() + " "
                    + one.severity().word() + " " + String.join(", ", alerts);
        }
        if (line instanceof Line.HeldBack held) {
            return at + " held by " + held.by() + " until "
                    + held.until().map(SimulationTest::time).orElse("-") + ": "
                    + String.join(
                            ", ", held.alerts().stream().map(AlertName::title).toList());
        }
        return at + " trouble " + ((Line.Trouble) line).what();
    }

    private static String time(Instant time) {
        return io.tocsin.model.time.Span.text(Duration.between(StoryFile.START, time));
    }
}
