package io.tocsin.app.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.silence.MatcherText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of the routes beside one those are found that an alert of its way may fit, without a look at each. */
class SiblingsTest {

    private static final List<String> TESTS = List.of(
            "a=\"x\"",
            "a=\"y\"",
            "a=\"\"",
            "a!=\"x\"",
            "a=~\"x|y\"",
            "a=~\"|y\"",
            "a=~\"x.*\"",
            "a!~\"x|y\"",
            "b=\"x\"",
            "b!=\"\"",
            "b=~\"x|z\"");

    @Test
    void ofThousandsThatALabelTellsApartFewAreLookedAt() {
        List<Way> ways = IntStream.range(0, 3_000)
                .mapToObj(i -> way("r" + i, "env=~\"prod|stage\", team=\"t" + i + "\""))
                .toList();
        Siblings siblings = new Siblings(ways, Collections.nCopies(ways.size(), false));
        assertThat(siblings.looked(way("own", "team=\"t7\""))).isEqualTo(1);
        assertThat(siblings.endingBefore(8, way("own", "team=\"t7\""))).containsExactly(ways.get(7));
        assertThat(siblings.endingBefore(7, way("own", "team=\"t7\""))).isEmpty();
        assertThat(siblings.meeting(way("own", "team=\"t7\", env=\"dev\""))).isEmpty();
    }

    @Test
    void thoseThatAreFoundAreThoseOfALookAtEach() {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            List<Way> ways = new ArrayList<>();
            List<Boolean> goesOn = new ArrayList<>();
            for (int j = 0; j < 8; j++) {
                ways.add(random(random));
                goesOn.add(random.nextBoolean());
            }
            Siblings siblings = new Siblings(ways, goesOn);
            Way own = random(random);
            assertThat(siblings.meeting(own))
                    .containsExactlyElementsOf(
                            ways.stream().filter(own::mayMeet).toList());
            assertThat(siblings.endingBefore(5, own))
                    .containsExactlyElementsOf(IntStream.range(0, 5)
                            .filter(place -> !goesOn.get(place))
                            .mapToObj(ways::get)
                            .filter(own::mayMeet)
                            .toList());
        }
    }

    private static Way random(Random random) {
        List<String> some = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            some.add(TESTS.get(random.nextInt(TESTS.size())));
        }
        return way("r", String.join(", ", some));
    }

    private static Way way(String name, String matchers) {
        return new Way(name, MatcherText.read(matchers));
    }
}
