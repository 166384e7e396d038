package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboxEndpointTest {

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "burst=many | burst is many; expected a whole number, at least 1:"
                        + " sends with this credential that may go at once after a pause",
                "openFor=soon | openFor is soon;"
                        + " expected a number and one of ms, s, m, h, d, such as 60s; a number alone is seconds",
                "burst=0 | burst is 0; expected a whole number, at least 1:"
                        + " sends with this credential that may go at once after a pause",
                "concurrency=0 | concurrency is 0; expected a whole number, at least 1:" + " most sends at one time",
                "rate=-1 | rate is -1; expected 0 to 10000:"
                        + " most sends a second with this credential; 0 is no limit",
                "rate=NaN | rate is NaN; expected 0 to 10000:"
                        + " most sends a second with this credential; 0 is no limit",
                "destinationRate=20000 | destinationRate is 20000; expected 0 to 10000:"
                        + " most sends a second to one destination; 0 is no limit",
                "destinationBurst=0 | destinationBurst is 0; expected a whole number, at least 1:"
                        + " sends to one destination that may go at once after a pause",
                "digestAbove=-1 | digestAbove is -1; expected a whole number, at least 0:"
                        + " when more than so many wait for one destination, they are sent as one message; 0 is never",
                "unknown=guess | unknown is guess; expected one of retry, retry-once, reconcile, park",
                "retrySchedule=5 sec | retrySchedule is 5 sec;"
                        + " expected numbers, each with one of ms, s, m, h, d, and commas between, such as 5s,30s,2m",
                "retryFor=24 | retryFor is 24; expected a number and one of ms, s, m, h, d, such as 10m",
                "fallbackAfter=soon | fallbackAfter is soon;"
                        + " expected a number and one of ms, s, m, h, d, such as 10m",
                "audience=cats | audience is cats; expected one of technical, business, customer, executive",
                "language=12 | language is 12; expected the tag of a language, such as en or pt-BR: en, de, fr and es are translated",
                "language=klingon | language is klingon; expected the tag of a language, such as en or pt-BR: en, de, fr and es"
                        + " are translated",
                "timeZone=Mars | timeZone is Mars; expected a time zone, such as Europe/Berlin",
                "credential=s3cret | credential is set and provider is empty;"
                        + " expected the word of the provider that it is for",
                "fallback=ops | fallback is the receiver itself; expected another one, or empty"
            })
    void whatCannotBeMeantIsRefusedWithTheReason(String option, String words) {
        assertThatThrownBy(() -> context.getEndpoint("outbox:ops?" + option))
                .hasRootCauseMessage("outbox:ops: " + words);
    }

    @Test
    void theDefaultsAreInRange() {
        OutboxEndpoint endpoint = endpoint("ops");

        assertThat(endpoint.limits().unlimited()).isTrue();
        assertThat(endpoint.options().nobody())
                .hasToString("{\"name\":\"\",\"audience\":\"technical\",\"language\":\"en\",\"timeZone\":\"UTC\"}");
    }

    @Test
    void receiversWithTheSameProviderAndCredentialShareAnAccountAndOthersDoNot() {
        String account = account("a?provider=slack&credential=xoxb-1");

        assertThat(account("b?provider=slack&credential=xoxb-1")).isEqualTo(account);
        assertThat(account("c?provider=slack&credential=xoxb-2")).isNotEqualTo(account);
        assertThat(account("d?provider=discord&credential=xoxb-1")).isNotEqualTo(account);
        assertThat(account("e?provider=slack")).isNotEqualTo(account("f?provider=slack"));
    }

    @Test
    void aDestinationIsTheAddressElseTheReceiversOwn() {
        Limits toAChannel = endpoint("a?destination=C1").limits();

        assertThat(toAChannel.destination("")).isEqualTo("C1");
        assertThat(toAChannel.destination("C2")).isEqualTo("C2");
        assertThat(endpoint("a").limits().destination("")).isEqualTo("receiver:a");
    }

    @Test
    void aCredentialIsNeitherKeptNorLogged() {
        OutboxEndpoint endpoint =
                endpoint("a?provider=slack&credential=xoxb-s3cret&destination=RAW(https://hooks.test/T0/s3cret)");

        assertThat(endpoint.limits().toString()).doesNotContain("s3cret");
        assertThat(URISupport.sanitizeUri("outbox:a?provider=slack&credential=xoxb-s3cret&rate=1"))
                .doesNotContain("s3cret")
                .endsWith("&rate=1");
    }

    private String account(String uri) {
        return endpoint(uri).limits().account();
    }

    private OutboxEndpoint endpoint(String uri) {
        return context.getEndpoint("outbox:" + uri, OutboxEndpoint.class);
    }
}
