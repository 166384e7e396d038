package io.tocsin.source.chat;

import io.tocsin.model.recipient.Audience;
import io.tocsin.model.recipient.Person;
import io.tocsin.model.recipient.Recipients;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may answer: a click that is signed says who clicked, and not that they may.
 *
 * @param audiences whose people may
 * @param teams whose members may as well, whatever their audience
 */
public record MayAnswer(Set<Audience> audiences, List<String> teams) {

    static final MayAnswer ENGINEERS = new MayAnswer(Set.of(Audience.TECHNICAL), List.of());

    /** @throws IllegalArgumentException where a word is no audience */
    MayAnswer ofAudiences(String words) {
        return new MayAnswer(
                words(words)
                        .map(word -> Audience.ofWord(word)
                                .orElseThrow(() -> new IllegalArgumentException("audiences: " + word
                                        + "; expected some of technical, business, customer, executive, commas"
                                        + " between")))
                        .collect(Collectors.toUnmodifiableSet()),
                teams);
    }

    MayAnswer ofTeams(String names) {
        return new MayAnswer(audiences, words(names).toList());
    }

    /** Those between commas and spaces. */
    public static Stream<String> words(String list) {
        return Arrays.stream(list.split("[,\\s]+")).filter(word -> !word.isEmpty());
    }

    /** Why they may not, for their eyes; empty where they may. */
    Optional<String> refusal(Recipients recipients, Person person) {
        boolean may = audiences.contains(person.audience())
                || teams.stream()
                        .flatMap(name -> recipients.team(name).stream())
                        .anyMatch(team -> team.members().contains(person.name()));
        return may
                ? Optional.empty()
                : Optional.of(person.name() + " is of the audience "
                        + person.audience().word() + ", and only " + allowed() + " may answer here.");
    }

    private String allowed() {
        String people = audiences.stream().map(Audience::word).sorted().collect(Collectors.joining(", "));
        String members = teams.isEmpty() ? "" : "members of " + String.join(", ", teams);
        return Stream.of(people, members).filter(some -> !some.isEmpty()).collect(Collectors.joining(" and "));
    }
}
