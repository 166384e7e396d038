package io.tocsin.model.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.FileText;
import io.tocsin.model.alert.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whom a page reaches that leaves it to people how. */
class PagingTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static final String PEOPLE = """
            people:
              - { name: ann, addresses: { pager: "1", email: ann@example.com }, pages: [ { via: [ pager ] }, { after: 2m, via: [ email ] } ] }
              - { name: ben, addresses: { email: ben@example.com } }
            teams:
              - { name: platform, members: [ ann, ben ] }
            receivers: { pager: text, email: mail }
            """;

    @Test
    void everybodyWhomItMeansIsPagedAsTheyWant() {
        Paged paged = paged(new Target.People(List.of(), List.of("platform"), Optional.empty(), Via.always(List.of())));

        assertThat(paged.atOnce()).extracting(Address::address).containsExactly("1", "ben@example.com");
        assertThat(paged.later()).extracting(Paged.Later::person).containsExactly("ann");
        assertThat(paged.isMissed()).isFalse();
    }

    @Test
    void whereNobodyIsMeantThatIsSaid() {
        Paged paged =
                paged(new Target.People(List.of(), List.of(), Optional.of(Audience.BUSINESS), Via.always(List.of())));

        assertThat(paged.missing()).containsExactly("nobody is meant");
        assertThat(paged.isMissed()).isTrue();
    }

    @Test
    void whoIsNotThereIsSaidByName() {
        Paged paged = paged(new Target.People(List.of("cleo"), List.of(), Optional.empty(), Via.always(List.of())));

        assertThat(paged.missing()).containsExactly("no person is called cleo any more");
    }

    private static Paged paged(Target.People people) {
        Recipients recipients = new RecipientFiles().read(List.of(new FileText("recipients.yaml", PEOPLE)));
        return Paging.of(new Page(people, false, true), Severity.HIGH, team -> 0, NOW, recipients);
    }
}
