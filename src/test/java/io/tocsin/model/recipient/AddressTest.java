package io.tocsin.model.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressTest {

    private static final String ANN = "{\"name\":\"ann\"}";
    private static final String ON_CALL = OnCall.added(ANN, "{\"schedule\":\"primary\"}");
    private static final Optional<Instant> SEVEN = Optional.of(Instant.parse("2026-11-30T07:00:00Z"));
    private static final Optional<Instant> EIGHT = Optional.of(Instant.parse("2026-11-30T08:00:00Z"));

    @Test
    void ofTwoRulesThatNameSomebodyTheSoonerCountsAndThatTheyAreOnCallInWhateverOrder() {
        assertSame(at(ANN, SEVEN), at(ON_CALL, EIGHT), at(ON_CALL, SEVEN));
        assertSame(at(ANN, Optional.empty()), at(ON_CALL, EIGHT), at(ON_CALL, Optional.empty()));
        assertSame(at(ANN, SEVEN), at(ANN, EIGHT), at(ANN, SEVEN));
    }

    private static void assertSame(Address one, Address other, Address expected) {
        assertThat(one.sooner(other)).isEqualTo(expected);
        assertThat(other.sooner(one)).isEqualTo(expected);
    }

    private static Address at(String recipient, Optional<Instant> heldUntil) {
        return new Address("sms", "+1", recipient, heldUntil);
    }

    @Test
    void whyTheyAreToldIsTakenOutAndPutBack() {
        assertThat(OnCall.textIn(ON_CALL)).isEqualTo("{\"schedule\":\"primary\"}");
        assertThat(OnCall.without(ON_CALL)).isEqualTo(ANN);
        assertThat(OnCall.added(OnCall.without(ON_CALL), OnCall.textIn(ON_CALL)))
                .isEqualTo(ON_CALL);
        assertThat(OnCall.textIn("")).isEmpty();
        assertThat(OnCall.without("")).isEmpty();
        assertThat(OnCall.added(ANN, OnCall.textIn(ANN))).isEqualTo(ANN);
    }
}
