package io.tocsin.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleGapsTest {

    private static final Instant NOW = Instant.parse("2026-02-02T08:00:00Z"); // a Monday, 09:00 in Berlin

    @Test
    void somebodyAtAnyTimeIsNothingToFix() {
        assertThat(look("""
                  - { name: weeks, starts: 2026-01-05T09:00, rotation: [ ann, ben ] }
                  - { name: lunch, starts: 2026-01-05T09:00, rotation: [ cleo ], hours: [ { from: "12:00", to: "13:00" } ] }
                """)).isEmpty();
    }

    @Test
    void aTimeWithoutAnybodyIsToldWithItsBeginningAndItsLength() {
        assertThat(look("""
                  - { name: day, starts: 2026-01-05T09:00, rotation: [ ann ], hours: [ { from: "08:00", to: "22:30" } ] }
                """)).singleElement().satisfies(finding -> {
            assertThat(finding.line()).isEqualTo(2);
            assertThat(finding.found())
                    .isEqualTo(
                            "nobody on call in `s` from 2026-02-02T22:30 to 2026-02-03T08:00 (Europe/Berlin, 9h 30m), and"
                                    + " 181 times more until 2026-08-03T10:00");
        });
    }

    @Test
    void aGapThatIsMeantIsNone() {
        assertThat(look("""
                  - { name: day, starts: 2026-01-05T09:00, rotation: [ ann ], hours: [ { from: "08:00", to: "22:30" } ] }
                allowGaps: true
                """)).isEmpty();
    }

    /** In March New York is an hour nearer for three weeks. */
    @Test
    void followTheSunWithAHoleBetweenTwoNightsInWhichClocksArePutIsFound() {
        List<Finding> findings = look("""
                  - { name: europe, starts: 2026-01-05T09:00, rotation: [ ann ], hours: [ { from: "06:00", to: "18:00" } ] }
                  - name: america
                    zone: America/New_York
                    starts: 2026-01-05T09:00
                    rotation: [ ben ]
                    hours: [ { from: "12:00", to: "24:00" } ]
                """);

        assertThat(findings)
                .extracting(Finding::found)
                .satisfiesExactly(
                        gap -> assertThat(gap)
                                .startsWith(
                                        "nobody on call in `s` from 2026-03-09T05:00 to 2026-03-09T06:00 (Europe/Berlin, 1h)")
                                .contains("19 times more"),
                        overlap -> assertThat(overlap)
                                .startsWith(
                                        "the layers `europe` and `america` of `s` both have somebody from 2026-03-08T17:00 to"
                                                + " 2026-03-08T18:00 (Europe/Berlin, 1h)"));
    }

    @Test
    void hoursThatOverlapAreToldWithTheLaterLayersLine() {
        assertThat(look("""
                  - { name: day, starts: 2026-01-05T09:00, rotation: [ ann ], hours: [ { from: "08:00", to: "21:00" } ] }
                  - { name: night, starts: 2026-01-05T09:00, rotation: [ ben ], hours: [ { from: "20:00", to: "08:00" } ] }
                """)).singleElement().satisfies(finding -> {
            assertThat(finding.line()).isEqualTo(6);
            assertThat(finding.found())
                    .startsWith("the layers `day` and `night` of `s` both have somebody from 2026-02-02T20:00 to"
                            + " 2026-02-02T21:00");
        });
    }

    @Test
    void twoOverridesAtOnceAreTold() {
        assertThat(look("""
                  - { name: weeks, starts: 2026-01-05T09:00, rotation: [ ann, ben ] }
                overrides:
                  - { from: 2026-02-03T08:00, to: 2026-02-04T08:00, people: [ ann ] }
                  - { from: 2026-02-03T20:00, to: 2026-02-05T08:00, people: [ ben ] }
                  - { from: 2026-01-03T20:00, to: 2026-01-05T08:00, people: [ ann ] }
                  - { from: 2026-01-03T20:00, to: 2026-01-05T08:00, people: [ ben ] }
                """)).singleElement().satisfies(finding -> assertThat(finding.found())
                .contains("with ann and with ben, from 2026-02-03T20:00 to 2026-02-04T08:00 (Europe/Berlin, 12h)"));
    }

    @Test
    void aLayerThatLaterOnesHideIsTold() {
        assertThat(look("""
                  - { name: hidden, starts: 2026-01-05T09:00, rotation: [ ann ], hours: [ { from: "08:00", to: "21:00" } ] }
                  - { name: all, starts: 2026-01-05T09:00, rotation: [ ben ] }
                """)).singleElement().satisfies(finding -> assertThat(finding.found())
                .startsWith("the layer `hidden` of `s`, whose hours never come"));
    }

    @Test
    void whoseTurnsNeverFallIntoTheHoursIsTold() {
        assertThat(look("""
                  - { name: all, starts: 2026-01-05T09:00, rotation: [ ann ] }
                  - name: weekend
                    starts: 2026-01-05T00:00
                    every: daily
                    rotation: [ p1, p2, p3, p4, p5, p6, p7 ]
                    hours: [ { days: [ sat, sun ], from: "00:00", to: "24:00" } ]
                """)).singleElement().satisfies(finding -> {
            assertThat(finding.line()).isEqualTo(6);
            assertThat(finding.found()).startsWith("the turns of p1, p2, p3, p4, p5 in the layer `weekend`");
        });
    }

    private static List<Finding> look(String layers) {
        ScheduleContent content = ScheduleFiles.read(List.of(new FileText(
                "schedules.yaml", "schedules:\n- name: s\n  zone: Europe/Berlin\n  layers:\n" + layers.indent(2))));
        assertThat(content.findings()).isEmpty();
        return ScheduleGaps.of(content.schedules().get(0), NOW);
    }
}
