package io.tocsin.model.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** {@link Alerts#decide} against a reference that keeps every word that counted and asks the whole list each time. */
class AlertsReferenceTest {
    private static final Instant ZERO = Instant.parse("2026-11-29T10:00:00Z");
    private static final int SILENCE = 4;
    private static final int ECHO = 2;

    /** What is said at a time of the hub's; times are minutes, null where the sender does not say. */
    record Word(boolean firing, Integer begin, Integer end, Integer toldAt, boolean again, int pause) {}

    @Property(tries = 5_000)
    void whatCountsAndSinceWhenIsAsTheWholeStorySays(@ForAll("stories") List<Word> words) {
        Optional<AlertState> state = Optional.empty();
        Optional<Alert> known = Optional.empty();
        List<Heard> counted = new ArrayList<>();
        int now = 8; // what lies ahead has its own test
        for (Word word : words) {
            now += word.pause;
            Alert input = alert(word, now);
            Instant time = at(now);
            Optional<Alert> before = known;
            Alerts.Decision decision = state.map(standing -> Alerts.decide(standing, before, input, time))
                    .orElseGet(() -> Alerts.decide(input, time));

            assertThat(decision.late().isPresent())
                    .as("late: %s after %s", word, counted)
                    .isEqualTo(late(counted, word, now));
            if (decision.late().isEmpty()) {
                counted.add(new Heard(word, now));
                known = Optional.of(decision.alert());
                assertThat(decision.alert().startsAt())
                        .as("since when: %s", counted)
                        .isEqualTo(startsAt(counted));
                assertThat(decision.alert().endsAt())
                        .as("until when: %s", counted)
                        .isEqualTo(endsAt(counted));
            } else {
                assertThat(decision.next()).isEqualTo(state.orElseThrow());
            }
            state = Optional.of(decision.next());
            assertThat(decision.next().status() == AlertStatus.FIRING).isEqualTo(goesOn(counted));
        }
    }

    @Property(tries = 2_000)
    void withoutTimesOfItsSenderEverythingCountsAsItComes(@ForAll("stories") List<Word> words) {
        Optional<AlertState> state = Optional.empty();
        for (Word word : words) {
            Alert input = alert(new Word(word.firing, null, null, null, word.again, 0), 0);
            Alerts.Decision decision = state.map(standing -> Alerts.decide(standing, Optional.empty(), input, ZERO))
                    .orElseGet(() -> Alerts.decide(input, ZERO));
            assertThat(decision.late()).isEmpty();
            state = Optional.of(decision.next());
        }
    }

    private record Heard(Word word, int now) {}

    private static boolean late(List<Heard> counted, Word word, int now) {
        if (counted.isEmpty()) {
            return false;
        }
        Integer said = counted.get(counted.size() - 1).word.toldAt;
        if (said != null && word.toldAt != null) {
            return word.toldAt < said;
        }
        if (!word.firing) {
            return goesOn(counted)
                    && word.end != null
                    && live(counted).stream()
                            .filter(heard -> heard.word.begin != null)
                            .mapToInt(heard -> heard.word.begin)
                            .min()
                            .stream()
                            .anyMatch(begin -> word.end < begin);
        }
        int latest =
                ends(counted).stream().mapToInt(heard -> heard.word.end).max().orElse(Integer.MIN_VALUE);
        if (word.begin == null || word.begin >= latest) {
            return false;
        }
        int heardOfIt = ends(counted).stream()
                .filter(heard -> heard.word.end == latest)
                .mapToInt(Heard::now)
                .min()
                .orElseThrow();
        return now < heardOfIt + (word.again ? SILENCE : ECHO);
    }

    private static List<Heard> ends(List<Heard> counted) {
        return counted.stream()
                .filter(heard -> !heard.word.firing && heard.word.end != null)
                .toList();
    }

    private static boolean goesOn(List<Heard> counted) {
        return !counted.isEmpty() && counted.get(counted.size() - 1).word.firing;
    }

    /** What fires at the end of the list, without an end between. */
    private static List<Heard> live(List<Heard> counted) {
        int from = counted.size();
        while (from > 0 && counted.get(from - 1).word.firing) {
            from--;
        }
        return counted.subList(from, counted.size());
    }

    /** Whether the last word is one more end of the episode that is over already. */
    private static boolean endsOnceMore(List<Heard> counted) {
        Heard last = counted.get(counted.size() - 1);
        List<Heard> before = counted.subList(0, counted.size() - 1);
        return !before.isEmpty()
                && !last.word.firing
                && !goesOn(before)
                && last.word.begin != null
                && ends(before).stream().anyMatch(heard -> heard.word.end >= last.word.begin);
    }

    private static Optional<Instant> endsAt(List<Heard> counted) {
        Heard last = counted.get(counted.size() - 1);
        Optional<Instant> own = alert(last.word, last.now).endsAt();
        if (last.word.firing || counted.size() == 1) {
            return own;
        }
        List<Heard> before = counted.subList(0, counted.size() - 1);
        Optional<Instant> known = endsAt(before);
        return endsOnceMore(counted)
                ? Stream.concat(known.stream(), own.stream()).max(Instant::compareTo)
                : own.or(() -> known);
    }

    private static Instant startsAt(List<Heard> counted) {
        Heard last = counted.get(counted.size() - 1);
        if (endsOnceMore(counted)) {
            Instant own = alert(last.word, last.now).startsAt();
            Instant known = startsAt(counted.subList(0, counted.size() - 1));
            return own.isBefore(known) ? own : known;
        }
        List<Heard> episode =
                new ArrayList<>(live(last.word.firing ? counted : counted.subList(0, counted.size() - 1)));
        if (!last.word.firing) {
            episode.add(last);
        }
        return episode.stream()
                .map(heard -> alert(heard.word, heard.now).startsAt())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    @Provide
    Arbitrary<List<Word>> stories() {
        Arbitrary<Integer> minute = Arbitraries.integers().between(0, 8).injectNull(0.2);
        Arbitrary<Integer> told = Arbitraries.integers().between(0, 8).injectNull(0.8);
        Arbitrary<Boolean> either = Arbitraries.of(true, false);
        return Combinators.combine(
                        either,
                        minute,
                        minute,
                        told,
                        either,
                        Arbitraries.integers().between(0, 5))
                .as(Word::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    private static Alert alert(Word word, int now) {
        Optional<Instant> begin = Optional.ofNullable(word.begin).map(AlertsReferenceTest::at);
        Optional<Instant> end =
                Optional.ofNullable(word.firing ? null : word.end).map(AlertsReferenceTest::at);
        return new Alert(
                "fp",
                word.firing ? AlertStatus.FIRING : AlertStatus.RESOLVED,
                Severity.HIGH,
                "t",
                "",
                "ci",
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                begin.orElse(at(now)),
                word.firing ? Optional.empty() : Optional.of(end.orElse(at(now))),
                Optional.ofNullable(word.toldAt).map(AlertsReferenceTest::at),
                word.firing && word.again ? Optional.of(Duration.ofMinutes(SILENCE)) : Optional.empty(),
                Optional.empty(),
                "ci",
                "ci",
                new Episode(begin, end));
    }

    private static Instant at(int minute) {
        return ZERO.plusSeconds(minute * 60L);
    }
}
