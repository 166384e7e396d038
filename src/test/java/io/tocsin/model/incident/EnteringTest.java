package io.tocsin.model.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which incidents a word about an alert is put to, in which order, and what with. Incidents are names here. */
class EnteringTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final Input.Fired FIRES = new Input.Fired("x", "x", Severity.HIGH, false, List.of("all"));
    private static final Input.Cleared OVER = new Input.Cleared("x", "said so");
    private static final Group GROUP = new Group(Optional.of("by"), "k", "k");
    private static final Group WATCHED =
            new Group(Optional.of("by"), "k", "k", Optional.of(new Flapping.Limit(3, Duration.ofMinutes(10))));

    private final Names atHand = new Names();

    @Test
    void whatBeginsIsItsGroupsAndOpensItWhereThereIsNone() {
        assertThat(put(FIRES)).containsExactly("new <- Fired");
        atHand.open = Optional.of("open");
        assertThat(put(FIRES)).containsExactly("open <- Fired");
    }

    @Test
    void whatFiresStaysWhereItIsWhateverItsGroupIsNow() {
        atHand.open = Optional.of("open");
        atHand.in = Optional.of("in");
        atHand.members.put("in", member(true));
        assertThat(put(FIRES)).containsExactly("in <- Fired");
        atHand.members.put("in", member(false));
        assertThat(put(FIRES)).as("another episode").containsExactly("open <- Fired");
    }

    @Test
    void anEndIsOfTheIncidentThatItsAlertWasIn() {
        atHand.open = Optional.of("open");
        atHand.in = Optional.of("in");
        atHand.members.put("in", member(false));
        assertThat(put(OVER)).containsExactly("in <- Cleared");
        atHand.in = Optional.empty();
        assertThat(put(OVER)).as("nobody is told of it").containsExactly("new <- Cleared");
    }

    @Test
    void whatSomebodyResolvedKeepsItsAlertUntilItGivesItAway() {
        atHand.left = Optional.of("left");
        atHand.open = Optional.of("open");
        atHand.lingers = decision(Decision.Effect.DUPLICATE, List.of());
        assertThat(put(FIRES)).containsExactly("left lingers Fired");
        atHand.lingers = decision(Decision.Effect.ENDED, List.of());
        assertThat(put(OVER)).containsExactly("left lingers Cleared");

        atHand.lingers = decision(Decision.Effect.REOPENED, List.of());
        assertThat(put(FIRES)).containsExactly("left lingers Fired", "open <- Fired after left");
    }

    @Test
    void anAlertThatIsWatchedForFlappingComesWithHowItWasLastAlsoInAnIncidentThatGaveItAwayJustNow() {
        atHand.last = Optional.of(member(true));
        assertThat(watched()).as("it did not go over").isEmpty();
        atHand.last = Optional.of(member(false));
        assertThat(watched()).contains(member(false));

        atHand.last = Optional.of(member(true));
        atHand.left = Optional.of("left");
        atHand.lingers = decision(Decision.Effect.REOPENED, List.of(member(false)));
        assertThat(watched()).contains(member(false));
    }

    private Optional<Member> watched() {
        List<Entering.Step<String>> steps = Entering.decide(WATCHED, FIRES, atHand);
        Input.Fired last = (Input.Fired) steps.get(steps.size() - 1).input();
        return last.watch().orElseThrow().before();
    }

    private List<String> put(Input word) {
        atHand.asked.clear();
        List<Entering.Step<String>> steps = Entering.decide(GROUP, word, atHand);
        assertThat(steps).hasSameSizeAs(atHand.asked);
        assertThat(steps)
                .extracting(Entering.Step::isLeft)
                .isEqualTo(atHand.asked.stream()
                        .map(asked -> asked.contains("lingers"))
                        .toList());
        return List.copyOf(atHand.asked);
    }

    private static Member member(boolean fires) {
        return new Member(
                "x",
                "x",
                Severity.HIGH,
                NOW,
                fires ? Optional.empty() : Optional.of(NOW),
                false,
                1,
                0,
                0,
                List.of(),
                Optional.empty());
    }

    private static Decision decision(Decision.Effect effect, List<Member> changed) {
        return new Decision(
                Standing.fresh("i", Optional.empty(), NOW),
                effect,
                Optional.empty(),
                changed,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of());
    }

    private static final class Names implements Entering.AtHand<String> {

        private final List<String> asked = new ArrayList<>();
        private final Map<String, Member> members = new HashMap<>();
        private Optional<String> left = Optional.empty();
        private Optional<String> in = Optional.empty();
        private Optional<String> open = Optional.empty();
        private Optional<Member> last = Optional.empty();
        private Decision lingers;

        @Override
        public Optional<String> left() {
            return left;
        }

        @Override
        public Optional<String> in() {
            return in;
        }

        @Override
        public Optional<String> open() {
            return open;
        }

        @Override
        public String fresh() {
            return "new";
        }

        @Override
        public Optional<Member> member(String incident) {
            return Optional.ofNullable(members.get(incident));
        }

        @Override
        public Optional<Member> last() {
            return last;
        }

        @Override
        public Handling.Earlier earlier(String of) {
            return new Handling.Earlier(of, "mia");
        }

        @Override
        public Decision lingers(String of, Input input) {
            asked.add(of + " lingers " + words(input));
            return lingers;
        }

        @Override
        public Decision enters(String incident, Input input) {
            asked.add(incident + " <- " + words(input));
            return decision(Decision.Effect.JOINED, List.of());
        }

        private static String words(Input input) {
            return input.getClass().getSimpleName()
                    + (input instanceof Input.Fired fired
                            ? fired.earlier()
                                    .map(one -> " after " + one.incident())
                                    .orElse("")
                            : "");
        }
    }
}
