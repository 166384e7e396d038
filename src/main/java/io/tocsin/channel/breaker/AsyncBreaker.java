package io.tocsin.channel.breaker;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.resilience4j.ResilienceProcessor;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.UnitOfWorkHelper;

/**
 * A circuit breaker that asks for permission, hands the exchange to what is inside, and tells the outcome when that has
 * ended, on whatever thread that is. All that can be seen from outside, in the exchange and in the breaker's figures, is as with
 * Camel's {@link ResilienceProcessor}, which makes the breaker and takes it away again.
 */
final class AsyncBreaker extends InPlaceOfCamels {
    private final boolean throwsWhenOpen;
    private AsyncProcessor inside;
    private Optional<AsyncProcessor> fallback = Optional.empty();

    /**
     * A breaker in place of Camel's.
     *
     * @param camels with its configuration; it is started and stopped, and never called
     * @param throwsWhenOpen whether a call that is not permitted ends in an exception, where there is no fallback
     */
    AsyncBreaker(ResilienceProcessor camels, boolean throwsWhenOpen) {
        super(camels);
        this.throwsWhenOpen = throwsWhenOpen;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CircuitBreaker breaker = camels.getCircuitBreaker();
        // As inside of try and catch: the route's error handler has its turn after the breaker.
        exchange.setProperty(ExchangePropertyKey.TRY_ROUTE_BLOCK, true);
        AsyncCallback end = sync -> {
            exchange.removeProperty(ExchangePropertyKey.TRY_ROUTE_BLOCK);
            callback.done(sync);
        };
        try {
            breaker.acquirePermission();
        } catch (CallNotPermittedException refused) {
            return recover(exchange, breaker, refused, end, true);
        }
        return call(exchange, breaker, breaker.getCurrentTimestamp(), end);
    }

    private boolean call(Exchange exchange, CircuitBreaker breaker, long began, AsyncCallback end) {
        // What fails inside leaves no traces in the message: it works on a copy.
        Exchange copy = ExchangeHelper.createCorrelatedCopy(exchange, false);
        UnitOfWork work = unitOfWork(exchange, copy);
        boolean[] endsNow = {true};
        AtomicBoolean told = new AtomicBoolean();
        // Where what is inside is torn off, by an error that no step catches, the permission is given back with the
        // exchange: a breaker
        // that is half open has few.
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange over) {
                if (told.compareAndSet(false, true)) {
                    breaker.releasePermission();
                }
            }
        });
        boolean insideEndsNow = inside.process(copy, sync -> {
            Throwable failure = taken(exchange, copy, work);
            boolean counts = told.compareAndSet(false, true);
            long took = breaker.getCurrentTimestamp() - began;
            if (failure == null) {
                if (counts) {
                    breaker.onResult(took, breaker.getTimestampUnit(), exchange);
                }
                exchange.setProperty(
                        ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_STATE,
                        breaker.getState().name());
                end.done(sync);
            } else {
                RuntimeException wrapped = RuntimeCamelException.wrapRuntimeException(failure);
                if (counts) {
                    breaker.onError(took, breaker.getTimestampUnit(), wrapped);
                }
                endsNow[0] = recover(exchange, breaker, wrapped, end, sync);
            }
        });
        return insideEndsNow && endsNow[0]; // in this order: what ends now has been told
    }

    private static UnitOfWork unitOfWork(Exchange exchange, Exchange copy) {
        if (copy.getUnitOfWork() != null) {
            return copy.getUnitOfWork();
        }
        UnitOfWork work = PluginHelper.getUnitOfWorkFactory(copy.getContext()).createUnitOfWork(copy);
        copy.getExchangeExtension().setUnitOfWork(work);
        Route route = ExchangeHelper.getRoute(exchange);
        if (route != null) {
            work.pushRoute(route);
        }
        return work;
    }

    /** Takes over what came of the copy, and gives back why it failed; null where it did not. */
    private static Throwable taken(Exchange exchange, Exchange copy, UnitOfWork work) {
        try {
            if (copy.getException() != null) {
                exchange.setException(copy.getException());
            } else {
                ExchangeHelper.copyResults(exchange, copy);
                exchange.setProperty(ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_SUCCESSFUL_EXECUTION, true);
                exchange.setProperty(ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_FROM_FALLBACK, false);
            }
        } catch (RuntimeException e) {
            exchange.setException(e);
        } finally {
            UnitOfWorkHelper.doneUow(work, copy);
        }
        return exchange.getException();
    }

    private boolean recover(
            Exchange exchange, CircuitBreaker breaker, RuntimeException failure, AsyncCallback end, boolean sync) {
        boolean refused = failure instanceof CallNotPermittedException;
        exchange.setProperty(
                ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_STATE,
                breaker.getState().name());
        exchange.setProperty(ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_SUCCESSFUL_EXECUTION, false);
        exchange.setProperty(ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_FROM_FALLBACK, fallback.isPresent());
        exchange.setProperty(ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_SHORT_CIRCUITED, true);
        if (fallback.isEmpty()) {
            exchange.setProperty(ExchangePropertyKey.CIRCUIT_BREAKER_RESPONSE_REJECTED, true);
            if (throwsWhenOpen || !refused) {
                exchange.setException(failure);
            }
            end.done(sync);
            return sync;
        }
        asHandled(exchange);
        boolean endsNow = fallback.get().process(exchange, done -> end.done(done && sync));
        return endsNow && sync;
    }

    private static void asHandled(Exchange exchange) {
        if (exchange.getProperty(ExchangePropertyKey.FAILURE_ENDPOINT) == null) {
            exchange.setProperty(
                    ExchangePropertyKey.FAILURE_ENDPOINT, exchange.getProperty(ExchangePropertyKey.TO_ENDPOINT));
        }
        exchange.setProperty(ExchangePropertyKey.EXCEPTION_HANDLED, true);
        exchange.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, exchange.getException());
        exchange.setRouteStop(false);
        exchange.setException(null);
        exchange.getExchangeExtension().setRedeliveryExhausted(false);
    }

    @Override
    protected void doBuild() throws Exception {
        List<Processor> parts = camels.next();
        inside = AsyncProcessorConverterHelper.convert(parts.get(0));
        fallback = parts.stream().skip(1).findFirst().map(AsyncProcessorConverterHelper::convert);
        super.doBuild();
    }
}
