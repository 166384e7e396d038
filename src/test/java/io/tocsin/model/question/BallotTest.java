package io.tocsin.model.question;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.Origin;
import io.tocsin.model.question.Ruling.Outcome;
import io.tocsin.model.recipient.Audience;
import io.tocsin.model.recipient.Person;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.Team;
import io.tocsin.model.recipient.Via;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an answer comes to: who may, how many have to, until when, and what comes second. */
class BallotTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final Instant UNTIL = NOW.plusSeconds(3_600);
    private static final Origin HERE = new Origin("recipients.yaml", 1);

    private static final Recipients PEOPLE = new Recipients(
            List.of(
                    person("ann", Audience.TECHNICAL, "ann@example.com"),
                    person("ben", Audience.TECHNICAL, "ben@example.com"),
                    person("zoe", Audience.EXECUTIVE, "zoe@example.com")),
            List.of(new Team("platform", List.of("ann", "ben"), HERE)),
            List.of());

    private static Person person(String name, Audience audience, String mail) {
        return new Person(name, audience, Map.of("email", mail), ZoneOffset.UTC, "en", Optional.empty(), HERE);
    }

    private static Terms terms(int approvals, String... pushedBy) {
        return new Terms(
                new Target.People(List.of(), List.of("platform"), Optional.empty(), Via.always(List.of())),
                true,
                List.of(pushedBy),
                approvals,
                UNTIL);
    }

    private static Vote vote(String person, Choice choice) {
        return new Vote(Optional.of(person), person, "link", choice, "");
    }

    private static Ruling rule(Terms terms, Standing standing, Vote vote) {
        return Ballot.rule(terms, standing, vote, PEOPLE, NOW);
    }

    @Test
    void oneApprovalDecidesWhereOneIsNeeded() {
        Ruling ruling = rule(terms(1), Standing.OPEN, vote("ann", Choice.APPROVE));
        assertThat(ruling.outcome()).isEqualTo(Outcome.DECIDED);
        assertThat(ruling.next().state()).isEqualTo(State.APPROVED);
        assertThat(ruling.next().decidedBy()).isEqualTo("ann");
    }

    @Test
    void twoPeopleHaveToApproveAndOneOfThemTwiceIsOne() {
        Ruling first = rule(terms(2), Standing.OPEN, vote("ann", Choice.APPROVE));
        assertThat(first.outcome()).isEqualTo(Outcome.COUNTED);
        assertThat(first.words()).isEqualTo("Your approval counts; one more person has to approve");
        Ruling again = rule(terms(2), first.next(), vote("ann", Choice.APPROVE));
        assertThat(again.outcome()).isEqualTo(Outcome.SAME);
        assertThat(again.next()).isEqualTo(first.next());
        Ruling second = rule(terms(2), first.next(), vote("ben", Choice.APPROVE));
        assertThat(second.outcome()).isEqualTo(Outcome.DECIDED);
        assertThat(second.next().decidedBy()).isEqualTo("ann, ben");
    }

    @Test
    void oneRejectionRejectsWhoeverApprovedBefore() {
        Standing approvedByAnn =
                rule(terms(2), Standing.OPEN, vote("ann", Choice.APPROVE)).next();
        Ruling ben = rule(terms(2), approvedByAnn, vote("ben", Choice.REJECT));
        assertThat(ben.next().state()).isEqualTo(State.REJECTED);
        assertThat(ben.next().decidedBy()).isEqualTo("ben");
        // and who approved may think again while it is open
        assertThat(rule(terms(2), approvedByAnn, vote("ann", Choice.REJECT))
                        .next()
                        .state())
                .isEqualTo(State.REJECTED);
    }

    /** Who answers by a token is whom its bearer names: two names are not two people. */
    @Test
    void oneTokenApprovesForOnePerson() {
        Standing byToken = rule(terms(2), Standing.OPEN, named("ann", Choice.APPROVE, "tok_1"))
                .next();
        Ruling other = rule(terms(2), byToken, named("ben", Choice.APPROVE, "tok_1"));
        assertThat(other.outcome()).isEqualTo(Ruling.Outcome.REFUSED);
        assertThat(other.words())
                .startsWith("That token has approved as ann; somebody else approves by a token of their own");
        assertThat(rule(terms(2), byToken, named("ann", Choice.APPROVE, "tok_1"))
                        .outcome())
                .isEqualTo(Ruling.Outcome.SAME);
        assertThat(rule(terms(2), byToken, named("ben", Choice.APPROVE, "tok_2"))
                        .next()
                        .state())
                .isEqualTo(State.APPROVED);
        assertThat(rule(terms(2), byToken, vote("ben", Choice.APPROVE)).next().state())
                .as("a link says whose it is")
                .isEqualTo(State.APPROVED);
        assertThat(rule(terms(2), byToken, named("ben", Choice.REJECT, "tok_1"))
                        .next()
                        .state())
                .as("whoever rejects does no harm")
                .isEqualTo(State.REJECTED);
    }

    private static Vote named(String person, Choice choice, String token) {
        return new Vote(Optional.of(person), person, "api", choice, "", token);
    }

    @Test
    void whoIsNotAskedOrUnknownOrCausedItDoesNotCount() {
        assertThat(rule(terms(1), Standing.OPEN, vote("zoe", Choice.APPROVE)).words())
                .isEqualTo("zoe is not asked; the team platform may answer");
        assertThat(rule(terms(1), Standing.OPEN, vote("max", Choice.APPROVE)).words())
                .isEqualTo("max is nobody whom this hub knows; the team platform may answer");
        assertThat(rule(terms(1, "Ann@Example.com"), Standing.OPEN, vote("ann", Choice.APPROVE))
                        .words())
                .isEqualTo("ann caused what is asked (Ann@Example.com), so somebody else has to answer");
        assertThat(rule(terms(1, "ann"), Standing.OPEN, vote("ben", Choice.APPROVE))
                        .outcome())
                .isEqualTo(Outcome.DECIDED);
    }

    @Test
    void whoIsNamedOrOfTheAudienceMayAnswer() {
        Terms terms = new Terms(
                new Target.People(List.of("ann"), List.of(), Optional.of(Audience.EXECUTIVE), Via.always(List.of())),
                false,
                List.of(),
                2,
                UNTIL);
        assertThat(rule(terms, Standing.OPEN, vote("ann", Choice.APPROVE)).outcome())
                .isEqualTo(Outcome.COUNTED);
        assertThat(rule(terms, Standing.OPEN, vote("zoe", Choice.APPROVE)).outcome())
                .isEqualTo(Outcome.COUNTED);
        assertThat(rule(terms, Standing.OPEN, vote("ben", Choice.APPROVE)).words())
                .isEqualTo("ben is not asked; ann, everybody of the audience executive may answer");
    }

    @Test
    void whatComesLateOrSecondIsToldWhatIs() {
        assertThat(Ballot.rule(terms(1), Standing.OPEN, vote("ann", Choice.APPROVE), PEOPLE, UNTIL)
                        .words())
                .isEqualTo("It could be answered until 2026-08-20T11:00:00Z, which is over");
        Standing approved =
                rule(terms(1), Standing.OPEN, vote("ann", Choice.APPROVE)).next();
        Ruling other = rule(terms(1), approved, vote("ben", Choice.REJECT));
        assertThat(other.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(other.words()).isEqualTo("It was approved before, by ann at 2026-08-20T10:00:00Z");
        assertThat(rule(terms(1), approved, vote("ann", Choice.APPROVE)).outcome())
                .isEqualTo(Outcome.SAME);
        assertThat(rule(terms(1), Standing.OPEN.in(State.EXPIRED), vote("ann", Choice.APPROVE))
                        .words())
                .isEqualTo("Nobody answered in time, and it is over");
        assertThat(rule(terms(1), Standing.OPEN.in(State.WITHDRAWN), vote("ann", Choice.APPROVE))
                        .counts())
                .isFalse();
    }
}
