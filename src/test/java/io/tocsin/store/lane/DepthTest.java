package io.tocsin.store.lane;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DepthTest {

    @Property
    void aClaimNeverAsksForMoreThanThereIsRoomForAndAlwaysWhereTheLaneIsIdle(
            @ForAll @IntRange(min = 1, max = 64) int concurrency,
            @ForAll @IntRange(max = 64) int ahead,
            @ForAll @IntRange(max = 1_000) int more,
            @ForAll @IntRange(max = 1_200) int inHand,
            @ForAll @IntRange(max = 5_000) int lately) {
        Depth depth = new Depth(concurrency, concurrency + ahead, concurrency + ahead + more);

        assertThat(inHand + depth.toClaim(inHand, lately)).isLessThanOrEqualTo(Math.max(inHand, depth.held()));
        assertThat(inHand + depth.toClaim(inHand, 0)).isLessThanOrEqualTo(Math.max(inHand, depth.capacity()));
        assertThat(depth.toClaim(0, lately)).isBetween(depth.capacity(), depth.held());
        assertThat(depth.toClaim(concurrency - 1, lately))
                .as("there is always work for all that can be done at once")
                .isPositive();
    }

    @Test
    void aLaneThatDidNothingLatelyClaimsItsCapacityAndABusyOneWhatItDoesInASecond() {
        Depth depth = new Depth(10, 10, 160);

        assertThat(depth.toClaim(0, 0)).isEqualTo(10);
        assertThat(depth.toClaim(0, 100)).isEqualTo(100);
        assertThat(depth.toClaim(0, 5_000)).isEqualTo(160);
    }

    @Test
    void aBusyLaneDoesNotClaimAgainForEachRowThatIsDone() {
        Depth depth = new Depth(10, 10, 160);

        assertThat(depth.toClaim(159, 5_000)).isZero();
        assertThat(depth.toClaim(86, 5_000)).isZero();
        assertThat(depth.toClaim(85, 5_000)).isEqualTo(75);
    }

    @Test
    void aLaneWithoutRoomToWaitClaimsForEachRowThatIsDone() {
        assertThat(new Depth(4, 4).toClaim(3, 1_000)).isEqualTo(1);
    }
}
