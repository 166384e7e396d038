package io.tocsin.model.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST https://hooks.slack.com/services/T0/B0/SECRET failed|POST https://hooks.slack.com/*** failed",
                "see https://user:SECRET@example.org?x=1|see https://example.org/***",
                "token xoxb-1-SECRET is bad|token xoxb-*** is bad",
                "key whsec_SECRET=|key whsec_***",
                "Authorization: Bearer SECRET.x|Authorization: Bearer ***"
            })
    void secretsAreNeverTold(String words, String told) {
        assertThat(Reason.of(words)).isEqualTo(told).doesNotContain("SECRET");
    }

    @Test
    void controlCharactersAndLineBreaksBecomeOneSpace() {
        assertThat(Reason.of("no\r\nsuch\u001b[31m\u0000 chan\u2028nel\u202e ")).isEqualTo("no such [31m chan nel");
    }

    @Test
    void aCutNeverLeavesHalfACharacter() {
        assertThat(Reason.of("x".repeat(Reason.LENGTH - 1) + "🔥")).isEqualTo("x".repeat(Reason.LENGTH - 1));
    }

    @Test
    void nothingSaidIsEmpty() {
        assertThat(Reason.of(null)).isEmpty();
    }

    @Property
    void anyWordsBecomeOneShortPrintableLine(@ForAll String words) {
        assertThat(Reason.of(words)).hasSizeLessThanOrEqualTo(Reason.LENGTH).doesNotContainPattern("\\p{Cc}");
    }
}
