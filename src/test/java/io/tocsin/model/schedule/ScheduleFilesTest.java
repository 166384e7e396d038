package io.tocsin.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleFilesTest {

    private static final String GOOD = """
            schedules:
              - name: primary
                description: Who is called first
                zone: Europe/Berlin
                layers:
                  - { name: weeks, starts: 2026-01-05T09:00, every: weekly, rotation: [ ann, [ ben, cleo ] ] }
                  - name: asia
                    zone: Asia/Kathmandu
                    starts: 2026-01-05T06:00
                    every: 12h
                    rotation: [ dev ]
                    hours: [ { days: [ mon, tue ], from: "06:00", to: "12:00" } ]
                    ends: 2026-06-01T00:00
                overrides:
                  - { from: 2026-12-24T12:00, to: 2026-12-27T09:00, people: [ ben ], comment: Ann is on holiday }
            """;

    @Test
    void aFileIsReadAsItIsWritten() {
        Schedule schedule = read(GOOD).schedules().get(0);

        assertThat(schedule.people(Instant.parse("2026-01-05T07:59:59Z"))).isEmpty();
        assertThat(schedule.people(Instant.parse("2026-01-07T08:00:00Z"))).containsExactly("ann");
        assertThat(schedule.people(Instant.parse("2026-01-12T08:00:00Z"))).containsExactly("ben", "cleo");
        assertThat(schedule.people(Instant.parse("2026-01-12T00:15:00Z"))).containsExactly("dev");
        assertThat(schedule.through(Instant.parse("2026-01-12T00:15:00Z"))).isEqualTo("asia");
        assertThat(schedule.people(Instant.parse("2026-12-24T11:00:00Z"))).containsExactly("ben");
        assertThat(schedule.through(Instant.parse("2026-12-24T11:00:00Z"))).isEqualTo("override-1");
        assertThat(schedule.layers().get(1).rotation().length()).isEqualTo(Duration.ofHours(12));
        assertThat(schedule.everybody()).containsExactlyInAnyOrder("ann", "ben", "cleo", "dev");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "zone: Europe/Berlin | zone: Europe/Berlni | 4 | the time zone `Europe/Berlni` | did you mean",
                "zone: Asia/Kathmandu | zone: Mars | 8 | the time zone `Mars` | see https",
                "2026-01-05T09:00 | 2026-02-30T09:00 | 6 | starts: 2026-02-30T09:00 | correct the day",
                "every: weekly | every: monthly | 6 | every: \"monthly\" | write for example \"weekly\"",
                "every: 12h | every: 0h | 10 | every: \"0h\" | write for example",
                "name: asia | name: weeks | 7 | the layer `weeks` a second time | rename one of the two",
                "ends: 2026-06-01T00:00 | ends: 2026-01-05T06:00 | 13 | ends: 2026-01-05T06:00, and it starts at | later time",
                "to: 2026-12-27T09:00 | to: 2026-12-24T12:00 | 15 | to: 2026-12-24T12:00, and from is | write a later",
                "people: [ ben ] | people: [] | 15 | people: [] | write for example",
                "rotation: [ dev ] | rotatoin: [ dev ] | 11 | the unknown field `rotatoin` | did you mean `rotation`?",
                "rotation: [ dev ] | rotation: [ [] ] | 11 | turns of nobody | write a name",
                "description: Who is called first | calendar: {} | 3 | neither `url` nor `urlFile` | write the address",
                "description: Who is called first | calendar: { url: \"ftp://a/b\" } | 3 | what is no address of a calendar | write",
                "description: Who is called first | calendar: { url: \"https://a:99999/b\" } | 3 | what is no address of a calendar | write",
                "description: Who is called first | calendar: { url: \"https://a/b\", urlFile: c } | 3 | both `url` and | write",
                "description: Who is called first | handover: { people: [ all ] } | 3 | people: | use one of them",
                "description: Who is called first | descr: 1 | 3 | the unknown field `descr` | remove it"
            })
    void aMistakeIsToldWithItsLineAndItsFix(String good, String bad, int line, String found, String fix) {
        assertThat(GOOD).contains(good);

        ScheduleContent content = read(GOOD.replaceFirst(Pattern.quote(good), bad));

        assertThat(content.schedules()).isEmpty();
        assertThat(content.names()).hasSize(1);
        assertThat(content.findings()).hasSize(1).first().satisfies(finding -> {
            assertThat(finding.line()).isEqualTo(line);
            assertThat(finding.found()).startsWith(found);
            assertThat(finding.fix()).contains(fix);
        });
    }

    @Test
    void aScheduleHasLayersOrACalendar() {
        assertThat(read("schedules: [ { name: a, zone: UTC } ]").findings())
                .singleElement()
                .asString()
                .contains("schedules.yaml:1: found a schedule without `layers` and without `calendar`");
        ScheduleContent fed =
                read("schedules: [ { name: a, zone: UTC, calendar: { url: \"webcal://a.example/b.ics\" } } ]");
        assertThat(fed.findings()).isEmpty();
        assertThat(fed.schedules().get(0).feed().orElseThrow().url().orElseThrow())
                .hasToString("https://a.example/b.ics");
        assertThat(ScheduleGaps.of(fed.schedules().get(0), Instant.parse("2026-11-30T08:00:00Z")))
                .isEmpty();
    }

    @Test
    void twoSchedulesOfOneNameAreAMistake() {
        String twice = GOOD + GOOD.replace("schedules:\n", "");

        ScheduleContent content = read(twice);

        assertThat(content.schedules()).hasSize(1);
        assertThat(content.findings()).extracting(Finding::line).containsExactly(16);
    }

    @Test
    void whatTheShippedFileHasInCommentsIsRightAsItStandsAndNamesPeopleOfTheShippedRecipients() {
        FileText shipped = FileText.read(Path.of("routes/rules/schedules.yaml"));
        assertThat(read(shipped.content()).schedules()).isEmpty();

        ScheduleContent content = read(shipped.content()
                .lines()
                .map(line -> line.replaceFirst(": \\[]$", ":").replaceFirst("^#(  )", "$1"))
                .collect(Collectors.joining("\n")));

        assertThat(content.findings()).isEmpty();
        assertThat(content.schedules().get(0).everybody()).containsExactlyInAnyOrder("ann", "zoe");
        assertThat(ScheduleGaps.of(content.schedules().get(0), Instant.parse("2026-11-30T08:00:00Z")))
                .isEmpty();
        assertThat(FileText.read(Path.of("routes/rules/recipients.yaml")).content())
                .contains("- name: ann", "- name: zoe");
    }

    @Test
    void theExamplesOfThePageAreRight() {
        String page = FileText.read(Path.of("docs/on-call.md")).content();
        List<String> examples = Pattern.compile(
                        "```yaml\n((# yaml-language-server[^\n]*\n)?schedules:.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(examples).hasSize(4).allSatisfy(example -> {
            ScheduleContent content = read(example);
            assertThat(content.findings()).isEmpty();
            assertThat(ScheduleGaps.of(content.schedules().get(0), Instant.parse("2026-11-30T08:00:00Z")))
                    .isEmpty();
        });
    }

    private static ScheduleContent read(String text) {
        return ScheduleFiles.read(List.of(new FileText("schedules.yaml", text)));
    }
}
