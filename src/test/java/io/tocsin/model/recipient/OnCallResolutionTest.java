package io.tocsin.model.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.schedule.ScheduleFiles;
import io.tocsin.model.schedule.ScheduleOverride;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever is on call when it is told is told. */
class OnCallResolutionTest {

    private static final Instant MONDAY = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant NIGHT = Instant.parse("2026-11-23T23:00:00Z");

    private static final String PEOPLE = """
            people:
              - { name: ann, addresses: { pager: "1" }, quietHours: { from: "22:00", to: "07:00" } }
              - { name: ben, addresses: { pager: "2" } }
              - { name: cleo, addresses: { email: cleo@example.com } }
            teams:
              - { name: platform, members: [ ann, ben ] }
            receivers: { pager: text, email: mail }
            """;
    private static final String SCHEDULES = """
            schedules:
              - name: primary
                zone: UTC
                layers: [ { name: weeks, starts: 2026-11-16T09:00, rotation: [ ann, ben ] } ]
              - name: day
                zone: UTC
                allowGaps: true
                layers: [ { name: d, starts: 2026-01-01T00:00, rotation: [ ben ], hours: [ { from: "08:00", to: "18:00" } ] } ]
              - name: hole
                zone: UTC
                layers: [ { name: d, starts: 2026-01-01T00:00, rotation: [ ben ], hours: [ { from: "08:00", to: "18:00" } ] } ]
              - name: mail-only
                zone: UTC
                layers: [ { name: d, starts: 2026-01-01T00:00, rotation: [ cleo ] } ]
            """;

    private final Recipients recipients = known(SCHEDULES, new ArrayList<>()).recipients();

    @Test
    void whoIsOnCallWhenItIsToldIsTold() {
        assertThat(told(MONDAY.minusSeconds(4 * 3600), "primary").drafts())
                .extracting(Address::address)
                .containsExactly("1");
        assertThat(told(MONDAY, "primary").drafts())
                .extracting(Address::address)
                .containsExactly("2");
        assertThat(told(MONDAY, "primary", "day").drafts()).hasSize(1);
    }

    @Test
    void whoIsToldSinceTheyAreOnCallIsToldSoAndUntilWhen() {
        Instant sunday = Instant.parse("2026-11-22T12:00:00Z");

        assertThat(told(sunday, "primary").drafts())
                .extracting(Address::onCall)
                .containsExactly(
                        Optional.of(new OnCall("primary", Optional.of(Instant.parse("2026-11-23T09:00:00Z")))));
        assertThat(Resolution.of(List.of(Paging.at("ann", List.of("pager"))), Severity.MEDIUM, sunday, recipients)
                        .drafts())
                .as("who is meant by name")
                .extracting(Address::onCall)
                .containsExactly(Optional.empty());
    }

    @Test
    void itIsOverWhenAllShiftsInARowAreOverWhateverTheyAreThrough() {
        Recipients longer = recipients.overridden(Map.of(
                "primary",
                List.of(
                        new ScheduleOverride(
                                "1", at("2026-11-23T08:00"), at("2026-11-23T20:00"), List.of("ann", "ben"), "mia", ""),
                        new ScheduleOverride(
                                "2", at("2026-11-23T20:00"), at("2026-11-24T06:00"), List.of("ann"), "mia", ""))));

        assertThat(told(longer, at("2026-11-22T12:00"), "primary").drafts())
                .extracting(Address::onCall)
                .containsExactly(Optional.of(new OnCall("primary", Optional.of(at("2026-11-24T06:00")))));
    }

    @Test
    void whoIsItForLongerThanIsLookedForIsToldNoEnd() {
        Target.People target = new Target.People(
                List.of(), List.of(), List.of("mail-only"), Optional.empty(), Via.always(List.of("email")));

        assertThat(Resolution.of(List.of(target), Severity.MEDIUM, MONDAY, recipients)
                        .drafts())
                .extracting(Address::onCall)
                .containsExactly(Optional.of(new OnCall("mail-only", Optional.empty())));
    }

    @Test
    void whoIsRemindedIsAskedAgainWhetherTheyAreOnCall() {
        Address ann = told(at("2026-11-22T12:00"), "primary").drafts().get(0);

        assertThat(still(ann, "2026-11-22T18:00").onCall()).isEqualTo(ann.onCall());
        assertThat(still(ann, "2026-11-23T12:00").onCall()).isEmpty();
        assertThat(still(ann, "2026-11-23T12:00").key()).isEqualTo(ann.key());
    }

    @Test
    void whomAPageLeavesItToIsToldSoAtOnceAndByTheirLaterSteps() {
        Instant sunday = at("2026-11-22T12:00");
        Recipients ruled = known(
                        PEOPLE.replace(
                                "quietHours: { from: \"22:00\", to: \"07:00\" }",
                                "pages: [ { via: [ pager ] }, { after: 2m, via: [ pager ] } ]"),
                        SCHEDULES,
                        new ArrayList<>())
                .recipients();
        Page page = new Page(
                new Target.People(List.of(), List.of(), List.of("primary"), Optional.empty(), Via.always(List.of())),
                false,
                true);

        Paged paged = Paging.of(page, Severity.HIGH, team -> 0, sunday, ruled);

        Optional<OnCall> told = Optional.of(new OnCall("primary", Optional.of(at("2026-11-23T09:00"))));
        assertThat(paged.atOnce()).extracting(Address::onCall).containsExactly(told);
        Paged.Later later = paged.later().get(0);
        assertThat(Resolution.of(
                                List.of(Paging.at(later.person(), later.kinds(), later.onCallIn())),
                                Severity.HIGH,
                                sunday.plusSeconds(120),
                                ruled)
                        .drafts())
                .extracting(Address::onCall)
                .containsExactly(told);
    }

    private Address still(Address told, String time) {
        return Resolution.still(told, Severity.CRITICAL, at(time), recipients).orElseThrow();
    }

    private static Instant at(String time) {
        return Instant.parse(time + ":00Z");
    }

    @Test
    void quietHoursHoldOnCallToo() {
        Instant sunday = Instant.parse("2026-11-22T23:00:00Z");

        assertThat(told(sunday, "primary").drafts())
                .extracting(Address::heldUntil)
                .containsExactly(Optional.of(Instant.parse("2026-11-23T07:00:00Z")));
    }

    @Test
    void whereNobodyIsOnCallThatIsSaidUnlessItIsMeantAndSomebodyElseIsTold() {
        assertThat(told(NIGHT, "hole").lost()).containsExactly("nobody is on call in the schedule hole");
        assertThat(told(NIGHT, "hole", "primary").lost()).containsExactly("nobody is on call in the schedule hole");
        assertThat(told(NIGHT, "hole", "primary").drafts()).hasSize(1);
        assertThat(told(NIGHT, "day").lost()).containsExactly("nobody is on call in the schedule day");
        assertThat(told(NIGHT, "day", "primary").lost()).isEmpty();
    }

    @Test
    void aScheduleOrAPersonThatIsGoneIsSaid() {
        assertThat(told(NIGHT, "gone").lost()).containsExactly("no schedule is called gone any more");
        assertThat(told(NIGHT, "mail-only").lost())
                .containsExactly("nobody of those whom the rule names has an address of the kind pager");
    }

    @Test
    void anOverrideIsToldAndOneWhosePeopleAreAllGoneIsNone() {
        Recipients cleo = recipients.overridden(Map.of("hole", List.of(override("1", "cleo", "ben"))));
        assertThat(told(cleo, NIGHT, "hole").drafts())
                .extracting(Address::address)
                .containsExactly("2");

        Recipients gone = recipients.overridden(Map.of("primary", List.of(override("1", "zed"))));
        assertThat(told(gone, NIGHT, "primary").drafts())
                .extracting(Address::address)
                .containsExactly("2");

        Recipients half = recipients.overridden(Map.of("primary", List.of(override("1", "zed", "ann"))));
        assertThat(told(half, NIGHT, "primary").drafts())
                .extracting(Address::address)
                .containsExactly("1");
        assertThat(told(half, NIGHT, "primary").lost())
                .containsExactly("no person is called zed any more, who is on call in the schedule primary");
    }

    @Test
    void aScheduleOfSomebodyWhoIsNotThereIsAMistakeAtTheirName() {
        List<Finding> findings = new ArrayList<>();
        known(SCHEDULES.replace("[ cleo ]", "[ cloe, platform ]"), findings);

        assertThat(findings).hasSize(2).allSatisfy(finding -> {
            assertThat(finding.file()).isEqualTo("schedules.yaml");
            assertThat(finding.line()).isEqualTo(14);
        });
        assertThat(findings)
                .extracting(Finding::fix)
                .containsExactly("did you mean `cleo`?", "it is a team: write the names of its members, ann, ben");
    }

    private static ScheduleOverride override(String id, String... people) {
        return new ScheduleOverride(id, NIGHT.minusSeconds(60), NIGHT.plusSeconds(60), List.of(people), "mia", "");
    }

    private static KnownPeople known(String schedules, List<Finding> findings) {
        return known(PEOPLE, schedules, findings);
    }

    private static KnownPeople known(String people, String schedules, List<Finding> findings) {
        List<FileText> files = List.of(new FileText("schedules.yaml", schedules));
        return new RecipientFiles()
                .sound(List.of(new FileText("recipients.yaml", people)), findings)
                .with(ScheduleFiles.read(files), files, findings);
    }

    private Resolution told(Instant at, String... schedules) {
        return told(recipients, at, schedules);
    }

    private static Resolution told(Recipients recipients, Instant at, String... schedules) {
        return Resolution.of(
                List.of(new Target.People(
                        List.of(), List.of(), List.of(schedules), Optional.empty(), Via.always(List.of("pager")))),
                Severity.MEDIUM,
                at,
                recipients);
    }
}
