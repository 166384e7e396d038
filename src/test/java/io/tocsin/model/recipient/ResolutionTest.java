package io.tocsin.model.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.FileText;
import io.tocsin.files.Origin;
import io.tocsin.model.alert.Severity;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ResolutionTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant NIGHT = Instant.parse("2026-11-24T23:00:00Z");

    private static final Recipients RECIPIENTS =
            new RecipientFiles().read(List.of(new FileText("recipients.yaml", """
                    people:
                      - { name: ann, addresses: { email: ann@example.com, sms: "+4915112345678" }, timeZone: Europe/Berlin,
                          language: de, quietHours: { from: "22:00", to: "07:00" } }
                      - { name: ben, addresses: { email: ben@example.com } }
                      - { name: ines, audience: executive, addresses: { email: ben@example.com } }
                      - { name: pam, audience: customer, addresses: { pager: "77" } }
                    teams:
                      - { name: platform, members: [ ann, ben ] }
                    receivers: { email: mail, sms: twilio }
                    """)));

    @Test
    void aReceiverIsToldAtItsOwnAddress() {
        assertThat(resolve(NOON, Severity.LOW, new Target.Receiver("chat")).drafts())
                .containsExactly(new Address("chat", ""));
    }

    @Test
    void aPersonIsToldAtTheirAddressWithWhatAMessageSaysOfThem() {
        assertThat(resolve(NOON, Severity.LOW, names(List.of("ann"), "email")).drafts())
                .containsExactly(new Address(
                        "mail",
                        "ann@example.com",
                        "{\"name\":\"ann\",\"audience\":\"technical\",\"language\":\"de\","
                                + "\"timeZone\":\"Europe/Berlin\",\"kind\":\"email\"}",
                        Optional.empty()));
    }

    @Test
    void whoIsMeantTwiceIsToldOncePerAddress() {
        Target.People both = new Target.People(
                List.of("ann"),
                List.of("platform"),
                Optional.of(Audience.TECHNICAL),
                Via.always(List.of("email", "sms")));

        assertThat(resolve(NOON, Severity.LOW, both, names(List.of("ann"), "email"))
                        .drafts())
                .extracting(Address::address)
                .containsExactly("ann@example.com", "+4915112345678", "ben@example.com");
    }

    @Test
    void receiversAreNamedOnce() {
        assertThat(receivers(resolve(NOON, Severity.LOW, names(List.of("ann", "ben"), "email", "sms"))))
                .containsExactly("mail", "twilio");
    }

    @Test
    void theSeverityChoosesTheKinds() {
        Target.People target = new Target.People(
                List.of("ann"),
                List.of(),
                Optional.empty(),
                new Via(Map.of(Severity.CRITICAL, List.of("sms"), Severity.LOW, List.of()), List.of("email")));

        assertThat(receivers(resolve(NOON, Severity.CRITICAL, target))).containsExactly("twilio");
        assertThat(receivers(resolve(NOON, Severity.HIGH, target))).containsExactly("mail");
        assertThat(resolve(NOON, Severity.LOW, target)).isEqualTo(new Resolution(List.of(), List.of()));
    }

    @Test
    void aSeverityOfWhichNothingIsSaidTellsNobodyWhereThereIsNoDefault() {
        Target.People target = new Target.People(
                List.of("ann"),
                List.of(),
                Optional.empty(),
                new Via(Map.of(Severity.CRITICAL, List.of("sms")), List.of()));

        assertThat(resolve(NOON, Severity.HIGH, target)).isEqualTo(new Resolution(List.of(), List.of()));
    }

    @Test
    void whatIsToldInQuietHoursWaitsForTheirEnd() {
        assertThat(resolve(NIGHT, Severity.LOW, names(List.of("ann", "ben"), "email"))
                        .drafts())
                .extracting(Address::heldUntil)
                .containsExactly(Optional.of(Instant.parse("2026-11-25T06:00:00Z")), Optional.empty());
        assertThat(resolve(NIGHT, Severity.HIGH, names(List.of("ann"), "email")).drafts())
                .extracting(Address::heldUntil)
                .containsExactly(Optional.empty());
    }

    @Test
    void anAddressThatTwoShareIsToldAsSoonAsOneOfThemMayBe() {
        Recipients shared = new Recipients(
                List.of(
                        person(
                                "ann",
                                "duty@example.com",
                                RECIPIENTS.person("ann").orElseThrow().quietHours()),
                        person("ben", "duty@example.com", Optional.empty())),
                List.of(),
                List.of(new Carrier("email", "mail", new Origin("f", 1))));

        assertThat(Resolution.of(List.of(names(List.of("ann", "ben"), "email")), Severity.LOW, NIGHT, shared)
                        .drafts())
                .singleElement()
                .satisfies(draft -> {
                    assertThat(draft.heldUntil()).isEmpty();
                    assertThat(draft.recipient()).contains("\"ben\"");
                });
    }

    @Test
    void whoHasNoAddressOfOneKindIsToldViaTheOthersAndNothingIsLost() {
        Resolution resolution = resolve(NOON, Severity.LOW, names(List.of("ben"), "sms", "email"));

        assertThat(receivers(resolution)).containsExactly("mail");
        assertThat(resolution.lost()).isEmpty();
    }

    @Test
    void aPersonWhoVanishedIsLostAndTheOthersAreTold() {
        Resolution resolution = resolve(NOON, Severity.LOW, names(List.of("ann", "carl"), "email"));

        assertThat(resolution.drafts()).hasSize(1);
        assertThat(resolution.lost()).containsExactly("no person is called carl any more");
    }

    @Test
    void aTeamThatVanishedAndAKindThatNobodyCarriesAreLost() {
        Target.People target = new Target.People(
                List.of("pam"), List.of("night-shift"), Optional.empty(), Via.always(List.of("pager")));

        assertThat(resolve(NOON, Severity.LOW, target).lost())
                .containsExactly(
                        "no team is called night-shift any more", "no receiver carries addresses of the kind pager");
    }

    @Test
    void aTargetOfWhichNobodyCanBeReachedIsLost() {
        assertThat(resolve(NOON, Severity.LOW, names(List.of("ben"), "sms")).lost())
                .containsExactly("nobody of those whom the rule names has an address of the kind sms");
    }

    @Test
    void whoWantsToBeLeftAloneAtOneAddressHearsAtTheOthersAndThereAfterwards() {
        Recipients resting = RECIPIENTS.resting(List.of(new Rest("ann", "sms", NOON.plusSeconds(3600))));
        Target.People ann = names(List.of("ann"), "sms", "email");

        assertThat(held(resting, ann, NOON)).containsExactly(Optional.of(NOON.plusSeconds(3600)), Optional.empty());
        assertThat(held(resting, ann, NOON.plusSeconds(3600))).containsExactly(Optional.empty(), Optional.empty());
        Address told = Resolution.of(List.of(ann), Severity.CRITICAL, NOON, RECIPIENTS)
                .drafts()
                .get(0);
        assertThat(Resolution.still(told, Severity.CRITICAL, NOON, resting)
                        .orElseThrow()
                        .heldUntil())
                .contains(NOON.plusSeconds(3600));
        assertThat(held(resting.resting(List.of()), ann, NOON)).containsExactly(Optional.empty(), Optional.empty());
    }

    /** Quiet begins at 21:00 UTC here: what is over in the middle of it waits for its end. */
    @Test
    void aRestThatEndsInQuietHoursGoesOnAsThose() {
        Instant evening = Instant.parse("2026-11-24T20:30:00Z");
        Recipients resting = RECIPIENTS.resting(List.of(new Rest("ann", "sms", evening.plusSeconds(3600))));

        assertThat(Resolution.of(List.of(names(List.of("ann"), "sms")), Severity.LOW, evening, resting)
                        .drafts()
                        .get(0)
                        .heldUntil())
                .contains(Instant.parse("2026-11-25T06:00:00Z"));
    }

    private static List<Optional<Instant>> held(Recipients recipients, Target.People target, Instant now) {
        return Resolution.of(List.of(target), Severity.CRITICAL, now, recipients).drafts().stream()
                .map(Address::heldUntil)
                .toList();
    }

    private static Resolution resolve(Instant now, Severity severity, Target... targets) {
        return Resolution.of(List.of(targets), severity, now, RECIPIENTS);
    }

    private static Target.People names(List<String> names, String... via) {
        return new Target.People(names, List.of(), Optional.empty(), Via.always(List.of(via)));
    }

    private static Person person(String name, String email, Optional<QuietHours> quiet) {
        Person ann = RECIPIENTS.person("ann").orElseThrow();
        return new Person(name, Audience.TECHNICAL, Map.of("email", email), ann.timeZone(), "en", quiet, ann.origin());
    }

    private static Set<String> receivers(Resolution resolution) {
        return resolution.drafts().stream().map(Address::receiver).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
