package io.tocsin.pipeline.outbox;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;

/**
 * The fan-out's aggregation strategy: the notice goes on as it was, and a failure that no error handler took fails it.
 *
 * <p>Measured on 4.17.0: Camel's default carries "handled by the error handler" of one recipient over to the notice,
 * which then stops, and its {@code UseOriginalAggregationStrategy} swallows failures that nobody handled.
 */
public final class KeepUnhandledFailures implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange before, Exchange reply, Exchange input) {
        Exchange result = before == null ? ExchangeHelper.createCopy(input, true) : before;
        if (reply.getException() != null && result.getException() == null) {
            result.setException(reply.getException());
        }
        return result;
    }

    @Override
    public Exchange aggregate(Exchange before, Exchange reply) {
        throw new UnsupportedOperationException("a recipient list calls the method with the input exchange");
    }
}
