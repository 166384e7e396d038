package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.tocsin.model.delivery.FailureClass.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.delivery.Failure;
import org.junit.jupiter.api.Test;

/**
 * What must hold besides of every channel whose provider keeps a ticket for an incident: its first request creates one. A
 * channel's test says two things more, {@link #name()} and {@link #description()}.
 */
abstract class TicketChannelContract extends HttpChannelContract {

    /** The provider's name, with which reasons begin. */
    abstract String name();

    /** Where in a recorded request that creates a ticket its text is: a JSON pointer. */
    abstract String description();

    @Test
    void aPageThatAsksToLogInIsNoAnswer() throws Exception {
        Failure failure = sendAnsweredBy(aResponse().withBody("<!DOCTYPE html><title>Log in</title>"))
                .failure();
        assertThat(failure.failureClass()).isEqualTo(UNKNOWN);
        assertThat(failure.reason()).startsWith(name() + ": an answer that is no JSON");
    }

    @Test
    void aCreatedTicketWhoseNameIsNotToldIsNotCreatedAgain() throws Exception {
        assertThat(sendAnsweredBy(aResponse().withStatus(201).withBody("{}")).exception())
                .isEmpty();
        assertThat(requests()).hasSize(1);
    }

    @Test
    void aLongDigestNamesEachIncident() throws Exception {
        providerTakes();
        assertThat(send(Messages.digest(80)).exception()).isEmpty();
        String text = recorded().get(0).at(description()).toString();
        for (int i = 1; i <= 80; i++) {
            assertThat(text).contains("Incident number " + i);
        }
    }
}
