package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.recipient.Address;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliveryStagingTest {
    private static final Address ANN = new Address("mail", "ann@example.com", "{\"name\":\"ann\"}", Optional.empty());
    private static final Address BEN = new Address("mail", "ben@example.com", "{\"name\":\"ben\"}", Optional.empty());
    private static final Address NUMBER = new Address("text", "+4915112345678", "", Optional.empty());

    private final DeliveryStaging staging = new DeliveryStaging(List.of(ANN, NUMBER, BEN));

    @Test
    void aReceiverThatTheRouteNamesGetsAllThatIsOfferedForItAndNothingElse() {
        staging.add("mail", "");

        assertThat(staging.drafts()).containsExactly(ANN, BEN);
    }

    @Test
    void aReceiverOfWhichNothingIsOfferedIsToldAtItsOwnAddress() {
        staging.add("log", "");

        assertThat(staging.drafts()).containsExactly(new Address("log", ""));
    }

    @Test
    void anAddressThatTheRouteItselfWritesIsTheOnlyOne() {
        staging.add("mail", "archive@example.com");

        assertThat(staging.drafts()).containsExactly(new Address("mail", "archive@example.com"));
    }

    @Test
    void whatTheRouteDoesNotNameIsNotTold() {
        assertThat(staging.drafts()).isEmpty();
    }
}
