package io.tocsin.app.imports.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tocsin.app.imports.Imported;
import io.tocsin.files.FileText;
import io.tocsin.files.InvalidFileException;
import io.tocsin.model.schedule.Schedule;
import io.tocsin.model.schedule.ScheduleContent;
import io.tocsin.model.schedule.ScheduleFiles;
import io.tocsin.model.schedule.ScheduleGaps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Answers of three APIs, of shapes that they document, as files of the hub. */
class OnCallImportTest {

    private static final Path SAMPLES = Path.of("src/test/resources/oncall");
    private static final Instant NOW = Instant.parse("2026-01-20T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ImportedOnCall imported(OnCallImport.From from) {
        try (Stream<Path> files = Files.list(SAMPLES.resolve(from.word()))) {
            return OnCallImport.of(from, files.sorted().map(FileText::read).toList(), NOW);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode sample(String name) throws IOException {
        return JSON.readTree(Files.readString(SAMPLES.resolve(name)));
    }

    private static JsonNode yaml(ImportedOnCall imported, String file) throws IOException {
        return YAMLMapper.builder().build().readTree(imported.files().get("rules/" + file));
    }

    /** What the source's schedule became: those of its name, or of names that begin with it. */
    private static List<Schedule> schedules(ImportedOnCall imported, String name) {
        ScheduleContent content = ScheduleFiles.read(
                List.of(new FileText("schedules.yaml", imported.files().get("rules/schedules.yaml"))));
        assertThat(content.findings()).isEmpty();
        List<Schedule> made = content.schedules().stream()
                .filter(one -> one.name().equals(name) || one.name().startsWith(name + "-"))
                .toList();
        assertThat(made).isNotEmpty();
        return made;
    }

    /** Looks each quarter of an hour for a year, in which clocks are put twice. */
    private static void sameAs(WhoThere there, List<Schedule> here, Map<String, String> names) {
        Instant end = NOW.plus(Duration.ofDays(366));
        Set<Set<String>> seen = new java.util.HashSet<>();
        for (Instant at = NOW; at.isBefore(end); at = at.plus(Duration.ofMinutes(15))) {
            Instant time = at;
            Set<String> expected = there.at(time).stream()
                    .filter(names::containsKey)
                    .map(names::get)
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> found = here.stream()
                    .flatMap(one -> one.people(time).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(found).as("at %s", time).isEqualTo(expected);
            seen.add(found);
        }
        assertThat(seen).as("different people on call").hasSizeGreaterThan(1);
        here.forEach(one -> assertThat(ScheduleGaps.of(one, NOW)).isEmpty());
    }

    private static List<String> left(ImportedOnCall imported) {
        return imported.left().stream().map(Imported.Left::toString).toList();
    }

    @Test
    void whoIsOnCallIsWhomPagerDutyHas() throws IOException {
        ImportedOnCall imported = imported(OnCallImport.From.PAGERDUTY);
        Map<String, String> names = Map.of("PANN001", "ann-m-ller", "PBEN001", "ben", "PCLEO01", "cleo");
        sameAs(
                new WhoThere.InPagerDuty(sample("pagerduty/schedule.json").path("schedule")),
                schedules(imported, "platform-primary"),
                names);
        sameAs(
                new WhoThere.InPagerDuty(sample("pagerduty/schedule-hours.json").path("schedule")),
                schedules(imported, "us-hours"),
                names);
    }

    @Test
    void pagerDutysPeopleAndPoliciesAreCarriedOverAndTheRestIsNamed() throws IOException {
        ImportedOnCall imported = imported(OnCallImport.From.PAGERDUTY);
        JsonNode people = yaml(imported, "recipients.yaml").path("people");
        assertThat(people.get(0).toString())
                .isEqualTo(
                        "{\"name\":\"ann-m-ller\",\"addresses\":{\"email\":\"ann@example.com\",\"voice\":\"+4915112345678\","
                                + "\"sms\":\"+4915112345678\"},\"timeZone\":\"Europe/Berlin\",\"pages\":{"
                                + "\"critical\":[{\"via\":[\"sms\"]},{\"via\":[\"voice\"],\"after\":\"5m\"}],"
                                + "\"high\":[{\"via\":[\"sms\"]},{\"via\":[\"voice\"],\"after\":\"5m\"}],"
                                + "\"default\":[{\"via\":[\"email\"]}]}}");
        assertThat(yaml(imported, "escalations.yaml").path("escalations").toString())
                .isEqualTo("[{\"name\":\"platform\",\"description\":\"Wakes the platform\",\"steps\":["
                        + "{\"notify\":[{\"people\":{\"schedules\":[\"platform-primary\"]}}],\"delay\":\"5m\"},"
                        + "{\"notify\":[{\"people\":{\"teams\":[\"platform-turns\"],\"roundRobin\":true}}],\"delay\":\"10m\"},"
                        + "{\"notify\":[{\"people\":{\"names\":[\"cleo\"]}}],\"delay\":\"30m\"}],\"repeat\":2}]");
        assertThat(left(imported))
                .anyMatch(line -> line.contains("users.json:13:") && line.contains("push_notification"))
                .anyMatch(line -> line.contains("second address of the kind `voice`, +14155550112"))
                .anyMatch(line -> line.contains("contact method of Cleo without its address"))
                .anyMatch(line -> line.contains("what is over in `Platform Primary` (Before)"))
                .anyMatch(line -> line.contains("escalation_policies.json:1:") && line.contains("more pages"))
                .anyMatch(line -> line.contains("Managers (PSCHED9)"))
                .anyMatch(line -> line.contains("escalation_policies.json:5:")
                        && line.contains("hand-off notifications (if_has_services) of `Platform`"))
                .anyMatch(line -> line.contains("users.json:36:")
                        && line.contains("notification rules of Cleo without their times"))
                .anyMatch(line -> line.contains("Somebody who left (PGONE01)"))
                .anyMatch(line -> line.contains("the escalation `Nobody`: nobody is left whom it pages"))
                .anyMatch(line -> line.contains("nobody is on call in `us-hours`"));
    }

    @Test
    void whoIsOnCallIsWhomOpsgenieHas() throws IOException {
        ImportedOnCall imported = imported(OnCallImport.From.OPSGENIE);
        Map<String, String> names = Map.of(
                "john.doe@opsgenie.com", "john-doe", "jane.doe@opsgenie.com", "jane-doe", "kim@opsgenie.com", "kim");
        JsonNode schedules = sample("opsgenie/schedules.json").path("data");
        JsonNode overrides = sample("opsgenie/overrides.json").path("data");
        assertThat(schedules(imported, "ops-schedule")).hasSize(2); // nights and weekends overlap
        sameAs(new WhoThere.InOpsgenie(schedules.get(0), overrides), schedules(imported, "ops-schedule"), names);
        assertThat(schedules(imported, "hourly")).hasSize(1);
        sameAs(new WhoThere.InOpsgenie(schedules.get(2), overrides), schedules(imported, "hourly"), names);
    }

    @Test
    void opsgeniesDelaysCountFromTheStepBefore() throws IOException {
        ImportedOnCall imported = imported(OnCallImport.From.OPSGENIE);
        assertThat(yaml(imported, "recipients.yaml")
                        .path("people")
                        .get(0)
                        .path("addresses")
                        .toString())
                .isEqualTo("{\"email\":\"john.doe@opsgenie.com\",\"sms\":\"+14155550123\",\"voice\":\"+14155550123\"}");
        String both = "[{\"people\":{\"schedules\":[\"ops-schedule-day-shift\",\"ops-schedule-nights\"]}}]";
        assertThat(yaml(imported, "escalations.yaml").path("escalations").toString())
                .isEqualTo("[{\"name\":\"ops-team-escalation\",\"steps\":[{\"notify\":" + both
                        + ",\"delay\":\"5m\"},{\"notify\":"
                        + both
                        + ",\"delay\":\"55m\"},{\"notify\":[{\"people\":{\"names\":[\"kim\"],\"teams\":[\"ops-team\"]}}],"
                        + "\"delay\":\"10m\"}],\"repeat\":3}]");
        assertThat(left(imported))
                .anyMatch(line -> line.contains("by mobile"))
                .anyMatch(line -> line.contains("jane.doe@opsgenie.com without contacts"))
                .anyMatch(line -> line.contains("it is in 2 schedules, ops-schedule-day-shift, ops-schedule-nights"))
                .anyMatch(line -> line.contains("the schedule `off`, which is disabled"))
                .anyMatch(line -> line.contains("the team ops_team in the rotation `Rot1`"))
                .anyMatch(line -> line.contains("the user gone@opsgenie.com"))
                .anyMatch(line -> line.contains("notifyType next"))
                .anyMatch(line -> line.contains("notification rules of users"))
                .anyMatch(line -> line.contains("if-not-closed"))
                .anyMatch(line -> line.contains("closeAlertAfterAll"));
    }

    @Test
    void whoIsOnCallIsWhomGrafanaOnCallHas() throws IOException {
        ImportedOnCall imported = imported(OnCallImport.From.GRAFANA_ONCALL);
        Map<String, String> names = Map.of("U4DNY931HHJS5", "alex", "U6RV9WPSL6DFW", "bob", "UC2CHRT5SD34X", "carol");
        JsonNode schedules = sample("grafana-oncall/schedules.json").path("results");
        Map<String, JsonNode> shifts = new HashMap<>();
        sample("grafana-oncall/on_call_shifts.json")
                .path("results")
                .forEach(shift -> shifts.put(shift.path("id").asText(), shift));
        Set<String> leftOut = Set.of("OMONTHLY00001");
        List<String> called = List.of("demo-schedule-calendar", "weekdays", "together");
        for (int i = 0; i < called.size(); i++) {
            sameAs(
                    new WhoThere.InGrafanaOnCall(schedules.get(i + 1), shifts, leftOut),
                    schedules(imported, called.get(i)),
                    names);
        }
    }

    @Test
    void grafanaOnCallsChainsAreEscalationsAndTheRestIsNamed() throws IOException {
        ImportedOnCall imported = imported(OnCallImport.From.GRAFANA_ONCALL);
        assertThat(yaml(imported, "recipients.yaml")
                        .path("people")
                        .get(0)
                        .path("addresses")
                        .toString())
                .isEqualTo("{\"email\":\"alex@example.com\",\"slack\":\"UALEXSLACKDJPK\"}");
        assertThat(yaml(imported, "escalations.yaml").path("escalations").toString())
                .isEqualTo(
                        "[{\"name\":\"default\",\"steps\":[{\"notify\":[{\"people\":{\"schedules\":[\"together-first\","
                                + "\"together-second\"]}}],\"delay\":\"5m\"},{\"notify\":[{\"people\":{\"names\":[\"carol\"]}},"
                                + "{\"people\":{\"teams\":[\"default-turns\"],\"roundRobin\":true}}],\"delay\":\"5m\"}],\"repeat\":5}]");
        assertThat(left(imported))
                .anyMatch(line -> line.contains("OMISSING00001"))
                .anyMatch(line -> line.contains("`First of the month`") && line.contains("not known to layers"))
                .anyMatch(line -> line.contains("trigger_webhook"))
                .anyMatch(line -> line.contains("important"))
                .anyMatch(line -> line.contains("the telephone number of alex"))
                .anyMatch(line -> line.contains("notification rules of users"))
                .anyMatch(line -> line.contains("the Slack channel or user group of `Demo schedule iCal`"))
                .anyMatch(line -> line.contains("ical_url_overrides"));
    }

    private static List<String> left(OnCallImport.From from, String... answers) {
        List<FileText> files = new ArrayList<>();
        for (String answer : answers) {
            files.add(new FileText("answer-" + files.size() + ".json", answer));
        }
        return left(OnCallImport.of(from, files, NOW));
    }

    @Test
    void whatNoSampleHasIsNamedAsWell() {
        assertThat(left(OnCallImport.From.PAGERDUTY, """
                        {"users": [{"id": "P1", "type": "user", "name": "Ann", "email": "ann@example.com", "time_zone": "Middle/Earth",
                          "contact_methods": [{"type": "email_contact_method", "address": "ann@example.com"}],
                          "notification_rules": [{"start_delay_in_minutes": 0, "urgency": "high",
                            "contact_method": {"type": "email_contact_method"}}]}]}""", """
                        {"schedule": {"id": "S1", "name": "Primary", "time_zone": "UTC", "schedule_layers": [
                            {"name": "L", "start": "2026-01-05T08:00:00Z", "rotation_virtual_start": "2026-01-05T08:00:00Z",
                             "rotation_turn_length_seconds": 86400, "users": [{"user": {"id": "P1"}}]}],
                          "overrides_subschedule": {"rendered_schedule_entries": [
                            {"user": {"id": "P1"}, "start": "soon", "end": "2026-02-01T00:00:00Z"}]}}}"""))
                .anyMatch(line -> line.contains("the time zone `Middle/Earth` of Ann"))
                .anyMatch(line -> line.contains("the notification rules of Ann, of high urgency alone"))
                .anyMatch(line -> line.contains("answer-1.json:5:") && line.contains("an override from `soon`"));
        assertThat(left(OnCallImport.From.OPSGENIE, """
                        {"data": {"id": "u1", "username": "ann@example.com", "blocked": true, "userContacts": [
                          {"contactMethod": "sms", "to": "1-4155550123", "status": {"enabled": false}}]}}""", """
                        {"data": [{"id": "s1", "name": "ops", "timezone": "UTC", "rotations": [
                          {"id": "r1", "name": "Days", "startDate": "2026-01-05T08:00:00Z", "type": "daily", "length": 1,
                           "participants": [{"type": "user", "username": "ann@example.com"}]},
                          {"id": "r2", "name": "Over", "startDate": "2025-01-05T08:00:00Z", "endDate": "2025-02-05T08:00:00Z", "type": "daily",
                           "length": 1, "participants": [{"type": "user", "username": "ann@example.com"}]}]}]}""", """
                        {"data": [{"_parent": {"id": "s1"}, "user": {"type": "user", "username": "ann@example.com"},
                          "startDate": "2026-03-01T08:00:00Z", "endDate": "2026-03-02T08:00:00Z", "rotations": [{"id": "r2"}]}]}""", """
                        {"data": [{"id": "e1", "name": "all", "rules": [{"condition": "if-not-acked", "delay": {"timeAmount": 0},
                          "recipient": {"type": "user", "username": "ann@example.com"}}],
                          "repeat": {"waitInterval": 10, "count": 200, "resetRecipientStates": true}}]}"""))
                .anyMatch(line -> line.contains("ann@example.com, who is blocked"))
                .anyMatch(line -> line.contains("by sms, which is disabled"))
                .anyMatch(line -> line.contains("an override of `ops` from 2026-03-01T08:00:00Z")
                        && line.contains("none of its rotations is here"))
                .anyMatch(line -> line.contains("resetRecipientStates of the escalation `all`"))
                .anyMatch(line -> line.contains("the 200 repeats of the escalation `all`"));
        assertThat(left(OnCallImport.From.GRAFANA_ONCALL, """
                        {"results": [{"id": "U1", "username": "ann", "email": "ann@example.com"}]}""", """
                        {"results": [{"id": "S1", "name": "web", "type": "web", "time_zone": "Middle/Earth", "shifts": ["O1"]}]}""", """
                        {"results": [
                          {"id": "O1", "name": "days", "type": "rolling_users", "start": "2026-01-05T08:00:00", "duration": 86400,
                           "frequency": "daily", "rolling_users": [["U1"]]},
                          {"id": "O2", "name": "of another page", "type": "rolling_users", "start": "2026-01-05T08:00:00", "duration": 86400,
                           "frequency": "daily", "rolling_users": [["U1"]]}]}"""))
                .anyMatch(line -> line.contains("the time zone `Middle/Earth` of the schedule `web`"))
                .anyMatch(line -> line.contains("answer-2.json:4:") && line.contains("the shift `of another page`"));
    }

    @Test
    void whatIsNoAnswerOfTheApiIsRefused() {
        assertThatThrownBy(() -> OnCallImport.of(
                        OnCallImport.From.PAGERDUTY,
                        List.of(new FileText("a.json", "{\"error\": {\"code\": 2006}}")),
                        NOW))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("a.json:1: found nothing that the API of PagerDuty answers");
        assertThatThrownBy(() -> OnCallImport.of(
                        OnCallImport.From.OPSGENIE, List.of(new FileText("b.json", "{\"data\": [")), NOW))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("b.json:");
    }
}
