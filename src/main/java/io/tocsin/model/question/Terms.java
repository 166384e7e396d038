package io.tocsin.model.question;

import io.tocsin.model.recipient.Person;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who may answer, how many have to, and until when.
 *
 * @param by who may: whoever these names, teams, schedules or this audience mean when they answer
 * @param notWhoPushed whether whoever caused what is asked may not
 * @param pushedBy what is known of them, names and addresses; empty where nobody said
 * @param approvals how many people have to approve, from 1; one rejection rejects
 * @param until from then on no answer counts
 */
public record Terms(Target.People by, boolean notWhoPushed, List<String> pushedBy, int approvals, Instant until) {

    /** Freezes the list. */
    public Terms {
        pushedBy = List.copyOf(pushedBy);
    }

    /** Why a person may not answer, for their eyes; empty where they may. */
    public Optional<String> refusal(Person person, Recipients recipients, Instant now) {
        if (recipients.meantAt(by, now).stream().noneMatch(one -> one.name().equals(person.name()))) {
            return Optional.of(person.name() + " is not asked; " + whoMay() + " may answer");
        }
        if (notWhoPushed && hasPushed(person)) {
            return Optional.of(person.name() + " caused what is asked (" + String.join(", ", pushedBy)
                    + "), so somebody else has to answer");
        }
        return Optional.empty();
    }

    /** The same where these are known to have caused it as well. */
    Terms and(Collection<String> others) {
        return new Terms(
                by,
                notWhoPushed,
                Stream.concat(pushedBy.stream(), others.stream()).distinct().toList(),
                approvals,
                until);
    }

    /**
     * What its readers have to know where whoever caused it may not answer, and nobody can be kept from that since nobody is known by what
     * is known of them; empty where somebody is.
     */
    Optional<String> caution(Recipients recipients) {
        if (!notWhoPushed || recipients.people().stream().anyMatch(this::hasPushed)) {
            return Optional.empty();
        }
        return Optional.of(
                pushedBy.isEmpty()
                        ? "Who started it is not known, so that nobody is kept from answering for that."
                        : "Nobody in recipients.yaml has the name or an address of who started it ("
                                + String.join(", ", pushedBy)
                                + "), so that nobody is kept from answering for that.");
    }

    private boolean hasPushed(Person person) {
        return pushedBy.stream()
                .anyMatch(said -> said.equalsIgnoreCase(person.name())
                        || person.addresses().values().stream().anyMatch(said::equalsIgnoreCase));
    }

    /** Who may answer, in words: {@code ann, the team platform}. */
    public String whoMay() {
        List<String> words = new ArrayList<>(by.names());
        by.teams().forEach(team -> words.add("the team " + team));
        by.schedules().forEach(schedule -> words.add("who is on call in " + schedule));
        by.audience().ifPresent(audience -> words.add("everybody of the audience " + audience.word()));
        return String.join(", ", words);
    }
}
