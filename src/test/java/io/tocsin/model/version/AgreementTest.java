package io.tocsin.model.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The hub that is asked is "a"; v1 came before v2. */
class AgreementTest {

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void whatNobodyEverSawBecomesCurrentOnceItsFilesStandStill() {
        Agreement agreement = agreement("v1", Map.of("a", "v2", "b", "v1"), "v1");

        assertThat(agreement.of("a", "v2", Duration.ofSeconds(2), false)).isEqualTo(Standing.SETTLING);
        assertThat(agreement.of("a", "v2", Duration.ofSeconds(3), false)).isEqualTo(Standing.BECOMES_CURRENT);
    }

    @Test
    void aHubWithAnOlderVersionIsBehindUntilItsFilesArrive() {
        Agreement agreement = agreement("v2", Map.of("a", "v1", "b", "v2"), "v1", "v2");

        assertThat(agreement.of("a", "v1", LONG, false)).isEqualTo(Standing.BEHIND);
        assertThat(agreement.of("a", "v2", Duration.ZERO, false)).isEqualTo(Standing.CURRENT);
    }

    @Test
    void theFirstVersionOfAllIsCurrentAtOnceForAHubAlone() {
        Agreement none = new Agreement(Optional.empty(), Set.of(), Map.of());

        assertThat(none.of("a", "v1", Duration.ZERO, true)).isEqualTo(Standing.BECOMES_CURRENT);
    }

    @Test
    void aHubAloneGoesByWhatItHasHoweverOldAndWithoutWaiting() {
        Agreement agreement = agreement("v2", Map.of("a", "v1"), "v1", "v2");

        assertThat(agreement.of("a", "v1", Duration.ZERO, true)).isEqualTo(Standing.BECOMES_CURRENT);
        assertThat(agreement.of("a", "v3", Duration.ZERO, true)).isEqualTo(Standing.BECOMES_CURRENT);
    }

    @Test
    void filesThatWereTakenBackOnOneHubWaitUntilTheyAreOnAllOrUntilSomebodySaysSo() {
        Agreement first = agreement("v2", Map.of("a", "v1", "b", "v2"), "v1", "v2");
        Agreement both = agreement("v2", Map.of("a", "v1", "b", "v1"), "v1", "v2");
        Agreement said = agreement("v1", Map.of("a", "v1", "b", "v2"), "v1", "v2");

        assertThat(first.of("a", "v1", LONG, false)).isEqualTo(Standing.BEHIND);
        assertThat(both.of("a", "v1", Duration.ZERO, false)).isEqualTo(Standing.BECOMES_CURRENT);
        assertThat(said.of("a", "v1", LONG, false)).isEqualTo(Standing.CURRENT);
        assertThat(said.of("b", "v2", LONG, false)).isEqualTo(Standing.BEHIND);
    }

    @Test
    void ofThreeHubsTheLastOneThatStillHasTheCurrentVersionDecides() {
        Agreement agreement = agreement("v2", Map.of("a", "v1", "b", "v1", "c", "v2"), "v1", "v2");

        assertThat(agreement.of("a", "v1", LONG, false)).isEqualTo(Standing.BEHIND);
        assertThat(agreement.of("c", "v2", LONG, false)).isEqualTo(Standing.CURRENT);
    }

    @Test
    void aNewVersionThatAllHubsGetAtOnceNeedsNotStandStill() {
        Agreement agreement = agreement("v1", Map.of("a", "v2", "b", "v2"), "v1");

        assertThat(agreement.of("a", "v2", Duration.ZERO, false)).isEqualTo(Standing.BECOMES_CURRENT);
    }

    /** It has just started, say; what it has it will say. */
    @Test
    void aHubThatLivesAndHasNotSaidWhatItHasMakesNobodyGoBack() {
        Agreement agreement = agreement("v2", Map.of("a", "v1"), "v1", "v2");

        assertThat(agreement.of("a", "v1", LONG, false)).isEqualTo(Standing.BEHIND);
    }

    /** The hub's own program is not in the files: another version of it has the same rules. */
    @Test
    void anUpgradeWithUnchangedFilesChangesNothing() {
        Agreement agreement = agreement("v1", Map.of("a-new", "v1", "b", "v1"), "v1");

        assertThat(agreement.of("a-new", "v1", Duration.ZERO, false)).isEqualTo(Standing.CURRENT);
        assertThat(agreement.of("b", "v1", LONG, false)).isEqualTo(Standing.CURRENT);
    }

    private static Agreement agreement(String current, Map<String, String> loaded, String... known) {
        return new Agreement(Optional.of(current), Set.of(known), loaded);
    }
}
