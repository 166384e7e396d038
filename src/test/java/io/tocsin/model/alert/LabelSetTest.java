package io.tocsin.model.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelSetTest {

    /** The offset basis of FNV-1a, which is what a set without labels is to Prometheus. */
    @Test
    void noLabelsHaveTheFingerprintOfNothing() {
        assertThat(LabelSet.fingerprint(Map.of())).isEqualTo("cbf29ce484222325");
    }

    @Test
    void theOrderOfTheLabelsDoesNotMatterAndTheirBoundariesDo() {
        assertThat(LabelSet.fingerprint(Map.of("a", "1", "b", "2")))
                .isEqualTo(LabelSet.fingerprint(Map.of("b", "2", "a", "1")))
                .isNotEqualTo(LabelSet.fingerprint(Map.of("a", "1b", "b", "2")))
                .isNotEqualTo(LabelSet.fingerprint(Map.of("a", "12", "b", "")));
    }
}
