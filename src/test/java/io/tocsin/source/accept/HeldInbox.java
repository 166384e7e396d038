package io.tocsin.source.accept;

import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.EventDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/** Stands in for {@code inbox:}: completes from a committer's thread, at once or on command, well or badly. */
public final class HeldInbox extends DefaultComponent implements AutoCloseable {
    private final ExecutorService committer =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "test-committer"));
    private final List<Runnable> held = new ArrayList<>();

    /** Every exchange's headers as they arrived. */
    public final List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();

    /** Every draft, in order of arrival. */
    public final List<EventDraft> drafts = new CopyOnWriteArrayList<>();

    private volatile boolean holding;
    private volatile Function<EventDraft, Accepted> judge =
            draft -> new Accepted("e-" + drafts.indexOf(draft), Accepted.Status.ACCEPTED);

    public void hold() {
        holding = true;
    }

    public void judge(Function<EventDraft, Accepted> judge) {
        this.judge = judge;
    }

    public int pending() {
        synchronized (held) {
            return held.size();
        }
    }

    public void release() {
        holding = false;
        List<Runnable> now;
        synchronized (held) {
            now = List.copyOf(held);
            held.clear();
        }
        now.forEach(committer::execute);
    }

    @Override
    public void close() {
        release();
        committer.shutdown();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new HeldEndpoint(uri);
    }

    private final class HeldEndpoint extends DefaultEndpoint {
        private HeldEndpoint(String uri) {
            super(uri, HeldInbox.this);
        }

        @Override
        public Producer createProducer() {
            return new HeldProducer(this);
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("only a to: in these tests");
        }
    }

    private final class HeldProducer extends DefaultAsyncProducer {
        private HeldProducer(Endpoint endpoint) {
            super(endpoint);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
            List<EventDraft> mine = ((List<?>) exchange.getMessage().getBody())
                    .stream().map(EventDraft.class::cast).toList();
            drafts.addAll(mine);
            Runnable commit = () -> {
                try {
                    exchange.getMessage().setBody(mine.stream().map(judge).toList());
                } catch (RuntimeException e) {
                    exchange.setException(e);
                }
                callback.done(false);
            };
            if (holding) {
                synchronized (held) {
                    held.add(commit);
                }
            } else {
                committer.execute(commit);
            }
            return false;
        }
    }
}
