package io.tocsin.source.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @Test
    void commasAndWhiteSpaceStandBetween() {
        assertThat(Secrets.read("secrets", " 0123456789,abcdefgh\n\tABCDEFGH ,, ")
                        .each(secret -> secret))
                .containsExactly("0123456789", "abcdefgh", "ABCDEFGH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", ",", "\n"})
    void noneIsRefused(String list) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Secrets.read("secrets", list))
                .withMessage("secrets is empty; expected at least one secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "changeme",
                "CHANGE-ME",
                "change_me",
                "your-secret",
                "<secret>",
                "${SECRET}",
                "{{env:SECRET}}",
                "xxxxxxxxxxxx",
                "********",
                "whsec_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "password"
            })
    void aPlaceholderIsRefused(String placeholder) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Secrets.read("secrets", placeholder))
                .withMessage("secrets is a placeholder; expected a secret of your own");
    }

    @Test
    void theMessageSaysWhichOneAndShowsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Secrets.read("keys", "a-good-one-of-some-length, tiny"))
                .withMessage("keys (number 2) has 4 characters; expected at least 8, made at random");
    }
}
