package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ChoiceTest {

    @Property
    void whatGoesFitsAndWhatStaysDoesNot(
            @ForAll @Size(max = 30) List<@IntRange(max = 4) Integer> waiting,
            @ForAll @Size(5) List<@IntRange(max = 6) Integer> allowances,
            @ForAll @IntRange(max = 20) int room) {
        List<Choice.Candidate> candidates = IntStream.range(0, waiting.size())
                .mapToObj(i -> new Choice.Candidate("dlv_" + i, "to-" + waiting.get(i)))
                .toList();

        Choice choice = new Choice(room, name -> allowances.get(Integer.parseInt(name.substring("to-".length()))));
        choice.add(candidates.subList(0, candidates.size() / 2));
        choice.add(candidates); // as a second look, that sees the first ones again
        List<String> chosen = choice.chosen();

        Map<String, Integer> went = new HashMap<>();
        int count = 0;
        for (Choice.Candidate candidate : candidates) {
            int allowance =
                    allowances.get(Integer.parseInt(candidate.destination().substring("to-".length())));
            int before = went.getOrDefault(candidate.destination(), 0);
            boolean fits = count < room && before < allowance;
            assertThat(chosen.contains(candidate.id())).as(candidate.id()).isEqualTo(fits);
            if (fits) {
                went.merge(candidate.destination(), 1, Integer::sum);
                count++;
            }
        }
        assertThat(chosen)
                .isEqualTo(candidates.stream()
                        .map(Choice.Candidate::id)
                        .filter(chosen::contains)
                        .toList());
    }
}
