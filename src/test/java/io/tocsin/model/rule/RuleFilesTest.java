package io.tocsin.model.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.LastGood;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.EscalationPolicy;
import io.tocsin.model.incident.Flapping;
import io.tocsin.model.incident.Shared;
import io.tocsin.model.silence.ActiveTimes;
import io.tocsin.model.silence.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFilesTest {
    @TempDir
    private Path folder;

    private int writes;

    @Test
    void whatHoldsBackStandsBesideTheRules() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), """
                rules:
                  - name: capacity
                    when: { status: [ firing ] }
                    notify: [ log ]
                    active:
                      zone: Europe/Berlin
                      hours: [ { days: [ mon, fri ], from: "08:00", to: "24:00" }, { from: "06:00", to: "07:00" } ]
                      later: drop
                windows:
                  - name: nightly-backup
                    when: { source: [ disk ] }
                    start: 2026-01-31T02:00
                    for: 2h
                    zone: Europe/Berlin
                    repeat: FREQ=DAILY
                    except: [ 2026-12-24 ]
                  - { name: move, when: { source: [ disk ] }, start: 2026-01-31T02:00, for: 3d, zone: UTC }
                inhibit:
                  - name: cluster-down
                    source: { labels: { alertname: [ ClusterDown ] } }
                    target: { severity: [ high ] }
                    equal: [ labels.cluster, source ]
                """);
        Rules rules = new RuleFiles(folder).load();
        assertThat(rules.holds().windows()).extracting(Window::name).containsExactly("nightly-backup", "move");
        assertThat(rules.holds().inhibitions()).singleElement().satisfies(one -> assertThat(one.equal())
                .containsExactly("labels.cluster", "source"));
        ActiveTimes times = rules.policies().get("capacity").active().orElseThrow();
        assertThat(times.later()).isEqualTo(ActiveTimes.Later.DROP);
        assertThat(times.isActive(Instant.parse("2026-08-21T21:59:59Z")))
                .as("a Friday")
                .isTrue();
        assertThat(times.isActive(Instant.parse("2026-08-21T22:00:00Z"))).isFalse();
        assertThat(times.begins(Instant.parse("2026-08-21T22:00:00Z"))).contains(Instant.parse("2026-08-22T04:00:00Z"));
        assertThat(new RuleFiles(folder).load().holds()).isEqualTo(rules.holds());
    }

    @Test
    void whatFlapsAndWhatIsRelatedStandsBesideTheRules() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), """
                incidents:
                  - { name: together, by: [ labels.cluster ], flapping: { changes: 6, within: 10m } }
                related:
                  - { by: [ labels.service, labels.cluster ], within: 30m }
                  - { by: [ source ], within: 2h }
                """);
        Rules rules = new RuleFiles(folder).load();
        ObjectNode alert = JsonNodeFactory.instance.objectNode().put("source", "disk");
        alert.putObject("labels").put("cluster", "eu");
        assertThat(rules.groupings().of(alert).orElseThrow().group(alert).flapping())
                .contains(new Flapping.Limit(6, Duration.ofMinutes(10)));
        assertThat(rules.shared(alert))
                .as("it is of no service")
                .extracting(Shared::within)
                .containsExactly(Duration.ofHours(2));

        alert.withObject("/labels").put("service", "db");
        Shared ofService = rules.shared(alert).get(0);
        assertThat(ofService.within()).isEqualTo(Duration.ofMinutes(30));
        assertThat(rules.shared(alert).get(0)).as("the same each time").isEqualTo(ofService);
        alert.withObject("/labels").put("service", "web");
        assertThat(rules.shared(alert).get(0)).isNotEqualTo(ofService);
        assertThat(rules.shared(alert).get(1).key()).isNotEqualTo(ofService.key());
    }

    @Test
    void durationsOfEscalationsMayBeMilliseconds() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), """
                rules: [ { name: disk, when: { source: [ disk ] }, notify: [ log ], escalate: quick } ]
                escalations:
                  - name: quick
                    steps: [ { notify: [ log ], delay: 250ms }, { notify: [ log ], delay: { critical: 1ms, default: 2s } } ]
                    max: 1500ms
                    acknowledgedFor: 999ms
                """);
        EscalationPolicy quick = new RuleFiles(folder).load().escalations().get("quick");
        assertThat(quick.steps().get(0).delay().of(Severity.LOW)).isEqualTo(Duration.ofMillis(250));
        assertThat(quick.steps().get(1).delay().of(Severity.CRITICAL)).isEqualTo(Duration.ofMillis(1));
        assertThat(quick.most()).contains(Duration.ofMillis(1_500));
        assertThat(quick.acknowledgedFor()).contains(Duration.ofMillis(999));
    }

    @Test
    void ofTwoEntriesByTheSameFieldsTheLongerTimeCounts() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), """
                related:
                  - { by: [ source ], within: 30m }
                  - { by: [ source ], within: 2h }
                """);
        ObjectNode alert = JsonNodeFactory.instance.objectNode().put("source", "disk");

        assertThat(new RuleFiles(folder).load().shared(alert))
                .extracting(Shared::within)
                .containsExactly(Duration.ofHours(2));
    }

    @Test
    void aFolderWithoutRulesFilesIsRefused() {
        assertThatThrownBy(() -> new RuleFiles(folder).load())
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no rules file");
    }

    @Test
    void theOtherEndingIsRefusedInsteadOfOverlooked() throws IOException {
        write("a.yml", "a");

        assertThatThrownBy(() -> new RuleFiles(folder).load()).hasMessageContaining("rename the file");
    }

    @Test
    void aRuleNotifiesTheEndsOfItsIncidentsUnlessItSaysOtherwise() throws IOException {
        Files.writeString(folder.resolve("1.yaml"), """
                rules:
                  - { name: both, when: { status: [ firing ] }, notify: [] }
                  - { name: beginnings, when: { status: [ firing ] }, notify: [], resolved: false }
                """);

        assertThat(new RuleFiles(folder).load().all())
                .extracting(Rule::name, Rule::resolved)
                .containsExactly(tuple("both", true), tuple("beginnings", false));
    }

    @Test
    void aNameIsUniqueOverAllFiles() throws IOException {
        write("1.yaml", "same");
        write("2.yaml", "same");

        assertThatThrownBy(() -> new RuleFiles(folder).load())
                .hasMessageContaining("2.yaml:2: found the rule name `same` a second time");
    }

    /** A trace, a message and a command name a window by its name alone, beside those that people made, which are called win_... */
    @Test
    void aWindowsNameCanBeTakenForNothingElse() throws IOException {
        String window =
                "rules: []\nwindows:\n  - { name: %s, when: { source: [ disk ] }, start: 2026-01-31T02:00, for: 1h, zone: UTC }\n";
        for (String name : List.of(
                "Nightly",
                "\"nightly backup\"",
                "\"nightly\\n\"",
                "\"nightly\\nwindow b\"",
                "\"<b>nightly</b>\"",
                "win_01m8p0gkx3q5v6zt6m0vd4d9a1",
                "nächtlich",
                "\"\"")) {
            Files.writeString(folder.resolve("1.yaml"), window.formatted(name));
            assertThat(refused()).as(name).contains("1.yaml:3", "lower-case letters, digits and hyphens");
        }
        Files.writeString(folder.resolve("1.yaml"), window.formatted("nightly"));
        Files.writeString(folder.resolve("2.yaml"), window.formatted("nightly"));
        assertThat(refused()).contains("2.yaml:3: found the window's name `nightly` a second time", "1.yaml:3");
    }

    /** What is said of the files; nothing where they are taken. */
    private String refused() {
        try {
            new RuleFiles(folder).load();
            return "";
        } catch (InvalidFileException wrong) {
            return wrong.getMessage();
        }
    }

    @Test
    void faultsOfAllFilesAreToldAtOnce() throws IOException {
        Files.writeString(folder.resolve("1.yaml"), "rules: 1");
        Files.writeString(folder.resolve("2.yaml"), "");

        assertThatThrownBy(() -> new RuleFiles(folder).load())
                .hasMessageContaining("1.yaml:1")
                .hasMessageContaining("2.yaml: found an empty file");
    }

    @Test
    void aChangeIsTakenOverAtTheNextCheck() throws IOException {
        write("1.yaml", "one");
        LastGood<Rules> rules = new RuleFiles(folder).follow();

        write("2.yaml", "two");
        assertThat(names(rules)).containsExactly("one");
        rules.check();

        assertThat(names(rules)).containsExactly("one", "two");
        assertThat(rules.taken()).isEqualTo(1);
        Files.delete(folder.resolve("1.yaml"));
        rules.check();
        assertThat(names(rules)).containsExactly("two");
    }

    @Test
    void nothingIsReadAgainWhileNothingChanges() throws IOException {
        write("1.yaml", "one");
        LastGood<Rules> rules = new RuleFiles(folder).follow();
        Rules before = rules.current();

        rules.check();

        assertThat(rules.current()).isSameAs(before);
        assertThat(rules.taken()).isZero();
    }

    @Test
    void aBrokenEditKeepsTheOldRulesAndIsToldUntilItIsMended() throws IOException {
        write("1.yaml", "one");
        LastGood<Rules> rules = new RuleFiles(folder).follow();
        List<List<Finding>> heard = new ArrayList<>();
        rules.listen(heard::add);

        Files.writeString(folder.resolve("1.yaml"), "rules: [ {");
        rules.check();
        rules.check();

        assertThat(names(rules)).containsExactly("one");
        assertThat(rules.broken())
                .hasValueSatisfying(findings -> assertThat(findings).hasSize(1));
        assertThat(rules.refused()).isEqualTo(1);
        assertThat(heard).hasSize(1);

        write("1.yaml", "mended");
        rules.check();

        assertThat(names(rules)).containsExactly("mended");
        assertThat(rules.broken()).isEmpty();
        assertThat(heard).hasSize(2).last().isEqualTo(List.of());
    }

    @Test
    void aStartWithBrokenRulesIsRefused() throws IOException {
        Files.writeString(folder.resolve("1.yaml"), "rules: [ {");

        assertThatThrownBy(() -> new RuleFiles(folder).follow()).isInstanceOf(InvalidFileException.class);
    }

    /** Each write has a time of its own, whatever the file system's clock. */
    private void write(String file, String name) throws IOException {
        Path path = folder.resolve(file);
        Files.writeString(path, "rules:\n  - { name: " + name + ", when: { status: [ firing ] }, notify: [ log ] }\n");
        Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(1_000_000 + writes++)));
    }

    private static List<String> names(LastGood<Rules> rules) {
        return rules.current().all().stream().map(Rule::name).toList();
    }
}
