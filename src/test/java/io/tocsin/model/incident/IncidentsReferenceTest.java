package io.tocsin.model.incident;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** {@link Incidents#decide} against a reference that keeps lists of what happened and sets of what each reader knows. */
@Tag("slow")
class IncidentsReferenceTest {

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void whoHearsWhatAndWhenIsAsTheWholeStorySays(@ForAll("stories") List<Integer> steps) {
        tell(steps);
    }

    @Property(tries = 1_000_000, edgeCases = EdgeCasesMode.NONE)
    @Tag("long")
    void whoHearsWhatAndWhenIsAsTheWholeStorySaysAMillionTimes(@ForAll("stories") List<Integer> steps) {
        tell(steps);
    }

    private static void tell(List<Integer> steps) {
        int first = steps.get(0);
        Story story = new Story(first % 3 == 0, first % 5 == 0, first / 100 % 4 == 0 ? 1 + first / 1_000 % 3 : 0);
        try {
            story.rules(steps.get(0));
            steps.subList(1, steps.size()).forEach(story::step);
            if (steps.get(0) % 4 == 0) {
                story.end();
            }
        } catch (AssertionError | RuntimeException wrong) {
            throw new AssertionError(String.join("\n", story.log()), wrong);
        }
    }

    @Provide
    Arbitrary<List<Integer>> stories() {
        return Steps.between(2, 18);
    }
}
