package io.tocsin.model.incident;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomDistribution;

/** Stories as numbers: each of them is a step, any number is one, and a story without some of its steps is one too. */
public final class Steps {

    private Steps() {}

    /** Stories of so many steps. */
    public static Arbitrary<List<Integer>> between(int least, int most) {
        return Arbitraries.integers()
                .between(0, Integer.MAX_VALUE)
                .withDistribution(RandomDistribution.uniform())
                .list()
                .ofMinSize(least)
                .ofMaxSize(most);
    }
}
