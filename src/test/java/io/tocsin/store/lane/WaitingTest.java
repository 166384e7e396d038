package io.tocsin.store.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What waits in a lane, beside a list that is searched from its beginning. */
class WaitingTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");

    private sealed interface Step {
        record Add(int urgency, String subject) implements Step {}

        record Next() implements Step {}

        record About(List<String> subjects) implements Step {}

        record Before(int last) implements Step {}
    }

    @Property
    void itIsWhatAListWouldBe(@ForAll("steps") List<Step> steps) {
        Waiting<Integer> waiting = new Waiting<>();
        List<Waiting.Row<Integer>> model = new ArrayList<>();
        int number = 0;
        for (Step step : steps) {
            if (step instanceof Step.Add add) {
                var row = new Waiting.Row<>(number, add.urgency, add.subject, 1, NOW.plusSeconds(number++));
                waiting.add(row);
                model.add(row);
            } else if (step instanceof Step.Next) {
                Optional<Waiting.Row<Integer>> first = model.stream().min(Comparator.comparing(row -> row.urgency));
                first.ifPresent(model::remove);
                assertThat(waiting.next()).isEqualTo(first);
            } else if (step instanceof Step.About about) {
                assertThat(waiting.about(about.subjects))
                        .containsExactlyInAnyOrderElementsOf(take(model, row -> about.subjects.contains(row.subject)));
            } else if (step instanceof Step.Before before) {
                Instant time = NOW.plusSeconds(number - before.last);
                assertThat(waiting.hasBefore(time)).isEqualTo(model.stream().anyMatch(row -> row.since.isBefore(time)));
                assertThat(waiting.before(time))
                        .containsExactlyInAnyOrderElementsOf(take(model, row -> row.since.isBefore(time)));
            }
        }
        assertThat(waiting.all()).containsExactlyInAnyOrderElementsOf(model);
        assertThat(waiting.next()).isEmpty();
    }

    private static List<Waiting.Row<Integer>> take(
            List<Waiting.Row<Integer>> model, Predicate<Waiting.Row<Integer>> which) {
        List<Waiting.Row<Integer>> taken = model.stream().filter(which).toList();
        model.removeAll(taken);
        return taken;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> subject = Arbitraries.of("a", "b", "c", "");
        Arbitrary<Step> add = Combinators.combine(Arbitraries.integers().between(0, 3), subject)
                .as(Step.Add::new);
        Arbitrary<Step> about =
                Arbitraries.of("a", "b", "c").list().uniqueElements().map(Step.About::new);
        Arbitrary<Step> before = Arbitraries.integers().between(0, 10).map(Step.Before::new);
        return Arbitraries.oneOf(add, add, add, Arbitraries.just(new Step.Next()), about, before)
                .list()
                .ofMaxSize(60);
    }
}
