package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.delivery.DeliveryDraft;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliveryStagingTest {
    private static final DeliveryDraft ANN =
            new DeliveryDraft("mail", "ann@example.com", "{\"name\":\"ann\"}", Optional.empty());
    private static final DeliveryDraft BEN =
            new DeliveryDraft("mail", "ben@example.com", "{\"name\":\"ben\"}", Optional.empty());
    private static final DeliveryDraft NUMBER = new DeliveryDraft("text", "+4915112345678", "", Optional.empty());

    private final DeliveryStaging staging = new DeliveryStaging(List.of(ANN, NUMBER, BEN));

    @Test
    void aReceiverThatTheRouteNamesGetsAllThatIsOfferedForItAndNothingElse() {
        staging.add("mail", "");

        assertThat(staging.drafts()).containsExactly(ANN, BEN);
    }

    @Test
    void aReceiverOfWhichNothingIsOfferedIsToldAtItsOwnAddress() {
        staging.add("log", "");

        assertThat(staging.drafts()).containsExactly(new DeliveryDraft("log", ""));
    }

    @Test
    void anAddressThatTheRouteItselfWritesIsTheOnlyOne() {
        staging.add("mail", "archive@example.com");

        assertThat(staging.drafts()).containsExactly(new DeliveryDraft("mail", "archive@example.com"));
    }

    @Test
    void whatTheRouteDoesNotNameIsNotTold() {
        assertThat(staging.drafts()).isEmpty();
    }
}
