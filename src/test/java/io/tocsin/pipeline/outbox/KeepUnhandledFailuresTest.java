package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fan-out's aggregation in a real recipient list, beside what Camel's own ones do to the same recipients. */
class KeepUnhandledFailuresTest {
    private static final String RECIPIENTS = "recipients";

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ok,ok           | goes on",
                "handled,ok      | goes on",
                "ok,handled      | goes on",
                "unhandled,ok    | fails",
                "ok,unhandled    | fails",
                "handled,unhandled,ok | fails",
                "unhandled,handled    | fails",
            })
    void aNoticeGoesOnUnlessARecipientFailedUnhandled(String recipients, String expected) throws Exception {
        Exchange notice = tell(new KeepUnhandledFailures(), uris(recipients));
        assertThat(notice.getException() != null).isEqualTo(expected.equals("fails"));
        assertThat(after(notice)).isEqualTo(expected.equals("goes on"));
    }

    @Test
    void aNoticeGoesOnAsItWasAndEveryRecipientSawItSo() throws Exception {
        Exchange notice = tell(new KeepUnhandledFailures(), uris("changing,ok,handled"));
        assertThat(notice.getMessage().getBody()).isEqualTo("the notice");
        assertThat(notice.getProperty("seen")).isEqualTo(List.of("the notice", "the notice", "the notice"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "")
    void aRuleThatTellsNobodyIsNoFailure(String recipients) throws Exception {
        Exchange notice = tell(new KeepUnhandledFailures(), recipients);
        assertThat(notice.getException()).isNull();
        assertThat(notice.getMessage().getBody()).isEqualTo("the notice");
        assertThat(after(notice)).isTrue();
    }

    /** If this fails after an update of Camel, its own strategy may do. */
    @Test
    void trapCamelsDefaultStopsTheNoticeWhereOneRecipientsFailureWasHandled() throws Exception {
        assertThat(after(tell(new UseLatestAggregationStrategy(), uris("ok,handled"))))
                .isFalse();
    }

    /** If this fails after an update of Camel, its own strategy may do. */
    @Test
    void trapCamelsOriginalSwallowsAFailureThatNobodyHandled() throws Exception {
        Exchange notice = tell(new UseOriginalAggregationStrategy(null, false), uris("ok,unhandled"));
        assertThat(notice.getException()).isNull();
        assertThat(after(notice)).isTrue();
    }

    private static String uris(String recipients) {
        return "direct:" + recipients.strip().replace(",", ",direct:");
    }

    private static boolean after(Exchange notice) {
        return notice.getProperty("after", false, Boolean.class);
    }

    private Exchange tell(AggregationStrategy strategy, String recipients) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:notice")
                        .errorHandler(noErrorHandler())
                        .recipientList(variable(RECIPIENTS))
                        .aggregationStrategy(strategy)
                        .end()
                        .setProperty("after", constant(true));
                from("direct:ok").process(KeepUnhandledFailuresTest::see);
                from("direct:changing").process(KeepUnhandledFailuresTest::see).setBody(constant("changed"));
                from("direct:handled")
                        .errorHandler(deadLetterChannel("log:dead?level=OFF"))
                        .process(KeepUnhandledFailuresTest::see)
                        .throwException(new IllegalStateException("handled"));
                from("direct:unhandled")
                        .errorHandler(noErrorHandler())
                        .process(KeepUnhandledFailuresTest::see)
                        .throwException(new IllegalStateException("unhandled"));
            }
        });
        context.start();
        List<Object> seen = new java.util.ArrayList<>();
        return context.createProducerTemplate().send("direct:notice", exchange -> {
            exchange.setVariable(RECIPIENTS, recipients);
            exchange.setProperty("seen", seen);
            exchange.getMessage().setBody("the notice");
        });
    }

    @SuppressWarnings("unchecked") // the list that the test put there
    private static void see(Exchange exchange) {
        exchange.getProperty("seen", List.class).add(exchange.getMessage().getBody());
    }
}
