package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.tocsin.app.hub.HeapGrowth.Free;
import io.tocsin.app.hub.HeapGrowth.State;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class HeapGrowthTest {

    private final HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

    @Test
    void aHubUnderLoadGrowsAtOnceAndGivesBackAfterFiveQuietMinutes() {
        State state = State.FIRST.next(0.001);
        assertThat(state.grows()).isFalse();

        state = state.next(0.2);
        assertThat(state.grows()).isTrue();
        for (int look = 1; look < HeapGrowth.QUIET_LOOKS; look++) {
            state = state.next(0.001);
            assertThat(state.grows()).as("after %d quiet looks", look).isTrue();
        }

        assertThat(state.next(0.001)).isEqualTo(State.FIRST);
        assertThat(state.next(0.2).quiet()).as("load begins it anew").isZero();
    }

    @Test
    void theJvmIsToldAndToldBack() {
        assumeTrue(
                vm.getVMOption("UseSerialGC").getValue().equals("true"),
                "manageable ratios are asked of the serial collector alone");
        Free before = HeapGrowth.free(vm);
        HeapGrowth growth = HeapGrowth.of(vm, before).orElseThrow();
        try {
            growth.go(new State(true, 0));
            assertThat(HeapGrowth.free(vm)).isEqualTo(HeapGrowth.MUCH);

            growth.go(State.FIRST);
            assertThat(HeapGrowth.free(vm)).isEqualTo(HeapGrowth.LITTLE);
        } finally {
            vm.setVMOption("MinHeapFreeRatio", "0");
            vm.setVMOption("MaxHeapFreeRatio", Integer.toString(before.most()));
            vm.setVMOption("MinHeapFreeRatio", Integer.toString(before.least()));
        }
    }

    @Test
    void whatAnOperatorSaidStands() {
        assertThat(HeapGrowth.of(vm, new Free(1, 2))).isEmpty();
    }

    @Test
    void whatWasCollectedBeforeItFollowsIsNoLoad() {
        assumeTrue(vm.getVMOption("UseSerialGC").getValue().equals("true"), "of the serial collector alone");
        for (int i = 0; i < 5; i++) {
            System.gc(); // as a start does
        }
        HeapGrowth growth = HeapGrowth.of(vm, HeapGrowth.free(vm)).orElseThrow();

        assertThat(growth.collectedSince()).isZero();
    }
}
