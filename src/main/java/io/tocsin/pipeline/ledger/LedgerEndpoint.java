package io.tocsin.pipeline.ledger;

import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.RoomOptions;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.DefaultEndpoint;

/** One page of the ledger: {@code ledger:alerts}, {@code ledger:notices} or {@code ledger:dead-letters}. */
public final class LedgerEndpoint extends DefaultEndpoint {

    /** What the ledger has pages for. */
    public enum Page {
        ALERTS,
        NOTICES,
        DEAD_LETTERS;

        /** The word in the URI. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Page of(String word) {
            return Arrays.stream(values())
                    .filter(page -> page.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("ledger:" + word + ": found " + word
                            + ", expected one of "
                            + Arrays.stream(values()).map(Page::word).collect(Collectors.joining(", "))));
        }
    }

    private final Page page;

    @Metadata(description = "How many rows are worked on at once", defaultValue = "2")
    private int concurrency = 2;

    @Metadata(description = "How many rows may be in hand at once, waiting or being worked on", defaultValue = "1024")
    private int capacity = 1_024;

    LedgerEndpoint(String uri, LedgerComponent component, Page page) {
        super(uri, component);
        this.page = page;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        RoomOptions.check("ledger:" + page.word(), concurrency, capacity);
    }

    @Override
    public Producer createProducer() {
        if (page != Page.ALERTS) {
            throw new IllegalArgumentException(
                    "ledger:" + page.word() + " is for from:, only ledger:alerts is for to:");
        }
        return new AlertProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Corridor corridor = Corridor.of(getCamelContext());
        Consumer consumer =
                switch (page) {
                    case NOTICES -> new NoticeConsumer(this, corridor, processor);
                    case DEAD_LETTERS -> new DeadLetterConsumer(this, corridor, processor);
                    case ALERTS -> throw new IllegalArgumentException("ledger:alerts is for to:, not for from:");
                };
        configureConsumer(consumer);
        return consumer;
    }

    /** How many rows are worked on at once. */
    public int getConcurrency() {
        return concurrency;
    }

    /** @param concurrency at least 1 */
    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    /** How many rows may be in hand at once. */
    public int getCapacity() {
        return capacity;
    }

    /** @param capacity at least {@code concurrency} */
    public void setCapacity(int capacity) {
        this.capacity = capacity;
    }
}
