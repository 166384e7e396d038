package io.tocsin.store.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The places of a lane, beside a store that is one number: how many rows are due. */
class PlacesTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");

    private enum Step {
        WRITE,
        ASK,
        CLAIM,
        CLAIM_IS_UNDONE,
        COMMIT,
        FAIL,
        BECOMES_DUE,
        DONE,
        GIVEN_BACK
    }

    /** What a lane does with its places, one step at a time. */
    private static final class World {
        private final Depth depth;
        private final Places places = new Places();
        private Optional<Places.Wish> asked = Optional.empty();
        private Optional<Integer> claimed = Optional.empty();
        private int due;
        private int inHand;

        World(Depth depth) {
            this.depth = depth;
            places.open();
        }

        void step(Step step) {
            switch (step) {
                case WRITE -> {
                    if (places.take(depth.held(), () -> true)) {
                        inHand++;
                    } else {
                        due++;
                    }
                }
                case ASK -> {
                    Optional<Places.Wish> wish = places.wish(depth, () -> Integer.MAX_VALUE, NOW);
                    assertThat(wish.isPresent() && asked.isPresent())
                            .as("two at once")
                            .isFalse();
                    asked = asked.or(() -> wish);
                }
                case CLAIM -> asked.filter(wish -> claimed.isEmpty()).ifPresent(this::claim);
                case CLAIM_IS_UNDONE ->
                    claimed.ifPresent(rows -> {
                        due += rows;
                        claimed = Optional.empty();
                        places.undone();
                    });
                case COMMIT ->
                    claimed.ifPresent(rows -> {
                        places.over(asked.orElseThrow(), rows);
                        inHand += rows;
                        asked = Optional.empty();
                        claimed = Optional.empty();
                    });
                case FAIL ->
                    asked.filter(wish -> claimed.isEmpty()).ifPresent(wish -> {
                        places.over(wish, 0);
                        asked = Optional.empty();
                    });
                case BECOMES_DUE -> {
                    due++;
                    places.wake();
                }
                case DONE -> {
                    if (inHand > 0) {
                        inHand--;
                        places.done(NOW);
                    }
                }
                case GIVEN_BACK -> {
                    if (inHand > 0) {
                        inHand--;
                        due++;
                        places.leave();
                        places.free();
                    }
                }
            }
        }

        private void claim(Places.Wish wish) {
            int rows = Math.min(wish.room(), due);
            due -= rows;
            claimed = Optional.of(rows);
            places.claimed(wish, rows < wish.room());
        }

        void check() {
            assertThat(places.taken())
                    .isEqualTo(inHand + asked.map(Places.Wish::room).orElse(0))
                    .isLessThanOrEqualTo(depth.held());
        }
    }

    @Property
    void whateverHappensNoPlaceIsLostAndNothingThatIsDueIsForgotten(
            @ForAll @Size(max = 100) List<Step> steps,
            @ForAll @IntRange(min = 1, max = 3) int concurrency,
            @ForAll @IntRange(max = 8) int held) {
        World world = new World(new Depth(concurrency, concurrency, concurrency + held));
        for (Step step : steps) {
            world.step(step);
            world.check();
        }
        for (int i = 0; i < 200; i++) {
            for (Step step : List.of(Step.ASK, Step.CLAIM, Step.COMMIT, Step.DONE, Step.DONE, Step.DONE)) {
                world.step(step);
                world.check();
            }
        }
        assertThat(world.due).as("what is due is claimed in the end").isZero();
        assertThat(world.places.taken()).isZero();
        world.step(Step.ASK);
        assertThat(world.asked).as("nothing is asked for where nothing is due").isEmpty();
    }

    @Test
    void whatIsWrittenAfterTheClaimInItsTransactionIsHandedOverAndWhatIsWrittenBeforeIsClaimed() {
        World world = new World(new Depth(2, 2, 8));
        world.step(Step.ASK);
        world.step(Step.WRITE);
        assertThat(world.due).isOne();
        world.step(Step.CLAIM);
        world.step(Step.WRITE);

        assertThat(world.due).isZero();
        assertThat(world.inHand).isOne();
        world.step(Step.COMMIT);
        world.step(Step.ASK);
        assertThat(world.asked).as("there is no other claim").isEmpty();
    }
}
