package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AccountsTest {

    private static final RateLimit NONE = new RateLimit(0, 1);

    private final Accounts accounts = new Accounts();

    @Test
    void receiversThatShareAnAccountSayTheSameOfIt() {
        accounts.join("ops", limits("slack:1", 1, 3));

        assertThatCode(() -> accounts.join("dev", limits("slack:1", 1, 3))).doesNotThrowAnyException();
        assertThatThrownBy(() -> accounts.join("qa", limits("slack:1", 5, 3)))
                .hasMessage("outbox:qa: rate and burst are 5.0 and 3; expected 1.0 and 3 as ops has them,"
                        + " which shares its provider and credential");
    }

    @Test
    void receiversOfOtherAccountsSayWhatTheyLike() {
        accounts.join("ops", limits("slack:1", 1, 3));

        assertThatCode(() -> accounts.join("dev", limits("slack:2", 5, 3))).doesNotThrowAnyException();
    }

    @Test
    void aReceiverThatIsMadeAgainMayChangeItsMind() {
        accounts.join("ops", limits("slack:1", 1, 3));

        assertThatCode(() -> accounts.join("ops", limits("slack:1", 5, 3))).doesNotThrowAnyException();
    }

    private static Limits limits(String account, double rate, int burst) {
        return new Limits(account, "self", new RateLimit(rate, burst), NONE);
    }
}
