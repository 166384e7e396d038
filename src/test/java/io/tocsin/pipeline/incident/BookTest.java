package io.tocsin.pipeline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Counts;
import io.tocsin.model.incident.Entry;
import io.tocsin.model.incident.Escalation;
import io.tocsin.model.incident.Flapping;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.incident.Kind;
import io.tocsin.model.incident.Matched;
import io.tocsin.model.incident.Member;
import io.tocsin.model.incident.PublicStatus;
import io.tocsin.model.incident.Told;
import io.tocsin.model.recipient.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an incident's row keeps as JSON is read as it was written. */
class BookTest {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00.123Z");

    @Test
    void aBookWithEverythingInItIsReadAsItWasWritten() {
        Matched match = new Matched(
                "disk", Optional.of(Severity.CRITICAL), 5, 6, NOW, 0, List.of(new Matched.Span(1, 3)), true);
        Member member = new Member(
                "alr_1",
                "Disk \"full\" – ü\n",
                Severity.CRITICAL,
                NOW,
                Optional.empty(),
                false,
                3,
                2,
                4,
                List.of(match),
                Optional.of(new Flapping(
                        Duration.ofMinutes(10),
                        List.of(NOW, NOW.plusSeconds(9)),
                        Optional.of(NOW),
                        NOW.plusSeconds(9),
                        Optional.of(new Flapping.End(NOW.plusSeconds(9), "no word", true)),
                        Optional.of(Severity.LOW),
                        8)));
        Member over = new Member(
                "alr_2", "b", Severity.LOW, NOW, Optional.of(NOW), true, 1, 0, 0, List.of(), Optional.empty());
        Told told = new Told(
                new Address("ops", "+1", "{\"name\":\"mia\"}", Optional.of(NOW.plusSeconds(60))),
                7,
                2,
                Kind.UPDATED,
                Severity.CRITICAL,
                NOW,
                Optional.empty(),
                Map.of("disk", 7L),
                Map.of("alr_2", new Told.LeftOut("silence", true)),
                Told.State.UNSENT,
                false);
        Book book = new Book(
                Optional.of("by-cluster"),
                4,
                Severity.CRITICAL,
                Counts.NONE.plus(Severity.CRITICAL, 1),
                1,
                Optional.of(new Handling(
                        Optional.of(new Handling.Acknowledgement("mia", NOW, Severity.HIGH, 3)),
                        Optional.of("bo"),
                        Optional.of(new Handling.Resolution("mia", NOW, Severity.CRITICAL)),
                        Optional.of(new Handling.Closing("bo", NOW)),
                        new PublicStatus(Optional.of(PublicStatus.Phase.RESOLVED), "slow", "disk", "grown"),
                        Optional.of(new Handling.Earlier("inc_0", "bo")))),
                9,
                List.of(member, over),
                List.of(),
                List.of(told, told.as(Told.State.LOST), told.as(Told.State.SENT).arrivedAt(NOW)),
                List.of(new Entry(1, NOW, Entry.Kind.OPENED, "alert alr_1", "it fires", "critical")),
                List.of("silence sil_1"),
                Optional.of(NOW.plusSeconds(600)),
                Optional.of(NOW.minusSeconds(60)),
                List.of(new Escalation(
                        "platform",
                        Escalation.State.RUNNING,
                        NOW,
                        2,
                        1,
                        Optional.of(Severity.HIGH),
                        Optional.of(NOW),
                        Optional.of(NOW.plusSeconds(300)),
                        true,
                        Optional.of(Duration.ofSeconds(7)),
                        Optional.of(Severity.CRITICAL),
                        List.of(new Escalation.Aim(
                                "on call in primary",
                                List.of("ann"),
                                List.of(new Address.Key("sms", "+491")),
                                7,
                                true)),
                        List.of(new Escalation.Later(
                                "ann", List.of("voice"), NOW.plusSeconds(120), List.of("primary"))),
                        Map.of("platform", 3L))),
                List.of("0123"));

        assertThat(Book.read(book.text())).isEqualTo(book);
    }

    @Test
    void whatALaterHubWroteIntoItIsPassedOver() {
        Book book = new Book(
                Optional.empty(),
                0,
                Severity.LOW,
                Counts.NONE,
                0,
                Optional.empty(),
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());

        assertThat(Book.read(book.text().replaceFirst("\\{", "{\"later\":{\"a\":[1]},")))
                .isEqualTo(book);
    }
}
