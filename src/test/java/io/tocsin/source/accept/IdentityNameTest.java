package io.tocsin.source.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityNameTest {
    private static final String PATH = "/{source}/{cluster}/api/v2/alerts";

    @Test
    void withoutOneASourceIsForItself() {
        assertThat(new IdentityName("").of("am-eu", Map.of())).isEqualTo("am-eu");
    }

    @Test
    void aPartOfThePathMayNameOneBelowTheSource() {
        IdentityName name = new IdentityName("{source}/{cluster}");

        assertThat(name.fault(PATH)).isEmpty();
        assertThat(name.fits(Map.of("source", "am", "cluster", "eu"))).isTrue();
        assertThat(name.of("am", Map.of("source", "am", "cluster", "eu"))).isEqualTo("am/eu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a b", "eu/us", "", "tocsin", "$1", "\\u0000"})
    void whatIsNoNameIsNoPartOfOne(String cluster) {
        assertThat(new IdentityName("{source}/{cluster}").fits(Map.of("source", "am", "cluster", cluster)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"am pair", "/am", "am/", "AM", "{nothing}", "{source", "tocsin"})
    void whatCannotBeOneIsRefusedAtTheStart(String template) {
        assertThat(new IdentityName(template).fault(PATH)).isNotEmpty();
    }

    @Test
    void aQueueHasNoPath() {
        assertThat(IdentityName.checked(" am-pair ", "sqs-source")).isEqualTo("am-pair");
        assertThatThrownBy(() -> IdentityName.checked("{source}/x", "sqs-source"))
                .hasMessage("sqs-source: identity is {source}/x; {source} is not in the path ");
    }
}
