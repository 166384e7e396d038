package io.tocsin.channel.aws;

import io.tocsin.channel.SendVerdict;
import io.tocsin.channel.http.ReadHttpAnswer;
import io.tocsin.model.delivery.SendRefusedException;
import io.tocsin.net.guard.Deadline;
import io.tocsin.net.guard.Deadlines;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** One request to AWS inside a breaker. What AWS answers with a 4xx is kept for {@link SendVerdict} after the breaker. */
abstract class AwsSend implements Processor, AutoCloseable {
    private static final int SERVER_ERROR = 500;

    /** Its client's own limit ends a call; only a stop of the hub, which closes the client under it, comes before that. */
    private static final Duration LONGER_THAN_ANY_CALL = Duration.ofDays(1);

    private SdkAutoCloseable client;

    /** Keeps a client that is this sender's alone, to be closed with it. */
    final <C extends SdkAutoCloseable> C own(C client) {
        this.client = client;
        return client;
    }

    /** Closes the client with its connections: its receiver is gone. */
    @Override
    public final void close() {
        client.close();
    }

    /**
     * Makes the call.
     *
     * @return AWS's name for what it took, for the trace
     * @throws SendRefusedException where the answer says in a 200 that it took nothing
     */
    abstract String send(Exchange exchange) throws IOException, SendRefusedException;

    @Override
    public final void process(Exchange exchange) throws IOException {
        Deadlines sends = Optional.ofNullable(
                        exchange.getContext().getRegistry().lookupByNameAndType(Deadlines.BEAN, Deadlines.class))
                .orElseGet(Deadlines::new);
        try (Deadline stop = sends.start(LONGER_THAN_ANY_CALL, this::close)) {
            send(exchange, stop);
        }
    }

    private void send(Exchange exchange, Deadline stop) throws IOException {
        try {
            exchange.setVariable(ReadHttpAnswer.ANSWER, send(exchange));
        } catch (SendRefusedException refused) {
            SendVerdict.keep(exchange, refused);
        } catch (AwsServiceException answered) {
            if (answered.statusCode() >= SERVER_ERROR) {
                throw answered;
            }
            SendVerdict.keep(exchange, answered);
        } catch (SdkClientException failed) {
            if (stop.isOver()) {
                throw new SocketTimeoutException("the hub was stopped before AWS had answered");
            }
            throw failed;
        }
    }
}
